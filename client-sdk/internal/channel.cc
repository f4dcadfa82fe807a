#include "client-sdk/internal/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

namespace trivsel::client::internal {
namespace {

// An answer about 1000 reports with 100 findings each is larger than any
// request may be.
constexpr int kMaxReceiveBytes = 64 * 1024 * 1024;
constexpr int kMaxSendBytes = 4 * 1024 * 1024;

grpc::ChannelArguments ChannelSettings() {
  grpc::ChannelArguments settings;
  // A dead peer is noticed within 40 s, also by a quiet stream of receipts.
  settings.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  settings.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  settings.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // The default grows to 120 s and turns a restart into an outage.
  settings.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  settings.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5'000);
  // Despite its name: how long a connection with its TLS may take.
  settings.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5'000);
  // Our own loop knows what may be repeated; gRPC's does not.
  settings.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  settings.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  settings.SetMaxSendMessageSize(kMaxSendBytes);
  return settings;
}

}  // namespace

bool IsLoopback(std::string_view endpoint) {
  if (endpoint.substr(0, 5) == "unix:") return true;
  if (endpoint.substr(0, 5) == "[::1]") return true;
  const std::string_view host = endpoint.substr(0, endpoint.rfind(':'));
  if (host == "localhost") return true;
  // Digits and dots only: 127.example.org is somebody else.
  return host.substr(0, 4) == "127." &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& endpoint,
                                           const TlsMaterial* tls) {
  auto credentials = grpc::InsecureChannelCredentials();
  if (tls != nullptr) {
    grpc::SslCredentialsOptions pem;
    pem.pem_cert_chain = tls->certificate_chain;
    pem.pem_private_key = tls->key;
    pem.pem_root_certs = tls->roots;
    credentials = grpc::SslCredentials(pem);
  }
  return grpc::CreateCustomChannel(endpoint, credentials, ChannelSettings());
}

}  // namespace trivsel::client::internal
