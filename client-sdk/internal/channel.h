// The channel to the gateway: credentials and settings.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "trivsel/client/options.h"

namespace trivsel::client::internal {

// localhost, 127.0.0.0/8, [::1] or a unix socket.
bool IsLoopback(std::string_view endpoint);

// Reads the TLS files; does not connect.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const Options& options);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_H_
