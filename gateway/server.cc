#include "gateway/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/server_credentials.h"

namespace trivsel::gateway {
namespace {

constexpr int kMaxRequestBytes = 4 * 1024 * 1024;
// A report by itself fits, mostly; of a batch of a hundred it is the beginning.
constexpr int kUninvitedBytes = 8 * 1024;

void SetLimits(const Config& config, grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(kMaxRequestBytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1024);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 * 1024);
  // Until a call is let in, which its headers decide, no more of its message is
  // sent. Windows that gRPC tunes by itself soon let in all of it.
  builder->AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES,
                              kUninvitedBytes);
  // A second gateway on the same port must fail, not share it.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  builder->AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  // So that balancers spread again, and new certificates get used.
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 30 * 60'000);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 60'000);
  grpc::ResourceQuota quota("trivsel-gateway");
  quota.Resize(static_cast<size_t>(config.max_in_flight_bytes) * 8);
  builder->SetResourceQuota(quota);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const Config& config, const std::vector<grpc::Service*>& services) {
  std::unique_ptr<Server> server(new Server());
  grpc::EnableDefaultHealthCheckService(false);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  SetLimits(config, &builder);
  int port = 0;
  builder.AddListeningPort(
      config.listen,
      config.insecure ? grpc::InsecureServerCredentials()
                      : MakeServerCredentials({config.tls_cert, config.tls_key,
                                               config.tls_client_ca}),
      &port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  builder.RegisterService(&server->health_);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || port == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", config.listen));
  }
  server->address_ =
      absl::StrCat(config.listen.substr(0, config.listen.rfind(':') + 1), port);
  return server;
}

void Server::Shutdown(absl::Duration patience) {
  health_.Shutdown();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + patience));
  server_->Wait();
}

}  // namespace trivsel::gateway
