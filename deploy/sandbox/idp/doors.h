// The identity provider's two doors: HTTPS for browsers, HTTP on loopback for
// control.
#ifndef TRIVSEL_DEPLOY_SANDBOX_IDP_DOORS_H_
#define TRIVSEL_DEPLOY_SANDBOX_IDP_DOORS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "deploy/sandbox/idp/oidc_desk.h"
#include "deploy/sandbox/idp/saml_desk.h"
#include "deploy/sandbox/serving/listener.h"

namespace trivsel::sandbox::idp {

// /runtime/saml2/{metadata,issue,signoff}.idp, /runtime/login,
// /runtime/logout?user=KEY, /oidc/…. Tells both desks where it is: `url`, or by
// default https://localhost:PORT. Both must outlive it.
absl::StatusOr<std::unique_ptr<Listener>> OpenBrowsers(
    SamlDesk* saml, OidcDesk* oidc, const TlsFiles& files,
    const std::string& address, const std::string& url);

// POST /sp (a service's metadata), POST /client (JSON), POST /roll; GET
// /metadata, /certificates, /users, /health.
absl::StatusOr<std::unique_ptr<Listener>> OpenControl(
    SamlDesk* saml, OidcDesk* oidc, sts::KeyRing* ring,
    const std::string& address);

}  // namespace trivsel::sandbox::idp

#endif  // TRIVSEL_DEPLOY_SANDBOX_IDP_DOORS_H_
