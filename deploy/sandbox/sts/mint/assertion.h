// STS2's SAML assertion, minted; and signed metadata.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_ASSERTION_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_ASSERTION_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "deploy/sandbox/sts/mint/key_pair.h"
#include "deploy/sandbox/sts/mint/token_request.h"
#include "deploy/sandbox/sts/mint/xml_signature.h"

namespace trivsel::sandbox::mint {

inline constexpr char kSamlNamespace[] =
    "urn:oasis:names:tc:SAML:2.0:assertion";
inline constexpr char kHolderOfKey[] =
    "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";
inline constexpr char kCvrAttribute[] =
    "dk:gov:saml:attribute:CvrNumberIdentifier";
inline constexpr char kPrivilegesAttribute[] =
    "dk:gov:saml:attribute:Privileges_intermediate";

// What stands in an assertion, value by value, as text.
struct AssertionForm {
  std::string id;
  std::string issuer;
  std::string issue_instant;
  std::string name_id;
  std::string method = kHolderOfKey;
  std::string not_before, not_on_or_after;  // of confirmation and conditions
  std::string recipient;
  std::string audience;
  std::string key_info;  // of the confirmation: a whole element, or nothing
  std::vector<std::pair<std::string, std::string>> attributes;
};

AssertionForm FormOf(const TokenRequest& request);
// In canonical form, with kSignaturePlace after the Issuer.
std::string AssertionXml(const AssertionForm& form);

std::string SignAssertion(const AssertionForm& form, const KeyPair& signer,
                          const SignatureForm& signature = {});
std::string MintAssertion(const TokenRequest& request, const KeyPair& signer);

// Metadata of an STS: an EntityDescriptor with an IDPSSODescriptor, a
// KeyDescriptor use="signing" for each certificate (DER), signed by `signer`.
struct MetadataRequest {
  std::string entity_id = kSandboxIssuer;
  std::vector<std::string> signing_certificates;
  absl::Time valid_until;
};
std::string MintMetadata(const MetadataRequest& request, const KeyPair& signer);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_ASSERTION_H_
