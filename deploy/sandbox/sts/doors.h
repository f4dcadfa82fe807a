// The STS's two doors: HTTPS for those who want tokens, HTTP on loopback for
// control.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_DOORS_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_DOORS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "deploy/sandbox/serving/listener.h"
#include "deploy/sandbox/sts/issue_desk.h"
#include "deploy/sandbox/sts/key_ring.h"

namespace trivsel::sandbox::sts {

// POST /runtime/api/rest/oauth/v1/issue, POST /runtime/api/rest/wstrust/v1/
// issue, GET /runtime/saml2/metadata.idp. `desk` must outlive it.
absl::StatusOr<std::unique_ptr<Listener>> OpenTokens(
    const IssueDesk* desk, const TlsFiles& files, const std::string& address);

// POST /roll, POST /bad, GET /certificates, /ca, /kinds, /metadata, /health.
// `desk` and `ring`, the desk's own, must outlive it.
absl::StatusOr<std::unique_ptr<Listener>> OpenControl(
    const IssueDesk* desk, KeyRing* ring, const std::string& address);

}  // namespace trivsel::sandbox::sts

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_DOORS_H_
