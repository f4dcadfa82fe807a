// A connection that writes what was judged again, with a journal chain of its
// own.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVALIDATION_WRITER_H_
#define TRIVSEL_GATEWAY_REVIEW_REVALIDATION_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/review/revalidation.h"
#include "gateway/review/revalidation_group.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::review {

// Where a part of a job goes on, written with its work.
struct JobStep {
  int64_t job_id = 0;  // 0: this is no job's work
  int16_t part = 0;
  int64_t fence = 0;
  int64_t place = 0;
  bool ended = false;
  int64_t looked_at = 0;
  absl::Duration lease;
};

// Not thread safe.
class RevalidationWriter {
 public:
  struct Written {
    bool ours = true;  // false: the part of the job was not; nothing was done
    // Of those that something was done about, in no order.
    std::vector<Revalidated> outcomes;
    uint64_t lanes = 0;  // with something new to deliver, a bit each
  };

  explicit RevalidationWriter(store::ConnectOptions connect)
      : connect_(std::move(connect)) {}

  // The connection, opened if need be. UNAVAILABLE.
  absl::StatusOr<store::Connection*> Connection();

  // Those from `begin` to before `end`. UNAVAILABLE: what became of it is not
  // known. Other errors: nothing was done.
  absl::StatusOr<Written> Write(const RevalidationGroup& group, size_t begin,
                                size_t end, const ActedBy& by,
                                const JobStep& step);

 private:
  absl::Status OpenChain();

  const store::ConnectOptions connect_;
  std::unique_ptr<store::Connection> connection_;
  int64_t chain_ = 0;  // 0: none yet
  int64_t chain_seq_ = 0;
  std::string chain_hash_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVALIDATION_WRITER_H_
