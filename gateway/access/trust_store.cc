#include "gateway/access/trust_store.h"

#include <algorithm>
#include <utility>

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using token::PublicKey;

constexpr absl::Duration kRetryFetch = absl::Seconds(30);

// The issuer's own files first: they are what operators decided.
std::vector<PublicKey> Merge(std::vector<PublicKey> keys,
                             std::vector<PublicKey> more) {
  for (PublicKey& key : more) {
    const bool known =
        std::any_of(keys.begin(), keys.end(), [&key](const PublicKey& other) {
          return other.certificate_thumbprint() == key.certificate_thumbprint();
        });
    if (!known) keys.push_back(std::move(key));
  }
  return keys;
}

template <typename Names>
std::vector<std::string> List(const Names& names) {
  return {names.begin(), names.end()};
}

token::Trust WithoutIssuers(const v1::AccessPolicy& policy) {
  token::Trust trust;
  trust.retired_issuers = List(policy.retired_issuers());
  trust.service_entity_ids = List(policy.service_entity_ids());
  trust.reporter_roles = List(policy.reporter_roles());
  trust.max_skew = absl::Seconds(policy.max_skew_seconds());
  trust.max_lifetime = absl::Seconds(policy.max_token_seconds());
  return trust;
}

bool SameIssuers(const token::Trust& a, const token::Trust& b) {
  const auto same_key = [](const PublicKey& x, const PublicKey& y) {
    return x.certificate_thumbprint() == y.certificate_thumbprint();
  };
  return std::equal(a.issuers.begin(), a.issuers.end(), b.issuers.begin(),
                    b.issuers.end(),
                    [&](const token::Issuer& x, const token::Issuer& y) {
                      return x.entity_id == y.entity_id &&
                             std::equal(x.keys.begin(), x.keys.end(),
                                        y.keys.begin(), y.keys.end(), same_key);
                    });
}

bool Same(const TrustSnapshot& a, const TrustSnapshot& b) {
  return a.policy.SerializeAsString() == b.policy.SerializeAsString() &&
         SameIssuers(a.trust, b.trust);
}

std::vector<TrustedCertificate> CertificatesOf(const TrustSnapshot& snapshot,
                                               const LoadedPolicy& loaded) {
  std::vector<TrustedCertificate> all;
  for (size_t i = 0; i < snapshot.trust.issuers.size(); ++i) {
    const token::Issuer& issuer = snapshot.trust.issuers[i];
    const size_t own = loaded.issuers[i].keys.size();
    for (size_t k = 0; k < issuer.keys.size(); ++k) {
      const PublicKey& key = issuer.keys[k];
      all.push_back({issuer.entity_id, key.subject(),
                     token::Hex(key.certificate_thumbprint()), key.not_before(),
                     key.not_after(), k >= own});
    }
  }
  return all;
}

}  // namespace

TrustStore::TrustStore(Options options, const Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      metadata_(options_.fetch, std::max(kRetryFetch, options_.look_every),
                clock) {}

TrustStore::~TrustStore() { Stop(); }

absl::Status TrustStore::ReadPolicy() {
  std::vector<WatchedFile> seen;
  auto loaded = LoadAccessPolicy(options_.policy_file, &seen);
  policy_status_ = loaded.status();
  if (loaded.ok()) loaded_ = *std::move(loaded);
  metadata_.Follow(loaded_, &seen);
  files_ = std::move(seen);
  return policy_status_;
}

bool TrustStore::PolicyChanged() const {
  return std::any_of(files_.begin(), files_.end(), HasChanged);
}

absl::Status TrustStore::Rebuild() {
  auto next = std::make_unique<TrustSnapshot>();
  next->policy = loaded_.policy;
  next->trust = WithoutIssuers(loaded_.policy);
  for (size_t i = 0; i < loaded_.issuers.size(); ++i) {
    const std::string& name =
        loaded_.policy.issuers(static_cast<int>(i)).entity_id();
    next->trust.issuers.push_back(
        {name, Merge(loaded_.issuers[i].keys, metadata_.KeysOf(name))});
  }
  Publish(std::move(next));
  return policy_status_.ok() ? metadata_.status() : policy_status_;
}

void TrustStore::Publish(std::unique_ptr<TrustSnapshot> next) {
  std::lock_guard lock(mutex_);
  if (current_->version > 0 && Same(*current_, *next)) return;
  next->version = current_->version + 1;
  current_ = std::move(next);
}

void TrustStore::Report(const absl::Status& status) {
  TrustReport report;
  report.status = status;
  report.in_force = current();
  const std::string told =
      std::to_string(report.in_force->version) + " " + status.ToString();
  if (told == reported_) return;
  reported_ = told;
  if (!options_.on_report) return;
  report.certificates = CertificatesOf(*report.in_force, loaded_);
  options_.on_report(report);
}

absl::Status TrustStore::Load() {
  if (absl::Status status = ReadPolicy(); !status.ok()) {
    Report(status);
    return status;
  }
  metadata_.FetchDue();
  metadata_.Take();
  Report(Rebuild());
  return absl::OkStatus();
}

void TrustStore::Look() {
  const bool changed = PolicyChanged();
  if (changed) ReadPolicy().IgnoreError();
  const bool fetched = metadata_.Take();
  if (changed || fetched) Report(Rebuild());
}

void TrustStore::Start() {
  watch_.Start(
      options_.look_every, [this] { Look(); },
      [this] { metadata_.FetchDue(); });
}

void TrustStore::Stop() { watch_.Stop(); }

std::shared_ptr<const TrustSnapshot> TrustStore::current() const {
  std::lock_guard lock(mutex_);
  return current_;
}

}  // namespace trivsel::gateway::access
