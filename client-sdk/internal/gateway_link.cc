#include "client-sdk/internal/gateway_link.h"

#include "client-sdk/internal/channel.h"

namespace trivsel::client::internal {

absl::StatusOr<std::unique_ptr<GatewayLinks>> GatewayLinks::Create(
    const Options& options) {
  std::shared_ptr<grpc::Channel> channel;
  TlsStamps stamps;
  if (options.insecure) {
    if (!IsLoopback(options.endpoint)) {
      return absl::InvalidArgumentError(
          "insecure is only for an endpoint on loopback, not for " +
          options.endpoint);
    }
    channel = MakeChannel(options.endpoint, nullptr);
  } else {
    stamps = StampsOf(options.tls);
    const auto material = ReadTlsFiles(options.tls);
    if (!material.ok()) return material.status();
    channel = MakeChannel(options.endpoint, &*material);
  }
  return std::unique_ptr<GatewayLinks>(
      new GatewayLinks(options.endpoint, options.insecure, options.tls, stamps,
                       std::make_shared<GatewayLink>(std::move(channel))));
}

std::shared_ptr<GatewayLink> GatewayLinks::Current() {
  // Let go of after the lock: the last call on it waits for its watcher.
  std::shared_ptr<GatewayLink> old;
  std::lock_guard lock(mutex_);
  if (insecure_) return current_;
  // Looked at before they are read: a change in between is seen next time.
  const TlsStamps stamps = StampsOf(files_);
  if (stamps == stamps_) return current_;
  stamps_ = stamps;
  const auto material = ReadTlsFiles(files_);
  if (!material.ok()) return current_;
  old = std::move(current_);
  current_ = std::make_shared<GatewayLink>(MakeChannel(endpoint_, &*material));
  return current_;
}

}  // namespace trivsel::client::internal
