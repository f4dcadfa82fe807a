#include "gateway/registry/credential_file.h"

#include <algorithm>

#include "validator/token/certificate.h"

namespace trivsel::gateway::registry {
namespace {

using validator::token::PublicKey;

constexpr size_t kMostSubject = 1000;
constexpr size_t kMostLabel = 200;

// At most so many octets, and no half character at the end.
std::string Cut(std::string text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (text[limit] & 0xC0) == 0x80) --limit;
  text.resize(limit);
  return text;
}

bool IssuedAnotherOf(const std::vector<PublicKey>& keys, const PublicKey& key) {
  return key.has_certificate() &&
         std::any_of(keys.begin(), keys.end(), [&key](const PublicKey& other) {
           return other.has_certificate() && other.issuer() == key.subject() &&
                  other.certificate_der() != key.certificate_der();
         });
}

store::CredentialRow ToRow(const PublicKey& key, const std::string& label) {
  store::CredentialRow row;
  row.key_der = key.key_der();
  if (!key.has_certificate()) {
    row.kind = store::CredentialKind::kKey;
    row.fingerprint = validator::token::Hex(key.key_thumbprint());
    row.label = Cut(label, kMostLabel);
    return row;
  }
  row.fingerprint = validator::token::Hex(key.certificate_thumbprint());
  row.subject = Cut(key.subject(), kMostSubject);
  row.holder_cvr = Cut(key.holder_cvr(), 20);
  row.holder_id = Cut(key.holder_id(), 200);
  row.not_before = key.not_before();
  row.not_after = key.not_after();
  row.label = Cut(label.empty() ? key.subject() : label, kMostLabel);
  return row;
}

}  // namespace

absl::StatusOr<std::vector<store::CredentialRow>> ReadCredentialFile(
    std::string_view octets, const std::string& label) {
  absl::StatusOr<std::vector<PublicKey>> keys =
      validator::token::ReadPublicKeys(octets);
  if (!keys.ok()) return keys.status();
  std::vector<store::CredentialRow> rows;
  for (const PublicKey& key : *keys) {
    if (IssuedAnotherOf(*keys, key)) continue;
    rows.push_back(ToRow(key, label));
  }
  if (rows.empty()) {
    return absl::InvalidArgumentError(
        "filen har kun udstedere / the file has issuers only");
  }
  return rows;
}

std::string KeyId(const store::CredentialRow& row) {
  if (row.key_der.empty()) return "";
  return validator::token::Base64Url(validator::token::Digest(row.key_der));
}

}  // namespace trivsel::gateway::registry
