// A token explained, offline: what it says, and all that is wrong with it.
#ifndef TRIVSEL_VALIDATOR_TOKEN_EXPLAIN_H_
#define TRIVSEL_VALIDATOR_TOKEN_EXPLAIN_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/claims.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token {

// What is known besides the token; what is not given is not checked.
struct ExplainContext {
  std::optional<Trust> trust;  // signature, issuer, audience
  std::optional<Sha256> peer;  // the certificate it will be used with
  absl::Time now;
};

enum class TokenKind { kUnknown, kJwt, kSamlAssertion };

struct Explanation {
  TokenKind kind = TokenKind::kUnknown;
  std::optional<Claims> claims;  // if they can be read
  std::string algorithm;         // of the signature
  std::string key_id;  // kid / SHA-1 thumbprint of KeyInfo's certificate
  bool signature_checked = false;
  std::vector<Fault> faults;  // all that can be told, not only the first
};

// `text`: a JWT, an assertion as XML, either of them in base64 or base64url
// (also the STS's JSON answer with access_token or
// RequestedSecurityToken.Assertion), white space around.
Explanation Explain(std::string_view text, const ExplainContext& context);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_EXPLAIN_H_
