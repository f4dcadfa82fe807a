#include "client-sdk/internal/retry_connection.h"

#include <algorithm>
#include <vector>

#include "trivsel/client/error.h"

namespace trivsel::client::internal {
namespace {

namespace v1 = trivsel::gateway::v1;

// Which of `indices` may be sent again.
std::vector<int> TransientOnes(const std::vector<int>& indices,
                               const Outcomes& outcomes) {
  std::vector<int> out;
  for (const int i : indices) {
    if (IsTransient(outcomes[static_cast<size_t>(i)].status())) {
      out.push_back(i);
    }
  }
  return out;
}

// The error among them that asks for the longest wait.
absl::Status MostPatient(const std::vector<int>& indices,
                         const Outcomes& outcomes) {
  absl::Status longest =
      outcomes[static_cast<size_t>(indices.front())].status();
  for (const int i : indices) {
    const absl::Status& status = outcomes[static_cast<size_t>(i)].status();
    if (RetryDelayOf(status) > RetryDelayOf(longest)) longest = status;
  }
  return longest;
}

}  // namespace

template <typename Call>
auto RetryConnection::Repeat(absl::Time deadline, Call call) {
  Backoff backoff(options_, deadline, random_);
  while (true) {
    auto result = call();
    if (result.ok()) return result;
    const auto delay = backoff.Next(result.status(), time_->Now());
    if (!delay.has_value()) return result;
    time_->Sleep(*delay);
  }
}

void RetryConnection::Submit(SubmitParams params, SubmitCallback done) {
  SubmitBatchParams batch;
  *batch.request.add_submissions() = std::move(params.submission);
  batch.deadline = params.deadline;
  done(std::move(SubmitBatch(batch).front()));
}

Outcomes RetryConnection::SubmitBatch(const SubmitBatchParams& params) {
  Outcomes outcomes = inner().SubmitBatch(params);
  std::vector<int> left(outcomes.size());
  for (size_t i = 0; i < left.size(); ++i) left[i] = static_cast<int>(i);
  left = TransientOnes(left, outcomes);
  Backoff backoff(options_, params.deadline, random_);
  while (!left.empty()) {
    const auto delay = backoff.Next(MostPatient(left, outcomes), time_->Now());
    if (!delay.has_value()) break;
    time_->Sleep(*delay);
    SubmitBatchParams again;
    again.deadline = params.deadline;
    for (const int i : left) {
      *again.request.add_submissions() = params.request.submissions(i);
    }
    Outcomes answers = inner().SubmitBatch(again);
    for (size_t i = 0; i < left.size(); ++i) {
      outcomes[static_cast<size_t>(left[i])] = std::move(answers[i]);
    }
    left = TransientOnes(left, outcomes);
  }
  return outcomes;
}

absl::StatusOr<v1::ValidateReportsResponse> RetryConnection::Validate(
    const ValidateParams& params) {
  return Repeat(params.deadline, [&] { return inner().Validate(params); });
}

absl::StatusOr<v1::Report> RetryConnection::GetReport(
    const GetReportParams& params) {
  return Repeat(params.deadline, [&] { return inner().GetReport(params); });
}

absl::StatusOr<v1::ListReportsResponse> RetryConnection::ListReports(
    const ListReportsParams& params) {
  return Repeat(params.deadline, [&] { return inner().ListReports(params); });
}

}  // namespace trivsel::client::internal
