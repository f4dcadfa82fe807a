#include "gateway/access/access_policy.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/access/own_token.h"
#include "gateway/access/policy_file.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
using validator::token::PublicKey;

constexpr size_t kMaxKeys = 64;  // of one issuer

template <typename Names>
absl::Status CheckNames(const std::string& field, const Names& names) {
  if (names.size() > kMaxNames) {
    return BadField(field, absl::StrCat("more than ", kMaxNames));
  }
  for (const std::string& name : names) {
    if (absl::Status bad = CheckName(field, name); !bad.ok()) return bad;
  }
  return absl::OkStatus();
}

// Files may have blanks in their names.
template <typename Files>
absl::Status CheckFiles(const std::string& field, const Files& files) {
  if (files.size() > kMaxIssuerFiles) {
    return BadField(field, absl::StrCat("more than ", kMaxIssuerFiles));
  }
  for (const std::string& file : files) {
    if (file.empty() || file.size() > kMaxNameBytes) {
      return BadField(field, "is empty or too long");
    }
  }
  return absl::OkStatus();
}

// The number, with its default in the place of 0.
absl::StatusOr<int32_t> Number(const std::string& field, int32_t value,
                               int32_t if_zero, int32_t highest) {
  if (value < 0 || value > highest) {
    return BadField(field,
                    absl::StrCat("must be 0 to ", highest, ", is ", value));
  }
  return value == 0 ? if_zero : value;
}

absl::Status CheckMetadata(const std::string& field,
                           v1::TrustedIssuer* issuer) {
  const std::string& metadata = issuer->metadata();
  auto seconds = Number(field + ".metadata_refresh_seconds",
                        issuer->metadata_refresh_seconds(), 3600, 7 * 86400);
  if (!seconds.ok()) return seconds.status();
  issuer->set_metadata_refresh_seconds(*seconds);
  if (metadata.size() > kMaxNameBytes) {
    return BadField(field + ".metadata", "is too long");
  }
  if (absl::StrContains(metadata, "://") && !IsUrl(metadata)) {
    return BadField(field + ".metadata", "must be a file or an https:// URL");
  }
  if (IsUrl(metadata)) return CheckName(field + ".metadata", metadata);
  if (metadata.empty() && issuer->metadata_certificate_files_size() > 0) {
    return BadField(field + ".metadata_certificate_files",
                    "stands there without metadata");
  }
  return absl::OkStatus();
}

absl::Status CheckIssuer(const std::string& field, v1::TrustedIssuer* issuer) {
  absl::Status status = CheckName(field + ".entity_id", issuer->entity_id());
  if (status.ok()) {
    status =
        CheckFiles(field + ".certificate_files", issuer->certificate_files());
  }
  if (status.ok()) {
    status = CheckFiles(field + ".metadata_certificate_files",
                        issuer->metadata_certificate_files());
  }
  if (status.ok()) status = CheckMetadata(field, issuer);
  if (!status.ok()) return status;
  if (issuer->entity_id() ==
      std::string(OwnTokens::kIssuer.data(), OwnTokens::kIssuer.size())) {
    return BadField(field + ".entity_id", "is the gateway's own name");
  }
  if (issuer->certificate_files().empty() &&
      issuer->metadata_certificate_files().empty()) {
    return BadField(field,
                    "needs certificate_files: its own, or with metadata "
                    "those that sign it");
  }
  if (issuer->certificate_files().empty() && issuer->metadata().empty()) {
    return BadField(field, "needs certificate_files or metadata");
  }
  return absl::OkStatus();
}

absl::Status CheckIssuers(v1::AccessPolicy* policy) {
  if (policy->issuers_size() > kMaxIssuers) {
    return BadField("issuers", absl::StrCat("more than ", kMaxIssuers));
  }
  std::set<std::string> names;
  for (int i = 0; i < policy->issuers_size(); ++i) {
    v1::TrustedIssuer* issuer = policy->mutable_issuers(i);
    const std::string field = absl::StrCat("issuers[", i, "]");
    absl::Status status = CheckIssuer(field, issuer);
    if (!status.ok()) return status;
    if (!names.insert(issuer->entity_id()).second) {
      return BadField(field + ".entity_id", "stands there twice");
    }
    for (const std::string& retired : policy->retired_issuers()) {
      if (absl::StartsWith(issuer->entity_id(), retired)) {
        return BadField(field + ".entity_id", "is one of retired_issuers too");
      }
    }
  }
  if (names.empty()) {
    return policy->certificate_login()
               ? absl::OkStatus()
               : BadField("issuers",
                          "none, and no certificate_login: nobody could "
                          "call");
  }
  if (policy->service_entity_ids().empty()) {
    return BadField("service_entity_ids", "none: whom would tokens be for?");
  }
  if (policy->reporter_roles().empty()) {
    return BadField("reporter_roles",
                    "none: nobody's token could allow reporting");
  }
  return absl::OkStatus();
}

