// Signed SAML metadata of an STS or IdP: where new signing certificates are
// announced before they are used.
#ifndef TRIVSEL_VALIDATOR_TOKEN_METADATA_H_
#define TRIVSEL_VALIDATOR_TOKEN_METADATA_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::validator::token {

inline constexpr size_t kMaxMetadataBytes = 1024 * 1024;

// Where a browser is sent (SAML bindings 3.4).
struct RedirectEndpoints {
  std::string sign_on;          // SingleSignOnService; empty: there is none
  std::string logout;           // SingleLogoutService; empty: there is none
  std::string logout_response;  // ResponseLocation; the same as `logout`
};

struct IssuerMetadata {
  std::string entity_id;
  std::vector<PublicKey> signing_keys;    // KeyDescriptor use="signing" or none
  std::optional<absl::Time> valid_until;  // EntityDescriptor/@validUntil
  // Of the IDPSSODescriptor, HTTP-Redirect, https:// alone.
  RedirectEndpoints endpoints = {};
};

// One EntityDescriptor, the root, signed by one of `signers` (under the same
// rules as assertions), not past validUntil, with entityID `entity_id` and at
// least one signing certificate. The entity's descriptor may be IDPSSO,
// SPSSO, a wsfed RoleDescriptor or another role.
OrFault<IssuerMetadata> ReadMetadata(std::string_view xml,
                                     std::string_view entity_id,
                                     const std::vector<PublicKey>& signers,
                                     absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_METADATA_H_
