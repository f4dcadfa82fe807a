// What a token is asked for, and the names of the sandbox.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_TOKEN_REQUEST_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_TOKEN_REQUEST_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace trivsel::sandbox::mint {

// Names of ours: nobody can take the sandbox for KOMBIT's STS. The URI of the
// real role is not public.
inline constexpr char kSandboxIssuer[] =
    "https://saml.n2adgangsstyring.sandbox.trivsel.localhost/runtime";
inline constexpr char kSandboxService[] =
    "http://entityid.sandbox.trivsel.localhost/service/trivsel/1";
inline constexpr char kSandboxRole[] =
    "http://sandbox.trivsel.localhost/roles/servicesystemrole/"
    "care-delivery-reporter/1";

// A PrivilegeGroup of OIO-BPP.
struct PrivilegeGroup {
  std::string role;
  std::string scope_cvr;
  std::vector<std::pair<std::string, std::string>> constraints = {};
};

// A system asks for a token for one municipality.
struct TokenRequest {
  std::string issuer = kSandboxIssuer;
  std::string service = kSandboxService;  // audience, recipient, "sub"
  std::string cvr;                        // of the municipality
  std::vector<PrivilegeGroup> privileges;
  std::string peer_der;  // the client certificate that the token is bound to
  absl::Time now;
  absl::Duration lifetime = absl::Hours(8);
};

// A request for one role with the municipality's own scope.
TokenRequest ReporterRequest(std::string_view cvr, std::string_view peer_der,
                             absl::Time now,
                             std::string_view role = kSandboxRole);

// OIO-BPP as XML (version 1.1's namespace, as STS2 sends it) and as the JSON
// of STS2's JWT.
std::string PrivilegesXml(const std::vector<PrivilegeGroup>& groups);
std::string PrivilegesJson(const std::vector<PrivilegeGroup>& groups);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_TOKEN_REQUEST_H_
