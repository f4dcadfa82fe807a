#include "gateway/https_door.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/access/token_exchange.h"
#include "gateway/help_page.h"
#include "gateway/telemetry/metric_names.h"
#include "gateway/token_door.h"

namespace trivsel::gateway {
namespace {

http::TlsFiles FilesOf(const Config& config) {
  const HttpsConfig& https = config.https;
  return {https.cert.empty() ? config.tls_cert : https.cert,
          https.key.empty() ? config.tls_key : https.key, config.tls_client_ca};
}

// The first DNS name of a certificate file; empty if there is none.
std::string DnsName(const std::string& file) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_file(file.c_str(), "r"), BIO_free);
  if (in == nullptr) return "";
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), X509_free);
  if (certificate == nullptr) return "";
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
          certificate.get(), NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get());
       ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    const ASN1_IA5STRING* text = name->d.dNSName;
    return std::string(
        reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
        static_cast<size_t>(ASN1_STRING_length(text)));
  }
  return "";
}

// Without a slash at its end.
std::string UrlOf(const Config& config, const std::string& address) {
  std::string url = config.https.url;
  while (!url.empty() && url.back() == '/') url.pop_back();
  if (!url.empty()) return url;
  const std::string name = DnsName(FilesOf(config).cert);
  const size_t colon = address.rfind(':');
  return absl::StrCat("https://",
                      name.empty() ? address.substr(0, colon) : name,
                      address.substr(colon));
}

std::function<std::shared_ptr<const access::TrustSnapshot>()> TrustOf(
    const Entrance& entrance) {
  if (const access::TrustStore* trust = entrance.trust()) {
    return [trust] { return trust->current(); };
  }
  // No policy: no STS is trusted.
  return [nobody = std::make_shared<const access::TrustSnapshot>()] {
    return nobody;
  };
}

access::SpendAssertion SpendBy(store::UsedAssertions* used) {
  return [used](const validator::token::Sha256& hash, absl::Time expires) {
    return used->Use(
        std::string_view(reinterpret_cast<const char*>(hash.data()),
                         hash.size()),
        expires);
  };
}

}  // namespace

absl::Status CheckHttpsDoor(const Config& config) {
  const HttpsConfig& https = config.https;
  if (https.cert.empty() != https.key.empty()) {
    return absl::FailedPreconditionError(
        "--https-cert and --https-key go together");
  }
  const http::TlsFiles files = FilesOf(config);
  if (files.cert.empty() || files.key.empty() || files.client_ca.empty()) {
    return absl::FailedPreconditionError(
        "--https-listen needs a certificate (--https-cert and --https-key, or "
        "--tls-cert and --tls-key) and --tls-client-ca");
  }
  const std::string_view url = https.url;
  if (!url.empty() &&
      (!url.starts_with("https://") || url == "https://" ||
       url.find_first_of(" ?#\"\\<>\n\r") != std::string_view::npos)) {
    return absl::FailedPreconditionError(
        "--https-url must be https://HOST[:PORT]");
  }
  return http::CheckFiles(files);
}

absl::StatusOr<std::unique_ptr<HttpsDoor>> HttpsDoor::Open(const Config& config,
                                                           Parts parts) {
  if (config.https.listen.empty()) return nullptr;
  std::unique_ptr<HttpsDoor> door(new HttpsDoor(parts.pool));
  if (absl::Status status = door->Start(config, parts); !status.ok()) {
    return status;
  }
  return door;
}

http::Routes HttpsDoor::MakeRoutes(const Config& config, const Parts& parts,
                                   const std::string& address) {
  const std::string url = UrlOf(config, address);
  help_url_ = absl::StrCat(url, kHelpPath);
  standard_url_ = absl::StrCat(url, "/standard");
  access::TokenExchange::Settings settings;
  // A client may name the endpoint or the server it is at.
  settings.audiences = {absl::StrCat(url, kTokenPath), url,
                        absl::StrCat(url, "/")};
  settings.help_url = config.help_url.empty() ? help_url_ : config.help_url;
  auto exchange = std::make_shared<const access::TokenExchange>(
      access::TokenExchange::Parts{
          parts.entrance.directory(), TrustOf(parts.entrance),
          parts.entrance.own_tokens(), SpendBy(&used_), parts.clock},
      settings);
  http::Routes routes;
  AddTokenRoute(std::move(exchange), settings.help_url, parts.metrics, &routes);
  http::Route help;
  help.method = "GET";
  help.path = kHelpPath;
  help.handle = AccessHelp;
  routes.Add(std::move(help));
  if (parts.login != nullptr) parts.login->AddRoutes(url, &routes);
  if (parts.console != nullptr) parts.console->AddRoutes(&routes);
  route_names_ = routes.Names();
  return routes;
}

absl::Status HttpsDoor::Start(const Config& config, const Parts& parts) {
  http::HttpOptions options;
  options.listen = config.https.listen;
  options.tls = FilesOf(config);
  options.metrics = &parts.metrics;
  auto started =
      http::HttpServer::Start(options, [&](const std::string& address) {
        return MakeRoutes(config, parts, address);
      });
  if (!started.ok()) return started.status();
  server_ = *std::move(started);
  parts.metrics.GaugeFrom(
      telemetry::metric::kHttpConnections, "Connections at the HTTPS door.",
      [this] { return static_cast<double>(server_->connections()); });
  return absl::OkStatus();
}

}  // namespace trivsel::gateway
