#include "gateway/login/login_policy.h"

#include <functional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/access/access_policy.h"
#include "gateway/access/operator.h"
#include "gateway/access/policy_file.h"
#include "gateway/login/key_files.h"

namespace trivsel::gateway::login {
namespace {

using access::BadField;
using access::CheckName;

constexpr int kMaxEntries = 200;

template <typename List>
absl::Status CheckNames(const std::string& field, const List& list) {
  if (list.size() > kMaxEntries) {
    return BadField(field, absl::StrCat("more than ", kMaxEntries));
  }
  for (const std::string& text : list) {
    if (absl::Status bad = CheckName(field, text); !bad.ok()) return bad;
  }
  return absl::OkStatus();
}

// The number, with its default in the place of 0.
absl::Status Fill(const std::string& field, int32_t if_zero, int32_t highest,
                  int32_t value, const std::function<void(int32_t)>& set) {
  if (value < 0 || value > highest) {
    return BadField(field,
                    absl::StrCat("must be 0 to ", highest, ", is ", value));
  }
  if (value == 0) set(if_zero);
  return absl::OkStatus();
}

absl::Status CheckSaml(v1::SamlLogin* saml) {
  const std::string field = "saml.";
  absl::Status ok = CheckName(field + "idp_entity_id", saml->idp_entity_id());
  if (ok.ok()) ok = CheckName(field + "entity_id", saml->entity_id());
  if (ok.ok() && saml->idp_metadata().empty()) {
    ok = BadField(field + "idp_metadata", "is empty");
  }
  if (ok.ok() && saml->idp_metadata().find("://") != std::string::npos &&
      !access::IsUrl(saml->idp_metadata())) {
    ok = BadField(field + "idp_metadata", "must be a file or an https:// URL");
  }
  if (ok.ok() && saml->idp_metadata_certificate_files().empty()) {
    ok = BadField(field + "idp_metadata_certificate_files",
                  "none: who would have signed the metadata?");
  }
  if (ok.ok() && saml->certificate_files().empty()) {
    ok = BadField(field + "certificate_files", "none");
  }
  if (ok.ok() && (saml->certificate_files_size() != saml->key_files_size() ||
                  saml->key_files_size() > 8)) {
    ok = BadField(field + "key_files", "one for each certificate, at most 8");
  }
  if (ok.ok()) {
    ok = Fill(field + "idp_metadata_refresh_seconds", 3600, 7 * 86400,
              saml->idp_metadata_refresh_seconds(), [saml](int32_t value) {
                saml->set_idp_metadata_refresh_seconds(value);
              });
  }
  return ok;
}

absl::Status CheckOidc(v1::OidcLogin* oidc) {
  absl::Status ok = CheckName("oidc.issuer", oidc->issuer());
  if (ok.ok() && !access::IsUrl(oidc->issuer())) {
    ok = BadField("oidc.issuer", "must be an https:// URL");
  }
  if (ok.ok()) ok = CheckName("oidc.client_id", oidc->client_id());
  if (ok.ok()) ok = CheckNames("oidc.scopes", oidc->scopes());
  if (ok.ok() &&
      oidc->client_secret_file().empty() == oidc->client_key_file().empty()) {
    ok = BadField("oidc",
                  "needs client_secret_file or client_key_file, one of them");
  }
  if (!ok.ok()) return ok;
  if (oidc->scopes().empty()) oidc->add_scopes("openid");
  if (oidc->user_claim().empty()) oidc->set_user_claim("sub");
  if (oidc->name_claim().empty()) oidc->set_name_claim("name");
  if (oidc->cvr_claim().empty()) oidc->set_cvr_claim("cvr");
  if (oidc->privileges_claim().empty()) oidc->set_privileges_claim("priv");
  if (oidc->assurance_claim().empty()) oidc->set_assurance_claim("loa");
  return absl::OkStatus();
}

absl::Status CheckRoles(const v1::LoginPolicy& policy) {
  if (policy.roles().empty()) {
    return BadField("roles", "none: nobody could come in");
  }
  if (policy.roles_size() > kMaxEntries) {
    return BadField("roles", absl::StrCat("more than ", kMaxEntries));
  }
  for (const v1::RoleMapping& mapping : policy.roles()) {
    absl::Status ok = CheckName("roles.uri", mapping.uri());
    if (!ok.ok()) return ok;
    if (!access::RightOf(mapping.role())) {
      return BadField(
          "roles.role",
          "must be reader, operator, delivery_manager or registrar");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSubjects(const v1::LoginPolicy& policy) {
  absl::Status ok = CheckNames("kle_constraints", policy.kle_constraints());
  if (ok.ok()) ok = CheckNames("kle_subjects", policy.kle_subjects());
  if (!ok.ok()) return ok;
  for (const std::string& cvr : policy.all_municipalities_cvrs()) {
    if (cvr.size() != 8 ||
        cvr.find_first_not_of("0123456789") != std::string::npos) {
      return BadField("all_municipalities_cvrs", "must have eight digits");
    }
  }
  return absl::OkStatus();
}

absl::Status FillNumbers(v1::LoginPolicy* policy) {
  v1::SessionLimits* limits = policy->mutable_sessions();
  absl::Status ok =
      Fill("sessions.idle_seconds", 1800, 86400, limits->idle_seconds(),
           [limits](int32_t v) { limits->set_idle_seconds(v); });
  if (ok.ok()) {
    ok = Fill("sessions.absolute_seconds", 28800, 86400,
              limits->absolute_seconds(),
              [limits](int32_t v) { limits->set_absolute_seconds(v); });
  }
  if (ok.ok()) {
    ok = Fill("sessions.per_user", 5, 100, limits->per_user(),
              [limits](int32_t v) { limits->set_per_user(v); });
  }
  if (ok.ok()) {
    ok = Fill("sessions.total", 2000, 100'000, limits->total(),
              [limits](int32_t v) { limits->set_total(v); });
  }
  if (ok.ok()) {
    ok = Fill("max_skew_seconds", 120, 300, policy->max_skew_seconds(),
              [policy](int32_t v) { policy->set_max_skew_seconds(v); });
  }
  return ok;
}

void MakePathsAbsolute(const std::string& path, v1::LoginPolicy* policy) {
  const auto in_folder = [&path](std::string* file) {
    if (!file->empty() && !access::IsUrl(*file))
      *file = access::BesidePolicy(path, *file);
  };
  if (policy->has_saml()) {
    v1::SamlLogin* saml = policy->mutable_saml();
    in_folder(saml->mutable_idp_metadata());
    in_folder(saml->mutable_idp_metadata_ca_file());
    for (auto* files :
         {saml->mutable_idp_metadata_certificate_files(),
          saml->mutable_certificate_files(), saml->mutable_key_files()}) {
      for (std::string& file : *files) in_folder(&file);
    }
  }
  if (policy->has_oidc()) {
    v1::OidcLogin* oidc = policy->mutable_oidc();
    in_folder(oidc->mutable_ca_file());
    in_folder(oidc->mutable_client_secret_file());
    in_folder(oidc->mutable_client_key_file());
  }
}

absl::Status LoadSaml(std::vector<access::WatchedFile>* seen,
                      LoadedLogin* loaded) {
  const v1::SamlLogin& saml = loaded->policy.saml();
  for (int i = 0; i < saml.key_files_size(); ++i) {
    auto own = ReadOwnKey(saml.certificate_files(i), saml.key_files(i), seen);
    if (!own.ok()) return own.status();
    loaded->own.push_back(*std::move(own));
  }
  for (const std::string& file : saml.idp_metadata_certificate_files()) {
    auto keys = access::ReadCertificates(file, seen);
    if (!keys.ok()) return keys.status();
    for (auto& key : *keys) loaded->metadata_signers.push_back(std::move(key));
  }
  return absl::OkStatus();
}

absl::Status LoadOidc(std::vector<access::WatchedFile>* seen,
                      LoadedLogin* loaded) {
  const v1::OidcLogin& oidc = loaded->policy.oidc();
  if (!oidc.client_key_file().empty()) {
    auto key = ReadPrivateKey(oidc.client_key_file(), seen);
    if (!key.ok()) return key.status();
    loaded->client_key = *std::move(key);
    return absl::OkStatus();
  }
  auto secret = access::ReadWatched(oidc.client_secret_file(), 4096, seen);
  if (!secret.ok()) return secret.status();
  loaded->client_secret = std::string(absl::StripAsciiWhitespace(*secret));
  return loaded->client_secret.empty()
             ? BadField(oidc.client_secret_file(), "is empty")
             : absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::LoginPolicy> ParseLoginPolicy(std::string_view text) {
  v1::LoginPolicy policy;
  absl::Status ok = access::ParsePolicyText(text, &policy);
  if (ok.ok() && !policy.has_saml() && !policy.has_oidc()) {
    ok = BadField("saml, oidc", "neither is there: nobody could log in");
  }
  if (ok.ok() && policy.has_saml()) ok = CheckSaml(policy.mutable_saml());
  if (ok.ok() && policy.has_oidc()) ok = CheckOidc(policy.mutable_oidc());
  if (ok.ok()) ok = CheckRoles(policy);
  if (ok.ok()) ok = CheckSubjects(policy);
  if (ok.ok()) ok = FillNumbers(&policy);
  if (!ok.ok()) return ok;
  return policy;
}

absl::StatusOr<LoadedLogin> LoadLoginPolicy(
    const std::string& path, std::vector<access::WatchedFile>* seen) {
  auto text = access::ReadWatched(path, access::kMaxPolicyBytes, seen);
  if (!text.ok()) return text.status();
  auto policy = ParseLoginPolicy(*text);
  if (!policy.ok()) return access::NamingFile(path, policy.status());
  LoadedLogin loaded;
  loaded.policy = *std::move(policy);
  MakePathsAbsolute(path, &loaded.policy);
  absl::Status ok = absl::OkStatus();
  if (loaded.policy.has_saml()) ok = LoadSaml(seen, &loaded);
  if (ok.ok() && loaded.policy.has_oidc()) ok = LoadOidc(seen, &loaded);
  if (!ok.ok()) return access::NamingFile(path, ok);
  return loaded;
}

}  // namespace trivsel::gateway::login
