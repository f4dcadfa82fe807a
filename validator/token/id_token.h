// The ID token of an OpenID provider (OpenID Connect Core 1.0 section 3.1.3.7).
// Context Handler's claim names are not public: all come from outside.
#ifndef TRIVSEL_VALIDATOR_TOKEN_ID_TOKEN_H_
#define TRIVSEL_VALIDATOR_TOKEN_ID_TOKEN_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/login_claims.h"
#include "validator/token/oidc_documents.h"

namespace trivsel::validator::token {

// What the token must fit.
struct IdTokenExpectation {
  std::string issuer;
  std::string client_id;  // "aud", and "azp" where there is one
  std::string nonce;
  std::vector<JsonWebKey> keys;
  // Names of claims.
  std::string user, name, cvr, privileges, assurance;
  Assurance minimum = Assurance::kSubstantial;
  absl::Duration max_skew = absl::Seconds(120);
};

// PS256, PS384 and PS512 alone. KEY_UNKNOWN (no key of that "kid"; without
// "kid" each is tried), SIGNATURE_INVALID, ALGORITHM_REFUSED, ISSUER_UNKNOWN,
// AUDIENCE_WRONG, IN_RESPONSE_TO_WRONG (the nonce), TOKEN_EXPIRED,
// TOKEN_NOT_YET_VALID, LIFETIME_TOO_LONG (over a day), ASSURANCE_TOO_LOW,
// CLAIM_MISSING, CLAIM_INVALID, PRIVILEGES_MALFORMED. Thread safe.
OrFault<LoginClaims> VerifyIdToken(std::string_view text,
                                   const IdTokenExpectation& expected,
                                   absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_ID_TOKEN_H_
