// The channel to the gateway: credentials and settings.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <string_view>

#include "client-sdk/internal/tls_material.h"

namespace trivsel::client::internal {

// localhost, 127.0.0.0/8, [::1] or a unix socket.
bool IsLoopback(std::string_view endpoint);

// Does not connect. With TLS it has a connection of its own, shared with no
// other channel. `tls` null: no TLS at all.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& endpoint,
                                           const TlsMaterial* tls);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_H_
