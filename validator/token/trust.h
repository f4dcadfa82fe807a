// Whom to believe, and the rules that are the same for JWT and SAML.
#ifndef TRIVSEL_VALIDATOR_TOKEN_TRUST_H_
#define TRIVSEL_VALIDATOR_TOKEN_TRUST_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"
#include "validator/token/claims.h"

namespace trivsel::validator::token {

// An issuer with all its signing certificates; each counts while it is valid.
struct Issuer {
  std::string entity_id;
  std::vector<PublicKey> keys;
};

// Immutable once made; shared between threads.
struct Trust {
  std::vector<Issuer> issuers;
  std::vector<std::string> retired_issuers;     // prefixes
  std::vector<std::string> service_entity_ids;  // audiences that are us
  std::vector<std::string> reporter_roles;
  absl::Duration max_skew = absl::Seconds(120);
  absl::Duration max_lifetime = absl::Hours(8);

  const Issuer* Find(std::string_view entity_id) const;  // exact
};

// ISSUER_RETIRED, ISSUER_UNKNOWN, or the issuer.
OrFault<const Issuer*> FindIssuer(const Trust& trust,
                                  std::string_view entity_id);

// Times (CLOCK_DIFFERS, TOKEN_NOT_YET_VALID, TOKEN_EXPIRED,
// LIFETIME_TOO_LONG), audience, recipient (if the token has one), CVR form and
// confirmation: whatever `claims` were verified from. `peer` is the SHA-256 of
// the DER of the TLS peer's certificate. Does not look at roles.
std::optional<Fault> CheckClaims(const Claims& claims, const Trust& trust,
                                 const Sha256& peer, absl::Time now);

// ROLE_MISSING or SCOPE_WRONG unless a reporter role is scoped to claims.cvr.
std::optional<Fault> CheckReporter(const Claims& claims, const Trust& trust);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_TRUST_H_
