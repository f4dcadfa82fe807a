#include "client-sdk/internal/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <fstream>
#include <sstream>

namespace trivsel::client::internal {
namespace {

// An answer about 1000 reports with 100 findings each is larger than any
// request may be.
constexpr int kMaxReceiveBytes = 64 * 1024 * 1024;
constexpr int kMaxSendBytes = 4 * 1024 * 1024;

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().find("-----BEGIN ") == std::string::npos) {
    return absl::InvalidArgumentError("cannot read a PEM file: " + path);
  }
  return text.str();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsCredentials(
    const TlsFiles& files) {
  if (files.certificate.empty() != files.key.empty()) {
    return absl::InvalidArgumentError(
        "a client certificate and its key go together");
  }
  grpc::SslCredentialsOptions pem;
  const std::pair<const std::string*, std::string*> parts[] = {
      {&files.certificate, &pem.pem_cert_chain},
      {&files.key, &pem.pem_private_key},
      {&files.ca, &pem.pem_root_certs}};
  for (const auto& [path, text] : parts) {
    if (path->empty()) continue;
    auto read = ReadPem(*path);
    if (!read.ok()) return read.status();
    *text = *std::move(read);
  }
  return grpc::SslCredentials(pem);
}

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

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const Options& options) {
  if (options.insecure) {
    if (!IsLoopback(options.endpoint)) {
      return absl::InvalidArgumentError(
          "insecure is only for an endpoint on loopback, not for " +
          options.endpoint);
    }
    return grpc::CreateCustomChannel(options.endpoint,
                                     grpc::InsecureChannelCredentials(),
                                     ChannelSettings());
  }
  auto credentials = TlsCredentials(options.tls);
  if (!credentials.ok()) return credentials.status();
  return grpc::CreateCustomChannel(options.endpoint, *credentials,
                                   ChannelSettings());
}

}  // namespace trivsel::client::internal
