// How we prove to an OpenID provider's token endpoint who we are.
#ifndef TRIVSEL_GATEWAY_LOGIN_CLIENT_PROOF_H_
#define TRIVSEL_GATEWAY_LOGIN_CLIENT_PROOF_H_

#include <string>

#include "absl/time/time.h"
#include "gateway/login/login_policy.h"

namespace trivsel::gateway::login {

// Form parameters: client_secret_post, or private_key_jwt (RFC 7523, PS256,
// good for a minute, for `audience`). Empty if the key cannot sign.
std::string ClientProof(const LoadedLogin& loaded, const std::string& audience,
                        absl::Time now);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_CLIENT_PROOF_H_
