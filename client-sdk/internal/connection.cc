#include "trivsel/client/connection.h"

#include "client-sdk/internal/batching_connection.h"
#include "client-sdk/internal/checking_connection.h"
#include "client-sdk/internal/flow_control_connection.h"
#include "client-sdk/internal/gateway_link.h"
#include "client-sdk/internal/grpc_connection.h"
#include "client-sdk/internal/retry_connection.h"

namespace trivsel::client {

absl::StatusOr<std::shared_ptr<Connection>> MakeConnection(
    const Options& options) {
  const absl::Status ranges = CheckOptionRanges(options);
  if (!ranges.ok()) return ranges;
  auto links = internal::GatewayLinks::Create(options);
  if (!links.ok()) return links.status();
  // From the inside out: RPC, retry, batching, flow control, check.
  std::shared_ptr<Connection> connection =
      std::make_shared<internal::GrpcConnection>(*std::move(links),
                                                 options.token, options.time);
  connection = std::make_shared<internal::RetryConnection>(
      connection, options.retry, options.time, internal::MachineRandom(),
      options.token);
  BatchingOptions batching = options.batching;
  if (!batching.enabled) {
    batching.max_reports = 1;
    batching.max_hold = absl::ZeroDuration();
  }
  connection = std::make_shared<internal::BatchingConnection>(
      connection, batching, options.time);
  connection = std::make_shared<internal::FlowControlConnection>(
      connection, options.flow_control, options.time);
  if (options.check.before_sending) {
    connection = std::make_shared<internal::CheckingConnection>(
        connection, options.check, options.time);
  }
  return connection;
}

}  // namespace trivsel::client