absl::Status FillNumbers(v1::AccessPolicy* policy) {
  auto skew = Number("max_skew_seconds", policy->max_skew_seconds(), 120, 300);
  auto token =
      Number("max_token_seconds", policy->max_token_seconds(), 28800, 28800);
  v1::TokenEndpoint* endpoint = policy->mutable_token_endpoint();
  auto access = Number("token_endpoint.access_token_seconds",
                       endpoint->access_token_seconds(), 300, 3600);
  auto refresh = Number("token_endpoint.refresh_token_seconds",
                        endpoint->refresh_token_seconds(), 1800, 86400);
  for (const auto* number : {&skew, &token, &access, &refresh}) {
    if (!number->ok()) return number->status();
  }
  policy->set_max_skew_seconds(*skew);
  policy->set_max_token_seconds(*token);
  endpoint->set_access_token_seconds(*access);
  endpoint->set_refresh_token_seconds(*refresh);
  return absl::OkStatus();
}

absl::Status CheckTokenEndpoint(v1::TokenEndpoint* endpoint) {
  absl::Status status = CheckNames("token_endpoint.client_assertion_audiences",
                                   endpoint->client_assertion_audiences());
  if (!status.ok()) return status;
  status =
      CheckNames("token_endpoint.subject_issuers", endpoint->subject_issuers());
  if (!status.ok()) return status;
  if (endpoint->subject_issuers().empty()) {
    // The second is the misspelling in the peer's guide.
    endpoint->add_subject_issuers("kombit-sts");
    endpoint->add_subject_issuers("kobit-sts");
  }
  return absl::OkStatus();
}

// All certificates of the files, each once.
absl::StatusOr<std::vector<PublicKey>> ReadAll(
    const google::protobuf::RepeatedPtrField<std::string>& files,
    std::vector<WatchedFile>* seen) {
  std::vector<PublicKey> keys;
  std::set<validator::token::Sha256> known;
  for (const std::string& file : files) {
    auto read = ReadCertificates(file, seen);
    if (!read.ok()) return read.status();
    for (PublicKey& key : *read) {
      if (!known.insert(key.certificate_thumbprint()).second) continue;
      keys.push_back(std::move(key));
    }
  }
  if (keys.size() > kMaxKeys) {
    return BadField("certificate_files",
                    absl::StrCat("more than ", kMaxKeys, " certificates"));
  }
  return keys;
}

void MakePathsAbsolute(const std::string& policy, v1::TrustedIssuer* issuer) {
  for (std::string& file : *issuer->mutable_certificate_files()) {
    file = BesidePolicy(policy, file);
  }
  for (std::string& file : *issuer->mutable_metadata_certificate_files()) {
    file = BesidePolicy(policy, file);
  }
  if (!issuer->metadata().empty() && !IsUrl(issuer->metadata())) {
    issuer->set_metadata(BesidePolicy(policy, issuer->metadata()));
  }
  if (!issuer->metadata_ca_file().empty()) {
    issuer->set_metadata_ca_file(
        BesidePolicy(policy, issuer->metadata_ca_file()));
  }
}

absl::StatusOr<PolicyIssuer> LoadIssuer(const v1::TrustedIssuer& settings,
                                        std::vector<WatchedFile>* seen) {
  PolicyIssuer issuer;
  auto keys = ReadAll(settings.certificate_files(), seen);
  if (!keys.ok()) return keys.status();
  issuer.keys = *std::move(keys);
  if (settings.metadata_certificate_files().empty()) {
    issuer.metadata_signers = issuer.keys;
    return issuer;
  }
  auto signers = ReadAll(settings.metadata_certificate_files(), seen);
  if (!signers.ok()) return signers.status();
  issuer.metadata_signers = *std::move(signers);
  return issuer;
}

}  // namespace

bool IsUrl(std::string_view metadata) {
  return metadata.substr(0, 8) == "https://";
}

absl::StatusOr<v1::AccessPolicy> ParseAccessPolicy(std::string_view text) {
  v1::AccessPolicy policy;
  absl::Status status = ParsePolicyText(text, &policy);
  if (status.ok()) {
    status = CheckNames("service_entity_ids", policy.service_entity_ids());
  }
  if (status.ok())
    status = CheckNames("reporter_roles", policy.reporter_roles());
  if (status.ok()) {
    status = CheckNames("retired_issuers", policy.retired_issuers());
  }
  if (status.ok()) status = FillNumbers(&policy);
  if (status.ok()) status = CheckTokenEndpoint(policy.mutable_token_endpoint());
  if (status.ok()) status = CheckIssuers(&policy);
  if (!status.ok()) return status;
  return policy;
}

absl::StatusOr<LoadedPolicy> LoadAccessPolicy(const std::string& path,
                                              std::vector<WatchedFile>* seen) {
  auto text = ReadWatched(path, kMaxPolicyBytes, seen);
  if (!text.ok()) return text.status();
  auto policy = ParseAccessPolicy(*text);
  if (!policy.ok()) return NamingFile(path, policy.status());
  LoadedPolicy loaded;
  loaded.policy = *std::move(policy);
  for (v1::TrustedIssuer& issuer : *loaded.policy.mutable_issuers()) {
    MakePathsAbsolute(path, &issuer);
    auto read = LoadIssuer(issuer, seen);
    if (!read.ok()) return NamingFile(path, read.status());
    loaded.issuers.push_back(*std::move(read));
  }
  return loaded;
}

}  // namespace trivsel::gateway::access
