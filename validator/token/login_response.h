// The answer of Context Handler 2 to a login that we began (SAML 2.0 Web SSO,
// HTTP-POST), believed or refused.
#ifndef TRIVSEL_VALIDATOR_TOKEN_LOGIN_RESPONSE_H_
#define TRIVSEL_VALIDATOR_TOKEN_LOGIN_RESPONSE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/login_claims.h"
#include "validator/token/private_key.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token {

inline constexpr size_t kMaxResponseBytes = 384 * 1024;

// What the answer must fit.
struct LoginExpectation {
  Issuer issuer;                 // the IdP with its certificates
  std::vector<PrivateKey> keys;  // ours, to decrypt with
  std::string acs_url;           // Destination and Recipient
  std::string audience;          // our entityID
  std::string request_id;        // of the AuthnRequest that it answers
  Assurance minimum = Assurance::kSubstantial;
  absl::Duration max_skew = absl::Seconds(120);
};

// The claims of a samlp:Response, XML. Of the envelope, which nobody signs,
// nothing is believed; it is only refused where it is wrong (DESTINATION_WRONG,
// IN_RESPONSE_TO_WRONG, LOGIN_REFUSED_BY_IDP, ISSUER_UNKNOWN). It must hold one
// EncryptedAssertion and no clear one (ASSERTION_COUNT,
// ASSERTION_NOT_ENCRYPTED), and no signature of its own (SIGNATURE_PLACE). What
// is decrypted is a fresh hostile document: one Assertion, signed by the issuer
// (the same rules as VerifyAssertion's); InResponseTo, Recipient, audience,
// times and level are those of the signed element. Whether it has been used
// before the caller looks up, by `id`. Thread safe.
OrFault<LoginClaims> VerifyLoginResponse(std::string_view xml,
                                         const LoginExpectation& expected,
                                         absl::Time now);

// The second half of it, for an assertion that has been decrypted.
OrFault<LoginClaims> VerifyLoginAssertion(std::string_view xml,
                                          const LoginExpectation& expected,
                                          absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_LOGIN_RESPONSE_H_
