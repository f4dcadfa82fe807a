#include "gateway/ctl/review_jobs.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/ctl/delivery_view.h"
#include "gateway/ctl/review_view.h"
#include "gateway/ctl/review_words.h"

namespace trivsel::gateway::ctl {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr int kMaxPage = 200;
constexpr absl::Duration kLookAgain = absl::Milliseconds(250);

absl::StatusOr<v1::ReviewJob> Get(ReviewSession& session, int64_t job_id) {
  v1::GetReviewJobRequest request;
  request.set_job_id(job_id);
  v1::GetReviewJobResponse response;
  absl::Status got =
      session.operations.GetReviewJob(session.who, request, &response);
  if (!got.ok()) return got;
  return std::move(*response.mutable_job());
}

}  // namespace

void ShowOne(ReviewSession& session, const v1::ReviewJob& job) {
  session.terminal.out << (session.output == Output::kJson ? ToJson(job) + "\n"
                                                           : ShowJob(job));
}

absl::Status ListJobs(ReviewSession& session, int limit) {
  v1::ListReviewJobsRequest request;
  Table table = JobTable();
  int left = limit;
  do {
    request.set_page_size(std::min(left, kMaxPage));
    v1::ListReviewJobsResponse page;
    absl::Status listed =
        session.operations.ListReviewJobs(session.who, request, &page);
    if (!listed.ok()) return listed;
    for (const v1::ReviewJob& job : page.jobs()) {
      AddRow(job, &table);
      if (session.output == Output::kJson) {
        session.terminal.out << ToJson(job) << "\n";
      }
    }
    left -= page.jobs_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && left > 0);
  if (session.output == Output::kText) {
    session.terminal.out << table.Format(Output::kText);
  }
  return absl::OkStatus();
}

absl::Status ShowJobOf(ReviewSession& session, int64_t job_id) {
  auto job = Get(session, job_id);
  if (!job.ok()) return job.status();
  ShowOne(session, *job);
  return absl::OkStatus();
}

absl::Status WaitForJob(ReviewSession& session, int64_t job_id) {
  if (session.terminal.people) {
    session.terminal.err << "job " << job_id
                         << "; Ctrl-C standser kun ventetiden / stops only the "
                            "waiting\n";
  }
  absl::StatusOr<v1::ReviewJob> job = Get(session, job_id);
  while (job.ok()) {
    if (session.terminal.people) {
      // The total is an estimate: never over it before the end.
      const bool over = job->state() == v1::ReviewJob::STATE_DONE;
      const int64_t of =
          over ? job->looked_at() : std::max(job->total(), job->looked_at());
      session.terminal.err << ProgressLine(InWords(job->kind()),
                                           job->looked_at(), of)
                           << std::flush;
    }
    if (job->state() != v1::ReviewJob::STATE_RUNNING) break;
    absl::SleepFor(kLookAgain);
    job = Get(session, job_id);
  }
  if (session.terminal.people) session.terminal.err << "\n";
  if (!job.ok()) return job.status();
  ShowOne(session, *job);
  if (job->state() == v1::ReviewJob::STATE_DONE) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("job ", job_id, ": ", InWords(job->state())));
}

absl::Status CancelJob(ReviewSession& session, int64_t job_id) {
  v1::CancelReviewJobRequest request;
  request.set_job_id(job_id);
  v1::CancelReviewJobResponse response;
  absl::Status cancelled =
      session.operations.CancelReviewJob(session.who, request, &response);
  if (!cancelled.ok()) return cancelled;
  ShowOne(session, response.job());
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::ctl
