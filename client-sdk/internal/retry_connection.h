// Repeats what failed for a moment, and once what failed for its token. Of a
// batch only the reports that failed.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_RETRY_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_RETRY_CONNECTION_H_

#include <memory>
#include <utility>
#include <vector>

#include "client-sdk/internal/backoff.h"
#include "client-sdk/internal/forwarding_connection.h"

namespace trivsel::client::internal {

// A refusal that a new token may mend asks the source for one, once for each
// call, and is repeated at once. Watch is repeated for nothing else, and only
// when it was refused at the door: see Connection::Watch.
class RetryConnection final : public ForwardingConnection {
 public:
  RetryConnection(std::shared_ptr<Connection> inner, RetryOptions options,
                  std::shared_ptr<TimeSource> time, Random random,
                  std::shared_ptr<TokenSource> token = nullptr)
      : ForwardingConnection(std::move(inner)),
        options_(options),
        time_(std::move(time)),
        random_(std::move(random)),
        token_(std::move(token)) {}

  void Submit(SubmitParams params, SubmitCallback done) override;
  Outcomes SubmitBatch(const SubmitBatchParams& params) override;
  absl::StatusOr<gateway::v1::ValidateReportsResponse> Validate(
      const ValidateParams& params) override;
  absl::StatusOr<gateway::v1::Report> GetReport(
      const GetReportParams& params) override;
  absl::StatusOr<gateway::v1::ListReportsResponse> ListReports(
      const ListReportsParams& params) override;
  absl::Status Watch(const WatchParams& params) override;

 private:
  // There is a new token, and `status` is one that it may mend.
  bool RenewsFor(const absl::Status& status) const;

  // Sends those of a batch once more, and puts the answers in their places.
  void SendAgain(const SubmitBatchParams& params, const std::vector<int>& which,
                 Outcomes* outcomes);
  // Calls until it succeeds, fails for good or the deadline is near.
  template <typename Call>
  auto Repeat(absl::Time deadline, Call call);

  const RetryOptions options_;
  const std::shared_ptr<TimeSource> time_;
  const Random random_;
  const std::shared_ptr<TokenSource> token_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_RETRY_CONNECTION_H_
