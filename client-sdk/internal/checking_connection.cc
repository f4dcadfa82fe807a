#include "client-sdk/internal/checking_connection.h"

#include "client-sdk/internal/error_details.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "trivsel/client/check.h"

namespace trivsel::client::internal {
namespace {

namespace v1 = trivsel::gateway::v1;

absl::Status Refusal(const std::vector<v1::Finding>& findings) {
  absl::Status status =
      absl::InvalidArgumentError("not sent: the standard refuses the report (" +
                                 findings.front().code() + ")");
  google::rpc::ErrorInfo info;
  info.set_reason("REPORT_INVALID");
  info.set_domain("trivsel.dk");
  AddDetail(info, &status);
  google::rpc::LocalizedMessage danish;
  danish.set_locale("da");
  danish.set_message("Ikke sendt: " + findings.front().danish());
  AddDetail(danish, &status);
  v1::Receipt receipt;
  receipt.set_verdict(v1::VERDICT_REJECTED);
  *receipt.mutable_findings() = {findings.begin(), findings.end()};
  AddDetail(receipt, &status);
  return status;
}

}  // namespace

absl::Status CheckingConnection::Check(const v1::Submission& submission) const {
  const auto findings =
      CheckSubmission(submission, time_->Now(), options_.strict);
  return HasError(findings) ? Refusal(findings) : absl::OkStatus();
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
