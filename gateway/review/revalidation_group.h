// Rejections that are judged again and written in one statement.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVALIDATION_GROUP_H_
#define TRIVSEL_GATEWAY_REVIEW_REVALIDATION_GROUP_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "gateway/queue/report_sink.h"
#include "gateway/review/revalidation.h"
#include "gateway/review/stored_content.h"
#include "gateway/store/params.h"
#include "gateway/store/result.h"

namespace trivsel::gateway::review {

// Not thread safe.
class RevalidationGroup {
 public:
  // For about `expected`.
  RevalidationGroup(const Rejudge& rejudge, size_t expected)
      : rejudge_(rejudge) {
    members_.reserve(expected);
    first_.reserve(expected);
  }

  // Judges the row of load_candidates.sql or load_review_chunk.sql, which begin
  // with the same columns. Keeps the content of what is accepted.
  void Add(const store::Result& rows, int row);

  size_t size() const { return members_.size(); }
  // Octets of contents that it keeps.
  int64_t bytes() const { return bytes_; }
  int64_t rejection_id(size_t i) const { return members_[i].rejection_id; }
  // The database would not store what came of it: it is still rejected, and its
  // history says why. False: it was not to be stored.
  bool Refuse(size_t i);
  // Of those from `begin` to before `end`.
  int64_t Refused(size_t begin, size_t end) const;
  // $1–$16 of revalidate_group.sql for these.
  store::Params Encode(size_t begin, size_t end) const;
  // $32–$38.
  void AddReports(size_t begin, size_t end, store::Params* params) const;

 private:
  struct Member {
    int64_t rejection_id;
    int32_t version;
    Revalidated::Outcome outcome;
    queue::Draft draft;
    int32_t submitter_id;
    std::string report_id;
    int16_t form;  // queue::ContentForm
    std::string standard, old_rule_set;
    int32_t size = 0;  // octets of the canonical form
    bool refused = false;
    int32_t same = 0;  // not 0, and the same, for rejections of one report
  };

  const Rejudge& rejudge_;
  std::vector<Member> members_;
  int64_t bytes_ = 0;
  // The first member that is about a submitter's report.
  absl::flat_hash_map<std::pair<int32_t, std::string>, size_t> first_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVALIDATION_GROUP_H_
