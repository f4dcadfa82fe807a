// Work on many rejections in the background: what ReviewService needs of it.
#ifndef TRIVSEL_GATEWAY_REVIEW_REVIEW_JOBS_H_
#define TRIVSEL_GATEWAY_REVIEW_REVIEW_JOBS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/access/operator.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::gateway::review {

namespace v1 = trivsel::gateway::v1;

// Thread safe; waits for the database. Messages are "dansk / English", with a
// REVIEW_… reason (review_fault.h).
//
// Rights have been checked and texts and filters measured before it is called;
// `scope` is what the caller may operate on (Start, Cancel) or see (Get, List),
// never empty. A job keeps the scope that it was begun with and touches nothing
// outside it. It is there for a caller whose scope covers all of it: for others
// NOT_FOUND, exactly as if there were none.
class ReviewJobs {
 public:
  virtual ~ReviewJobs() = default;

  // Begins one on all that match now. Returns as soon as it is on disk and
  // journalled. FAILED_PRECONDITION: too many are running.
  virtual absl::StatusOr<v1::ReviewJob> Start(const access::Operator& who,
                                              const access::Scope& scope,
                                              v1::ReviewJob::Kind kind,
                                              const v1::RejectionFilter& filter,
                                              const std::string& text) = 0;

  virtual absl::StatusOr<v1::ReviewJob> Get(const access::Scope& scope,
                                            int64_t job_id) = 0;

  // The newest first, at most `limit` with numbers below `before` (0: all).
  virtual absl::StatusOr<std::vector<v1::ReviewJob>> List(
      const access::Scope& scope, int64_t before, int limit) = 0;

  // Stops it; one that has ended stays as it is. What is done stays done.
  virtual absl::StatusOr<v1::ReviewJob> Cancel(const access::Operator& who,
                                               const access::Scope& scope,
                                               int64_t job_id) = 0;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_REVIEW_JOBS_H_
