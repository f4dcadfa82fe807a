// STS2's SAML 2.0 assertions: hostile XML, read with libxml2, verified with
// xmlsec1 under the rules of deploy/adr/0011 (one parser, one element, no
// search after the verification).
#ifndef TRIVSEL_VALIDATOR_TOKEN_SAML_H_
#define TRIVSEL_VALIDATOR_TOKEN_SAML_H_

#include <cstddef>
#include <string_view>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/claims.h"
#include "validator/token/trust.h"

namespace trivsel::validator::token {

inline constexpr size_t kMaxAssertionBytes = 256 * 1024;

// The claims of an assertion whose form is right; its signature is not looked
// at. For explaining a token, never for believing it.
OrFault<Claims> ReadAssertionClaims(std::string_view xml);

// All of it: form (no DOCTYPE, comment, processing instruction, CDATA, entity;
// one Assertion, the root; one Signature, its child; one reference, to that
// very element; enveloped-signature and exc-c14n alone), algorithms
// (rsa-sha256/384/512; sha256/384/512), issuer, key (KeyInfo is ignored: the
// issuer's valid keys are tried), digest and signature, claims, times,
// audience, recipient, holder-of-key. Roles are CheckReporter's. Thread safe.
OrFault<Claims> VerifyAssertion(std::string_view xml, const Trust& trust,
                                const Sha256& peer, absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_SAML_H_
