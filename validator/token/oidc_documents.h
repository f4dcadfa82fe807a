// The JSON that an OpenID provider publishes and answers (OpenID Connect
// Discovery 1.0, RFC 7517, RFC 6749 section 5), read as hostile input.
#ifndef TRIVSEL_VALIDATOR_TOKEN_OIDC_DOCUMENTS_H_
#define TRIVSEL_VALIDATOR_TOKEN_OIDC_DOCUMENTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::validator::token {

// All https://.
struct OidcProvider {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
};
// ISSUER_UNKNOWN unless "issuer" is `issuer`, letter by letter; CLAIM_MISSING,
// CLAIM_INVALID, TOKEN_MALFORMED.
OrFault<OidcProvider> ReadDiscovery(std::string_view json,
                                    std::string_view issuer);

struct JsonWebKey {
  std::string key_id;  // may be empty
  PublicKey key;
};
// The RSA keys for signatures ("use" sig or none, at least 2048 bits); others
// are passed over. CLAIM_MISSING if there is none; at most 64.
OrFault<std::vector<JsonWebKey>> ReadJwks(std::string_view json);

// "id_token" of the token endpoint's answer. LOGIN_REFUSED_BY_IDP,
// CLAIM_MISSING, TOKEN_MALFORMED.
OrFault<std::string> ReadTokenAnswer(std::string_view json);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_OIDC_DOCUMENTS_H_
