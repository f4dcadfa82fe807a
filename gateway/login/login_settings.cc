#include "gateway/login/login_settings.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;

constexpr absl::Duration kRetryFetch = absl::Seconds(30);

// The identity provider in the form in which issuers are followed.
access::LoadedPolicy AsIssuers(const LoadedLogin& loaded) {
  access::LoadedPolicy followed;
  if (!loaded.policy.has_saml()) return followed;
  const v1::SamlLogin& saml = loaded.policy.saml();
  v1::TrustedIssuer* issuer = followed.policy.add_issuers();
  issuer->set_entity_id(saml.idp_entity_id());
  issuer->set_metadata(saml.idp_metadata());
  issuer->set_metadata_ca_file(saml.idp_metadata_ca_file());
  issuer->set_metadata_refresh_seconds(saml.idp_metadata_refresh_seconds());
  access::PolicyIssuer files;
  files.metadata_signers = loaded.metadata_signers;
  followed.issuers.push_back(std::move(files));
  return followed;
}

}  // namespace

LoginSettings::LoginSettings(Options options, const Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      metadata_(options_.fetch, std::max(kRetryFetch, options_.look_every),
                clock) {}

absl::Status LoginSettings::ReadPolicy() {
  std::vector<access::WatchedFile> seen;
  auto loaded = LoadLoginPolicy(options_.policy_file, &seen);
  policy_status_ = loaded.status();
  if (loaded.ok()) loaded_ = *std::move(loaded);
  metadata_.Follow(AsIssuers(loaded_), &seen);
  files_ = std::move(seen);
  return policy_status_;
}

void LoginSettings::Rebuild() {
  auto next = std::make_shared<LoginSnapshot>();
  next->loaded = loaded_;
  if (loaded_.policy.has_saml()) {
    const std::string& name = loaded_.policy.saml().idp_entity_id();
    next->idp = {name, metadata_.KeysOf(name)};
    next->endpoints = metadata_.EndpointsOf(name);
  }
  std::lock_guard lock(mutex_);
  next->version = current_->version + 1;
  current_ = std::move(next);
}

void LoginSettings::Report() {
  const absl::Status status =
      policy_status_.ok() ? metadata_.status() : policy_status_;
  const auto snapshot = current();
  const std::string told =
      absl::StrCat(snapshot->version, " ", status.ToString());
  if (told == reported_) return;
  reported_ = told;
  if (options_.on_report) options_.on_report(*snapshot, status);
}

absl::Status LoginSettings::Load() {
  if (absl::Status status = ReadPolicy(); !status.ok()) return status;
  metadata_.FetchDue();
  metadata_.Take();
  Rebuild();
  Report();
  return absl::OkStatus();
}

void LoginSettings::Look() {
  const bool changed =
      std::any_of(files_.begin(), files_.end(), access::HasChanged);
  if (changed) ReadPolicy().IgnoreError();
  const bool fetched = metadata_.Take();
  if (!changed && !fetched) return;
  Rebuild();
  Report();
}

void LoginSettings::Start() {
  watch_.Start(
      options_.look_every, [this] { Look(); },
      [this] { metadata_.FetchDue(); });
}

void LoginSettings::Stop() { watch_.Stop(); }

std::shared_ptr<const LoginSnapshot> LoginSettings::current() const {
  std::lock_guard lock(mutex_);
  return current_;
}

}  // namespace trivsel::gateway::login
