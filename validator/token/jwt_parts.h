// The steps of reading and verifying a JWT, for VerifyJwt, which ends at the
// first fault, and Explain(), which tells all.
#ifndef TRIVSEL_VALIDATOR_TOKEN_JWT_PARTS_H_
#define TRIVSEL_VALIDATOR_TOKEN_JWT_PARTS_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "validator/token/claim_checks.h"
#include "validator/token/json_document.h"
#include "validator/token/jwt.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token {

// ReadJws without a look at the payload's JSON.
OrFault<Jws> SplitJws(std::string_view text);

// TOKEN_MALFORMED, TOKEN_TOO_DEEP or CLAIM_INVALID (a member twice).
std::optional<Fault> ReadPayload(std::string_view payload,
                                 JsonDocument* document);

// "iss"; CLAIM_MISSING, CLAIM_INVALID.
OrFault<std::string_view> IssuerOf(const JsonDocument& payload);

// KEY_UNKNOWN, KEY_NOT_VALID_NOW, SIGNATURE_INVALID, ALGORITHM_REFUSED.
std::optional<Fault> CheckJwtSignature(const Jws& jws, const Issuer& issuer,
                                       absl::Time now);

// All claims of STS2's dialect.
ReadClaims ReadClaimsOf(const JsonDocument& payload);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_JWT_PARTS_H_
