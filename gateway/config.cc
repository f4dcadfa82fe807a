#include "gateway/config.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "gateway/server_credentials.h"

namespace trivsel::gateway {
namespace {

absl::Status Complaint(const std::string& text) {
  return absl::FailedPreconditionError(text);
}

bool IsLoopback(std::string_view address) {
  for (std::string_view host : {"127.", "[::1]:", "localhost:"}) {
    if (address.substr(0, host.size()) == host) return true;
  }
  return false;
}

absl::Status CheckDoor(const Config& config) {
  if (config.insecure) {
    if (!IsLoopback(config.listen)) {
      return Complaint(
          "--insecure listens on loopback only: say --listen 127.0.0.1:7443");
    }
    if (config.insecure_submitter.empty()) {
      return Complaint(
          "--insecure needs --insecure-submitter: who everybody is");
    }
    return absl::OkStatus();
  }
  if (!config.insecure_submitter.empty()) {
    return Complaint("--insecure-submitter goes with --insecure only");
  }
  if (config.tls_cert.empty() || config.tls_key.empty() ||
      config.tls_client_ca.empty()) {
    return Complaint(
        "--tls-cert, --tls-key and --tls-client-ca are needed (or --insecure "
        "on loopback)");
  }
  return CheckTlsFiles({config.tls_cert, config.tls_key, config.tls_client_ca});
}

}  // namespace

absl::Status CheckConfig(const Config& config) {
  if (absl::Status status = CheckDoor(config); !status.ok()) return status;
  const DestinationConfig& destination = config.destination;
  if (destination.name.empty()) {
    return Complaint("--destination-name must not be empty");
  }
  if (destination.cert.empty() != destination.key.empty()) {
    return Complaint("--destination-cert and --destination-key go together");
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway
