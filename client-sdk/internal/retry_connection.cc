#include "client-sdk/internal/retry_connection.h"

#include <algorithm>
#include <vector>

#include "client-sdk/internal/authorization.h"
#include "trivsel/client/error.h"

namespace trivsel::client::internal {
namespace {

namespace v1 = trivsel::gateway::v1;

// A watch that ends later than this was not refused at the door.
constexpr absl::Duration kAtTheDoor = absl::Seconds(2);

std::vector<int> AllOf(const Outcomes& outcomes) {
  std::vector<int> all(outcomes.size());
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
  return all;
}

// Which of `indices` failed in a way that `test` tells.
std::vector<int> OnesThat(bool (*test)(const absl::Status&),
                          const std::vector<int>& indices,
                          const Outcomes& outcomes) {
  std::vector<int> out;
  for (const int i : indices) {
    if (test(outcomes[static_cast<size_t>(i)].status())) out.push_back(i);
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

bool RetryConnection::RenewsFor(const absl::Status& status) const {
  return token_ != nullptr && NewTokenMayHelp(status) &&
         token_->Token(/*refresh=*/true).ok();
}

template <typename Call>
auto RetryConnection::Repeat(absl::Time deadline, Call call) {
  Backoff backoff(options_, deadline, random_);
  bool renewed = false;
  while (true) {
    auto result = call();
    if (result.ok()) return result;
    if (!renewed && RenewsFor(result.status())) {
      renewed = true;
      continue;
    }
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

void RetryConnection::SendAgain(const SubmitBatchParams& params,
                                const std::vector<int>& which,
                                Outcomes* outcomes) {
  SubmitBatchParams again;
  again.deadline = params.deadline;
  for (const int i : which) {
    *again.request.add_submissions() = params.request.submissions(i);
  }
  Outcomes answers = inner().SubmitBatch(again);
  for (size_t i = 0; i < which.size(); ++i) {
    (*outcomes)[static_cast<size_t>(which[i])] = std::move(answers[i]);
  }
}

Outcomes RetryConnection::SubmitBatch(const SubmitBatchParams& params) {
  Outcomes outcomes = inner().SubmitBatch(params);
  const std::vector<int> all = AllOf(outcomes);
  Backoff backoff(options_, params.deadline, random_);
  bool renewed = false;
  while (true) {
    const auto refused = OnesThat(NewTokenMayHelp, all, outcomes);
    if (!renewed && !refused.empty() &&
        RenewsFor(outcomes[static_cast<size_t>(refused[0])].status())) {
      renewed = true;
      SendAgain(params, refused, &outcomes);
      continue;
    }
    const auto left = OnesThat(IsTransient, all, outcomes);
    if (left.empty()) break;
    const auto delay = backoff.Next(MostPatient(left, outcomes), time_->Now());
    if (!delay.has_value()) break;
    time_->Sleep(*delay);
    SendAgain(params, left, &outcomes);
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

absl::Status RetryConnection::Watch(const WatchParams& params) {
  bool told = false;
  WatchParams observed = params;
  observed.on_report = [&](const v1::Report& report) {
    told = true;
    return params.on_report(report);
  };
  const absl::Time start = time_->Now();
  const absl::Status status = inner().Watch(observed);
  if (!RenewsFor(status)) return status;
  // A stream that lived and then lost its token is one that broke off.
  if (told || time_->Now() - start > kAtTheDoor) {
    return absl::UnavailableError("the stream ended with its token");
  }
  return inner().Watch(params);
}

}  // namespace trivsel::client::internal
