// What an identity provider knows of a service: its SAML metadata.
#ifndef TRIVSEL_DEPLOY_SANDBOX_IDP_SERVICE_PROVIDER_H_
#define TRIVSEL_DEPLOY_SANDBOX_IDP_SERVICE_PROVIDER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "validator/token/certificate.h"

namespace trivsel::sandbox::idp {

struct ServiceProvider {
  std::string entity_id, acs_url, slo_url;
  std::vector<validator::token::PublicKey> signing;
  std::vector<validator::token::PublicKey> encryption;  // the first is used
};

// As KOMBIT's validator wants it: XML-signed by a certificate that it names
// itself, ACS with HTTP-POST, SLO with HTTP-Redirect, keys for signing and
// encryption. INVALID_ARGUMENT says what is missing.
absl::StatusOr<ServiceProvider> ReadServiceProvider(std::string_view xml,
                                                    absl::Time now);

// An AuthnRequest, as far as a Redirect binding's signature vouches for it.
struct ReadRequest {
  std::string name;  // "AuthnRequest", "LogoutRequest", "LogoutResponse"
  std::string id, issuer, destination, acs_url, minimum, name_id;
  std::vector<std::string> session_indexes;
};
absl::StatusOr<ReadRequest> ReadMessage(std::string_view xml);

}  // namespace trivsel::sandbox::idp

#endif  // TRIVSEL_DEPLOY_SANDBOX_IDP_SERVICE_PROVIDER_H_
