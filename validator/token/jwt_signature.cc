// Which of an issuer's keys a JWT is verified with.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/instant.h"
#include "validator/token/jwt_parts.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

Fault KeyUnknown(const Issuer& issuer, std::string_view key_id) {
  std::vector<std::string> known;
  for (const PublicKey& key : issuer.keys) {
    if (key.has_certificate()) {
      known.push_back(Base64Url(key.certificate_sha1()));
    }
  }
  return Fault{v1::ACCESS_FAULT_KEY_UNKNOWN,
               absl::StrCat("kid: ", ShownList(known)), Shown(key_id, 64)};
}

Fault NotValidNow(const PublicKey& key, absl::Time now) {
  return Fault{v1::ACCESS_FAULT_KEY_NOT_VALID_NOW, ShowInstant(now),
               absl::StrCat(ShowInstant(key.not_before()), " - ",
                            ShowInstant(key.not_after()))};
}

std::optional<Fault> CheckWithNamedKey(const Jws& jws, const Issuer& issuer,
                                       std::string_view key_id,
                                       absl::Time now) {
  const auto thumbprint = DecodeBase64Url(key_id);
  if (!thumbprint.has_value() || thumbprint->empty()) {
    return KeyUnknown(issuer, key_id);
  }
  for (const PublicKey& key : issuer.keys) {
    if (key.certificate_sha1() != *thumbprint) continue;
    if (!key.ValidAt(now)) return NotValidNow(key, now);
    return VerifyJws(jws, key);
  }
  return KeyUnknown(issuer, key_id);
}

}  // namespace

std::optional<Fault> CheckJwtSignature(const Jws& jws, const Issuer& issuer,
                                       absl::Time now) {
  const std::string& key_id = jws.key_id.empty() ? jws.x5t : jws.key_id;
  if (!key_id.empty()) return CheckWithNamedKey(jws, issuer, key_id, now);
  std::optional<Fault> fault;
  for (const PublicKey& key : issuer.keys) {
    if (!key.ValidAt(now)) continue;
    fault = VerifyJws(jws, key);
    if (!fault.has_value()) return std::nullopt;
  }
  for (const PublicKey& key : issuer.keys) {
    if (!key.ValidAt(now) && !VerifyJws(jws, key).has_value()) {
      return NotValidNow(key, now);
    }
  }
  if (fault.has_value()) return fault;
  return issuer.keys.empty() ? KeyUnknown(issuer, "")
                             : NotValidNow(issuer.keys.back(), now);
}

}  // namespace trivsel::validator::token
