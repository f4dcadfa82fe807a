// The connection that new calls use; made anew when the certificate is.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_GATEWAY_LINK_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_GATEWAY_LINK_H_

#include <grpcpp/channel.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "client-sdk/internal/channel_watcher.h"
#include "client-sdk/internal/tls_material.h"
#include "trivsel/client/options.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::client::internal {

// A channel and what calls it. A call holds it until it is answered.
struct GatewayLink {
  explicit GatewayLink(std::shared_ptr<grpc::Channel> c)
      : channel(std::move(c)),
        stub(gateway::v1::ReportService::NewStub(channel)),
        watcher(channel) {}

  const std::shared_ptr<grpc::Channel> channel;
  const std::unique_ptr<gateway::v1::ReportService::Stub> stub;
  const ChannelWatcher watcher;
};

// Looks at the TLS files before each call. Changed ones that can be used mean
// a new channel at once, not only when the old connection ends: a token is
// bound to the certificate, and both are replaced together. Calls on their way
// end on the old one. Files that cannot be used (half written) are passed over
// until they change again. Thread safe.
class GatewayLinks {
 public:
  // INVALID_ARGUMENT: see ReadTlsFiles; or no TLS for an endpoint that is not
  // loopback.
  static absl::StatusOr<std::unique_ptr<GatewayLinks>> Create(
      const Options& options);

  std::shared_ptr<GatewayLink> Current();

 private:
  GatewayLinks(std::string endpoint, bool insecure, TlsFiles files,
               TlsStamps stamps, std::shared_ptr<GatewayLink> first)
      : endpoint_(std::move(endpoint)),
        insecure_(insecure),
        files_(std::move(files)),
        stamps_(stamps),
        current_(std::move(first)) {}

  const std::string endpoint_;
  const bool insecure_;
  const TlsFiles files_;
  std::mutex mutex_;
  TlsStamps stamps_;  // of the files last tried
  std::shared_ptr<GatewayLink> current_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_GATEWAY_LINK_H_
