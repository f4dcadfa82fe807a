// The commands about work in the background: list, show, wait, stop.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEW_JOBS_H_
#define TRIVSEL_GATEWAY_CTL_REVIEW_JOBS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "gateway/ctl/review_commands.h"

namespace trivsel::gateway::ctl {

// Errors are ReviewOperations'.

// The newest first, at most `limit`.
absl::Status ListJobs(ReviewSession& session, int limit);
absl::Status ShowJobOf(ReviewSession& session, int64_t job_id);
// Until it is over, with a bar for people. FAILED_PRECONDITION when it was
// stopped or cannot go on. The job goes on when the waiting is broken off.
absl::Status WaitForJob(ReviewSession& session, int64_t job_id);
absl::Status CancelJob(ReviewSession& session, int64_t job_id);

// A job as text or JSON.
void ShowOne(ReviewSession& session,
             const trivsel::gateway::v1::ReviewJob& job);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEW_JOBS_H_
