// SAML's HTTP-Redirect binding (bindings 3.4): a message as signed parameters
// of a URL.
#ifndef TRIVSEL_VALIDATOR_TOKEN_REDIRECT_BINDING_H_
#define TRIVSEL_VALIDATOR_TOKEN_REDIRECT_BINDING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"
#include "validator/token/private_key.h"

namespace trivsel::validator::token {

enum class RedirectKind { kRequest, kResponse };

// "SAMLRequest=…&RelayState=…&SigAlg=…&Signature=…", rsa-sha256. `key` must be
// RSA; an empty RelayState is left out. Empty if the key cannot sign.
std::string SignRedirect(RedirectKind kind, std::string_view xml,
                         std::string_view relay_state, EVP_PKEY* key);

// `location` with the parameters behind it.
std::string WithQuery(std::string_view location, std::string_view query);

// A message taken out of a query.
struct RedirectMessage {
  RedirectKind kind = RedirectKind::kRequest;
  std::string xml;  // at most 64 KiB
  std::string relay_state;
  std::string signed_part;  // octets as they came
  std::string algorithm;    // SigAlg
  std::string signature;
};

// TOKEN_MALFORMED, TOKEN_TOO_LARGE (also what would inflate beyond 64 KiB),
// SIGNATURE_MISSING. Nothing of it is verified.
OrFault<RedirectMessage> ReadRedirect(std::string_view query);

// Nullopt if one of `keys` that is valid at `now` made the signature.
// ALGORITHM_REFUSED (rsa-sha256, -384 and -512 alone), KEY_NOT_VALID_NOW,
// SIGNATURE_INVALID.
std::optional<Fault> VerifyRedirect(const RedirectMessage& message,
                                    const std::vector<PublicKey>& keys,
                                    absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_REDIRECT_BINDING_H_
