// Every kind of token that must be refused, each with the reason that it must
// be refused for; and the ones that must be accepted.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_BAD_TOKEN_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_BAD_TOKEN_H_

#include <string>
#include <string_view>
#include <vector>

#include "deploy/sandbox/sts/mint/jwt.h"
#include "deploy/sandbox/sts/mint/key_pair.h"
#include "deploy/sandbox/sts/mint/token_request.h"
#include "trivsel/gateway/v1/access_fault.pb.h"

namespace trivsel::sandbox::mint {

enum class TokenForm { kJwt, kSaml, kClientAssertion };
// "jwt", "saml", "client_assertion".
std::string_view NameOf(TokenForm form);

// Who makes them, and what a good token would say. The verifier under test is
// to trust `current` and `expired` for `token.issuer` and `other_issuer` for
// kOtherIssuer, to know kRetiredIssuer as retired, and `client_key` as
// client.client_id's.
struct BadTokenSetting {
  TokenRequest token;
  ClientAssertionRequest client;
  KeyPair current;       // the issuer's signing certificate, valid at now
  KeyPair expired;       // the issuer's, valid no longer
  KeyPair other_issuer;  // another trusted issuer's
  KeyPair stranger;      // an attacker's, with a certificate
  KeyPair client_key;    // of client assertions; RSA
};
inline constexpr char kOtherIssuer[] =
    "https://sts.other.sandbox.trivsel.localhost/runtime";
inline constexpr char kRetiredIssuer[] =
    "https://saml.adgangsstyring.eksterntest-stoettesystemerne.dk";

struct BadToken {
  std::string name;  // "saml-xsw-1"; unique, in lower case
  TokenForm form;
  std::vector<gateway::v1::AccessFault> allowed;  // normally one
  std::string text;
  // A token to be used before this one, with success; empty: none. (A replay.)
  std::string before = {};
};

// All of them, made for this moment: each signature fresh, some megabytes of
// text.
std::vector<BadToken> BadTokens(const BadTokenSetting& setting);

struct GoodToken {
  std::string name;
  TokenForm form;
  std::string text;
};

// What differs from the plain token in ways that a verifier must bear.
std::vector<GoodToken> GoodTokens(const BadTokenSetting& setting);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_BAD_TOKEN_H_
