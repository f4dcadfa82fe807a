#include "client-sdk/cli/token_options.h"

#include <algorithm>
#include <string>

#include "client-sdk/internal/danish_status.h"

namespace trivsel::cli {
namespace {

constexpr double kStsSeconds = 10;

}  // namespace

client::StsOptions StsOptionsOf(const GatewayArguments& gateway) {
  client::StsOptions options;
  options.url = gateway.sts_url;
  options.service = gateway.sts_service;
  options.municipality = gateway.municipality;
  options.tls = {gateway.certificate_file, gateway.key_file,
                 gateway.sts_ca_file};
  options.timeout =
      absl::Seconds(std::min(gateway.timeout_seconds, kStsSeconds));
  return options;
}

absl::Status CheckStsArguments(const GatewayArguments& gateway) {
  std::string missing;
  const auto need = [&](const std::string& value, const char* option) {
    if (value.empty())
      missing += std::string(missing.empty() ? "" : ", ") + option;
  };
  need(gateway.sts_url, "--sts");
  need(gateway.sts_service, "--sts-service");
  need(gateway.municipality, "--municipality");
  need(gateway.certificate_file, "--cert");
  need(gateway.key_file, "--key");
  if (!missing.empty()) {
    return client::internal::DanishStatus(
        absl::StatusCode::kInvalidArgument,
        "for at hente et token mangler " + missing,
        "to fetch a token there is no " + missing);
  }
  return client::CheckStsOptions(StsOptionsOf(gateway));
}

absl::StatusOr<std::shared_ptr<client::TokenSource>> TokenSourceOf(
    const GatewayArguments& gateway) {
  if (!gateway.token_file.empty()) return client::TokenFile(gateway.token_file);
  if (gateway.sts_url.empty()) return std::shared_ptr<client::TokenSource>();
  const absl::Status checked = CheckStsArguments(gateway);
  if (!checked.ok()) return checked;
  auto source = client::StsTokenSource::Create(StsOptionsOf(gateway));
  if (!source.ok()) return source.status();
  return std::shared_ptr<client::TokenSource>(*std::move(source));
}

}  // namespace trivsel::cli
