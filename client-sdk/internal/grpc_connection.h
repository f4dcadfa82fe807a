// The innermost layer: one call, one RPC.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_GRPC_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_GRPC_CONNECTION_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <utility>

#include "client-sdk/internal/channel_watcher.h"
#include "trivsel/client/connection.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::client::internal {

class GrpcConnection final : public Connection {
 public:
  GrpcConnection(std::shared_ptr<grpc::Channel> channel,
                 std::shared_ptr<TimeSource> time)
      : channel_(std::move(channel)),
        time_(std::move(time)),
        stub_(gateway::v1::ReportService::NewStub(channel_)),
        watcher_(channel_) {}

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

  const std::shared_ptr<grpc::Channel> channel_;
  const std::shared_ptr<TimeSource> time_;
  const std::unique_ptr<gateway::v1::ReportService::Stub> stub_;
  const ChannelWatcher watcher_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_GRPC_CONNECTION_H_
