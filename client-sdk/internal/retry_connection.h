// Repeats what failed for a moment. Of a batch only the reports that failed.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_RETRY_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_RETRY_CONNECTION_H_

#include <memory>
#include <utility>

#include "client-sdk/internal/backoff.h"
#include "client-sdk/internal/forwarding_connection.h"

namespace trivsel::client::internal {

// Does not repeat Watch: see Connection::Watch.
class RetryConnection final : public ForwardingConnection {
 public:
  RetryConnection(std::shared_ptr<Connection> inner, RetryOptions options,
                  std::shared_ptr<TimeSource> time, Random random)
      : ForwardingConnection(std::move(inner)),
        options_(options),
        time_(std::move(time)),
        random_(std::move(random)) {}

  void Submit(SubmitParams params, SubmitCallback done) override;
  Outcomes SubmitBatch(const SubmitBatchParams& params) override;
  absl::StatusOr<gateway::v1::ValidateReportsResponse> Validate(
      const ValidateParams& params) override;
  absl::StatusOr<gateway::v1::Report> GetReport(
      const GetReportParams& params) override;
  absl::StatusOr<gateway::v1::ListReportsResponse> ListReports(
      const ListReportsParams& params) override;

 private:
  // Calls until it succeeds, fails for good or the deadline is near.
  template <typename Call>
  auto Repeat(absl::Time deadline, Call call);

  const RetryOptions options_;
  const std::shared_ptr<TimeSource> time_;
  const Random random_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_RETRY_CONNECTION_H_
