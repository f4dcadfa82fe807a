// The innermost layer: one call, one RPC.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_GRPC_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_GRPC_CONNECTION_H_

#include <grpcpp/client_context.h>

#include <memory>
#include <utility>

#include "client-sdk/internal/gateway_link.h"
#include "trivsel/client/connection.h"

namespace trivsel::client::internal {

class GrpcConnection final : public Connection {
 public:
  // `token` may be null: the client certificate is all there is.
  GrpcConnection(std::unique_ptr<GatewayLinks> links,
                 std::shared_ptr<TokenSource> token,
                 std::shared_ptr<TimeSource> time)
      : links_(std::move(links)),
        token_(std::move(token)),
        time_(std::move(time)) {}

  void Submit(SubmitParams params, SubmitCallback done) override;
  Outcomes SubmitBatch(const SubmitBatchParams& params) override;
  absl::StatusOr<gateway::v1::ValidateReportsResponse> Validate(
      const ValidateParams& params) override;
  absl::StatusOr<gateway::v1::Report> GetReport(
      const GetReportParams& params) override;
  absl::StatusOr<gateway::v1::ListReportsResponse> ListReports(
      const ListReportsParams& params) override;
  absl::Status Watch(const WatchParams& params) override;
  absl::Status AwaitReady(absl::Time deadline) override;

 private:
  // gRPC's deadlines are of the machine's clock, ours of time_.
  std::chrono::system_clock::time_point MachineDeadline(
      absl::Time deadline) const;

  // Deadline and token.
  absl::Status Prepare(absl::Time deadline, grpc::ClientContext* context) const;

  const std::unique_ptr<GatewayLinks> links_;
  const std::shared_ptr<TokenSource> token_;
  const std::shared_ptr<TimeSource> time_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_GRPC_CONNECTION_H_
