#include "validator/token/claim_checks.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/instant.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

// As whole seconds, at most eight digits of them: more would tell nothing, and
// ten digits look like a person.
std::string Seconds(absl::Duration duration) {
  constexpr int64_t kMost = 99'999'999;
  const int64_t seconds = absl::ToInt64Seconds(duration);
  return seconds > kMost ? absl::StrCat("> ", kMost, " s")
                         : absl::StrCat(seconds, " s");
}

bool Contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// Both ways in which people see it: `openssl x509 -fingerprint`, and the token.
std::string Thumbprint(const Sha256& digest) {
  return absl::StrCat("SHA-256 ", Hex(digest), " (x5t#S256 ", Base64Url(digest),
                      ")");
}

}  // namespace

std::optional<Fault> CheckTimes(const Claims& claims, const Trust& trust,
                                absl::Time now) {
  if (claims.issued_at > now + trust.max_skew) {
    return Fault{v1::ACCESS_FAULT_CLOCK_DIFFERS, ShowInstant(now),
                 Seconds(claims.issued_at - now)};
  }
  if (claims.not_before > now + trust.max_skew) {
    return Fault{v1::ACCESS_FAULT_TOKEN_NOT_YET_VALID,
                 absl::StrCat("<= ", ShowInstant(now)),
                 ShowInstant(claims.not_before)};
  }
  if (claims.not_after + trust.max_skew <= now) {
    return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED,
                 absl::StrCat("> ", ShowInstant(now)),
                 ShowInstant(claims.not_after)};
  }
  return std::nullopt;
}

std::optional<Fault> CheckLifetime(const Claims& claims, const Trust& trust) {
  const absl::Duration lifetime =
      claims.not_after - std::max(claims.issued_at, claims.not_before);
  if (lifetime <= trust.max_lifetime) return std::nullopt;
  return Fault{v1::ACCESS_FAULT_LIFETIME_TOO_LONG,
               absl::StrCat("<= ", Seconds(trust.max_lifetime)),
               Seconds(lifetime)};
}

std::optional<Fault> CheckAudience(const Claims& claims, const Trust& trust) {
  for (const std::string& audience : claims.audiences) {
    if (Contains(trust.service_entity_ids, audience)) return std::nullopt;
  }
  return Fault{v1::ACCESS_FAULT_AUDIENCE_WRONG,
               ShownList(trust.service_entity_ids),
               ShownList(claims.audiences)};
}

std::optional<Fault> CheckRecipient(const Claims& claims, const Trust& trust) {
  if (claims.recipient.empty() ||
      Contains(trust.service_entity_ids, claims.recipient)) {
    return std::nullopt;
  }
  return Fault{v1::ACCESS_FAULT_RECIPIENT_WRONG,
               ShownList(trust.service_entity_ids), Shown(claims.recipient)};
}

std::optional<Fault> CheckCvr(const Claims& claims) {
  const bool digits =
      claims.cvr.find_first_not_of("0123456789") == std::string::npos;
  if (digits && claims.cvr.size() == 8) return std::nullopt;
  // Not shown: who mistakes the number may have put a CPR number there.
  return Fault{
      v1::ACCESS_FAULT_CLAIM_INVALID, "cvr: [0-9]{8}",
      absl::StrCat("cvr: ", claims.cvr.size(), digits ? " x [0-9]" : " x ?")};
}

std::optional<Fault> CheckConfirmation(const Claims& claims,
                                       const Sha256& peer) {
  if (claims.confirmation == peer) return std::nullopt;
  return Fault{v1::ACCESS_FAULT_CONFIRMATION_MISMATCH,
               Thumbprint(claims.confirmation), Thumbprint(peer)};
}

std::string ShownList(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) {
    if (list.size() > 400) break;
    if (!list.empty()) list.append(", ");
    list.append(Shown(text));
  }
  return Shown(list);
}

void ReadClaims::Missing(std::string_view name) {
  faults.push_back({v1::ACCESS_FAULT_CLAIM_MISSING, std::string(name), ""});
}

void ReadClaims::Invalid(std::string_view expected, std::string_view found) {
  faults.push_back(
      {v1::ACCESS_FAULT_CLAIM_INVALID, std::string(expected), Shown(found)});
}

OrFault<Claims> ReadClaims::Take() && {
  if (!faults.empty()) return std::move(faults.front());
  return std::move(claims);
}

}  // namespace trivsel::validator::token
