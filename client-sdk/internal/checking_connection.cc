#include "client-sdk/internal/checking_connection.h"

#include "client-sdk/internal/invalid_report.h"
#include "trivsel/client/check.h"

namespace trivsel::client::internal {

namespace v1 = trivsel::gateway::v1;

absl::Status CheckingConnection::Check(const v1::Submission& submission) const {
  const auto findings =
      CheckSubmission(submission, time_->Now(), options_.strict);
  return HasError(findings) ? InvalidReport(findings) : absl::OkStatus();
}

void CheckingConnection::Submit(SubmitParams params, SubmitCallback done) {
  const absl::Status checked = Check(params.submission);
  if (!checked.ok()) {
    done(checked);
    return;
  }
  inner().Submit(std::move(params), std::move(done));
}

Outcomes CheckingConnection::SubmitBatch(const SubmitBatchParams& params) {
  const int count = params.request.submissions_size();
  Outcomes outcomes(static_cast<size_t>(count), absl::UnknownError("not sent"));
  SubmitBatchParams sent;
  sent.deadline = params.deadline;
  std::vector<size_t> places;
  for (int i = 0; i < count; ++i) {
    const auto& submission = params.request.submissions(i);
    const absl::Status checked = Check(submission);
    if (!checked.ok()) {
      outcomes[static_cast<size_t>(i)] = checked;
      continue;
    }
    *sent.request.add_submissions() = submission;
    places.push_back(static_cast<size_t>(i));
  }
  if (places.empty()) return outcomes;
  Outcomes answers = inner().SubmitBatch(sent);
  for (size_t i = 0; i < places.size(); ++i) {
    outcomes[places[i]] = std::move(answers[i]);
  }
  return outcomes;
}

}  // namespace trivsel::client::internal
