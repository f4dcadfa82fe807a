// Rejections that are judged again and written in one statement.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVALIDATION_GROUP_H_
#define TRIVSEL_GATEWAY_REVIEW_REVALIDATION_GROUP_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gateway/queue/report_sink.h"
#include "gateway/review/revalidation.h"
#include "gateway/review/stored_content.h"
#include "gateway/store/params.h"
#include "gateway/store/result.h"

namespace trivsel::gateway::review {

// Not thread safe.
class RevalidationGroup {
 public:
  static constexpr size_t kMost = 256;

  explicit RevalidationGroup(const Rejudge& rejudge) : rejudge_(rejudge) {}

  // Judges the row of load_candidates.sql or load_review_chunk.sql, which begin
  // with the same columns. Keeps no content.
  void Add(const store::Result& rows, int row);

  size_t size() const { return members_.size(); }
  // $1–$16 of revalidate_group.sql.
  store::Params Encode() const;

 private:
  struct Member {
    int64_t rejection_id;
    int32_t version;
    Revalidated::Outcome outcome;
    queue::Draft draft;
    int32_t size = 0;  // octets of the canonical form
  };

  const Rejudge& rejudge_;
  std::vector<Member> members_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVALIDATION_GROUP_H_
