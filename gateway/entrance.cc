#include "gateway/entrance.h"

#include <string>
#include <utility>

#include "gateway/access/fingerprint.h"
#include "gateway/access/watched_file.h"
#include "gateway/telemetry/log.h"
#include "gateway/telemetry/metric_names.h"
#include "gateway/url_fetch.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;
using Sample = telemetry::Metrics::Sample;
namespace metric = telemetry::metric;

constexpr size_t kMaxCertificateBytes = 1024 * 1024;

void LogRefresh(const absl::StatusOr<int64_t>& version) {
  if (version.ok()) {
    Log(LogLevel::kInfo, "registry_refreshed", {{"version", *version}});
  } else {
    Log(LogLevel::kWarning, "registry_unreadable",
        {{"cause", std::string(version.status().message())}});
  }
}

double DaysUntil(absl::Time end, absl::Time now) {
  return absl::ToDoubleHours(end - now) / 24;
}

// A certificate without an end, as far as anybody knows, has none to warn of.
void AddDaysLeft(const char* use, std::string holder, std::string subject,
                 std::string thumbprint, absl::Time end, absl::Time now,
                 std::vector<Sample>* samples) {
  if (end == absl::InfiniteFuture()) return;
  samples->push_back({{{"use", use},
                       {"holder", std::move(holder)},
                       {"subject", std::move(subject)},
                       {"thumbprint", std::move(thumbprint)}},
                      DaysUntil(end, now)});
}

}  // namespace

std::unique_ptr<access::TrustStore> Entrance::MakeTrust(const Config& config,
                                                        const Clock& clock,
                                                        Entrance* entrance) {
  if (config.access_policy.empty()) return nullptr;
  access::TrustStore::Options options;
  options.policy_file = config.access_policy;
  options.fetch = FetchHttps;
  options.on_report = [entrance](const access::TrustReport& report) {
    entrance->OnTrust(report);
  };
  return std::make_unique<access::TrustStore>(std::move(options), clock);
}

Entrance::Entrance(const Config& config, const Parts& parts)
    : config_(config),
      clock_(parts.clock),
      directory_(parts.registry, parts.clock, LogRefresh),
      trust_(MakeTrust(config, parts.clock, this)),
      own_tokens_(parts.secret, parts.clock),
      authenticator_(directory_, trust_.get(), &own_tokens_, parts.clock,
                     {config.certificate_login, config.insecure_submitter}) {}

absl::StatusOr<std::unique_ptr<Entrance>> Entrance::Open(const Config& config,
                                                         Parts parts) {
  std::unique_ptr<Entrance> entrance(new Entrance(config, parts));
  if (absl::Status status = entrance->Load(); !status.ok()) return status;
  entrance->AddMetrics(parts.metrics);
  return entrance;
}

absl::Status Entrance::Load() {
  if (absl::Status status = directory_.Load(); !status.ok()) return status;
  if (trust_ != nullptr) {
    if (absl::Status status = trust_->Load(); !status.ok()) return status;
    trust_->Start();
  }
  directory_.Start();
  return absl::OkStatus();
}

void Entrance::Stop() {
  if (trust_ != nullptr) trust_->Stop();
  directory_.Stop();
}

void Entrance::OnTrust(const access::TrustReport& report) {
  const auto& policy = report.in_force->policy;
  directory_.RequireDocuments(!policy.documents_not_required());
  Log(LogLevel::kInfo, "access_policy_in_force",
      {{"version", report.in_force->version},
       {"issuers", int64_t{policy.issuers_size()}},
       {"certificates", static_cast<int64_t>(report.certificates.size())}});
  if (!report.status.ok()) {
    Log(LogLevel::kError, "access_policy_unusable",
        {{"cause", std::string(report.status.message())}});
  }
  for (const auto& issuer : policy.issuers()) {
    if (!issuer.sandbox()) continue;
    Log(LogLevel::kWarning, "sandbox_issuer_trusted",
        {{"issuer", issuer.entity_id()}});
  }
  std::lock_guard lock(mutex_);
  trusted_ = report.certificates;
  policy_usable_ = report.status.ok();
}

std::vector<Sample> Entrance::DaysLeft() const {
  const absl::Time now = clock_.Now();
  std::vector<Sample> samples;
  {
    std::lock_guard lock(mutex_);
    for (const access::TrustedCertificate& one : trusted_) {
      AddDaysLeft("sts", one.issuer, one.subject, one.thumbprint, one.not_after,
                  now, &samples);
    }
  }
  for (const auto& one : directory_.book()->Credentials()) {
    AddDaysLeft("client", one.holder, "", access::ToHex(one.fingerprint),
                one.not_after, now, &samples);
  }
  if (config_.tls_cert.empty()) return samples;
  std::vector<access::WatchedFile> ignored;
  auto pem =
      access::ReadWatched(config_.tls_cert, kMaxCertificateBytes, &ignored);
  if (!pem.ok()) return samples;
  if (auto facts = access::ReadCertificate(*pem); facts.ok()) {
    AddDaysLeft("server", "", facts->subject, access::ToHex(facts->fingerprint),
                facts->not_after, now, &samples);
  }
  return samples;
}

void Entrance::AddMetrics(telemetry::Metrics& metrics) {
  metrics.GaugesFrom(metric::kCertificateDaysLeft,
                     "Days until a certificate ends.",
                     [this] { return DaysLeft(); });
  metrics.GaugeFrom(metric::kAccessPolicyUsable,
                    "1: access policy, certificates and metadata can be used.",
                    [this] {
                      std::lock_guard lock(mutex_);
                      return policy_usable_ ? 1.0 : 0.0;
                    });
}

}  // namespace trivsel::gateway
