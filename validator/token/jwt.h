// STS2's JSON Web Tokens (PS256), and JWTs in general: read as hostile input,
// verified with OpenSSL.
#ifndef TRIVSEL_VALIDATOR_TOKEN_JWT_H_
#define TRIVSEL_VALIDATOR_TOKEN_JWT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/claims.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token {

inline constexpr size_t kMaxJwtBytes = 16 * 1024;

// A compact JWS taken apart; nothing of it is verified. The views are into the
// text that was read.
struct Jws {
  std::string algorithm;  // "alg"
  std::string key_id;     // "kid"; may be empty
  std::string x5t;        // may be empty
  std::string payload;    // the JSON, decoded
  std::string_view signed_part;
  std::string signature;  // decoded
};

// TOKEN_TOO_LARGE, TOKEN_MALFORMED, TOKEN_TOO_DEEP, CRITICAL_HEADER, and
// CLAIM_INVALID for a member twice in the payload. Strict: base64url without
// padding or stray bits, one JSON object each, no member twice in the header.
OrFault<Jws> ReadJws(std::string_view text);

// SIGNATURE_INVALID unless `key` made the signature. `algorithm` must be
// "PS256", "PS384", "PS512" or "RS256" and the key RSA of at least 2048 bits,
// else ALGORITHM_REFUSED. The caller has decided which algorithms it takes.
std::optional<Fault> VerifyJws(const Jws& jws, const PublicKey& key);

// The claims of STS2's dialect in a JSON payload. CLAIM_MISSING,
// CLAIM_INVALID, CONFIRMATION_MISSING, PRIVILEGES_MALFORMED; TOKEN_MALFORMED,
// TOKEN_TOO_DEEP if it is not such JSON. "sub", "jti" and "nbf" may be missing
// (not_before is then issued_at).
OrFault<Claims> ReadJwtClaims(std::string_view payload);

// All of it: form, algorithm (PS256 alone), issuer, key (by kid = x5t = SHA-1
// of a certificate of the issuer; without kid each valid key is tried),
// signature, claims, times, audience, confirmation. Roles are CheckReporter's.
OrFault<Claims> VerifyJwt(std::string_view text, const Trust& trust,
                          const Sha256& peer, absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_JWT_H_
