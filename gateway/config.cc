#include "gateway/config.h"

#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/access/access_policy.h"
#include "gateway/https_door.h"
#include "gateway/login_door.h"
#include "gateway/onward.h"
#include "gateway/server_credentials.h"
#include "gateway/store/retention.h"

namespace trivsel::gateway {
namespace {

absl::Status Complaint(const std::string& text) {
  return absl::FailedPreconditionError(text);
}

// HOST:PORT; a host with colons of its own in brackets.
struct Address {
  std::string_view host, port;
};

Address Split(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos) return {address, ""};
  return {address.substr(0, colon), address.substr(colon + 1)};
}

bool IsLoopback(std::string_view address) {
  const std::string_view host = Split(address).host;
  if (host == "localhost" || host == "[::1]") return true;
  // Digits and dots only: 127.example.org is somewhere else.
  return host.substr(0, 4) == "127." &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// gRPC takes 443 for a missing port and folds one that is too large.
absl::Status CheckAddress(const char* option, std::string_view address) {
  const auto [host, port] = Split(address);
  const bool bracketed = host.substr(0, 1) == "[" && host.back() == ']';
  uint32_t number = 0;
  if (host.empty() ||
      (!bracketed && host.find(':') != std::string_view::npos) ||
      !absl::SimpleAtoi(absl::string_view(port.data(), port.size()), &number) ||
      number > 65535) {
    return Complaint(absl::StrCat(option, " must be HOST:PORT, not '",
                                  std::string(address), "'"));
  }
  return absl::OkStatus();
}

absl::Status CheckDoor(const Config& config) {
  absl::Status status = CheckAddress("--listen", config.listen);
  if (status.ok() && !config.metrics_listen.empty()) {
    status = CheckAddress("--metrics-listen", config.metrics_listen);
  }
  if (!status.ok()) return status;
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

absl::Status CheckHttps(const Config& config) {
  if (config.https.listen.empty()) {
    return config.https.cert.empty() && config.https.key.empty()
               ? absl::OkStatus()
               : Complaint(
                     "--https-cert and --https-key go with "
                     "--https-listen only");
  }
  absl::Status status = CheckAddress("--https-listen", config.https.listen);
  return status.ok() ? CheckHttpsDoor(config) : status;
}

absl::Status CheckAccess(const Config& config) {
  if (config.help_url.find_first_of(" #\"\\<>\n\r") != std::string::npos) {
    return Complaint("--help-url must be a URL without a fragment");
  }
  if (!config.access_policy.empty()) {
    std::vector<access::WatchedFile> seen;
    return access::LoadAccessPolicy(config.access_policy, &seen).status();
  }
  if (config.insecure || config.certificate_login) return absl::OkStatus();
  return Complaint(
      "--access-policy is needed: whose tokens are trusted; or "
      "--certificate-login, so that a registered certificate alone is enough");
}

}  // namespace

absl::Status CheckConfig(const Config& config) {
  if (absl::Status status = CheckDoor(config); !status.ok()) return status;
  if (absl::Status status = CheckAccess(config); !status.ok()) return status;
  if (absl::Status status = CheckHttps(config); !status.ok()) return status;
  if (absl::Status status = CheckLogin(config); !status.ok()) return status;
  if (auto keep = store::KeepContent::Parse(config.keep_content); !keep.ok()) {
    return Complaint(
        absl::StrCat("--keep-content: ", std::string(keep.status().message())));
  }
  const DestinationConfig& destination = config.destination;
  if (destination.name.empty()) {
    return Complaint("--destination-name must not be empty");
  }
  if (destination.cert.empty() != destination.key.empty()) {
    return Complaint("--destination-cert and --destination-key go together");
  }
  return destination.url.empty() ? absl::OkStatus()
                                 : Onward::Check(destination);
}

}  // namespace trivsel::gateway
