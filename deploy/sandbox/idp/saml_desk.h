// The SAML side of the sandbox's identity provider, in Context Handler 2's
// dialect; without HTTP.
#ifndef TRIVSEL_DEPLOY_SANDBOX_IDP_SAML_DESK_H_
#define TRIVSEL_DEPLOY_SANDBOX_IDP_SAML_DESK_H_

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deploy/sandbox/idp/mint/login_answer.h"
#include "deploy/sandbox/idp/pages.h"
#include "deploy/sandbox/idp/service_provider.h"
#include "deploy/sandbox/sts/key_ring.h"

namespace trivsel::sandbox::idp {

inline constexpr char kEntityId[] =
    "https://saml.idp.sandbox.trivsel.localhost/runtime";

// Thread safe.
class SamlDesk {
 public:
  // `ring` must outlive it.
  SamlDesk(std::vector<mint::LoginUser> users, const sts::KeyRing* ring)
      : users_(std::move(users)), ring_(*ring) {}

  // Where this server is: "https://localhost:9447".
  void SetUrl(std::string url);
  // Signed: signing certificates, SSO and SLO with HTTP-Redirect.
  std::string Metadata(absl::Time now) const;
  // Takes a service's signed metadata. INVALID_ARGUMENT.
  absl::Status Register(const std::string& metadata, absl::Time now);

  // GET issue.idp: a signed AuthnRequest gives the page to choose a user on; a
  // signed LogoutRequest is answered. Whatever is wrong gives 400 and why.
  Answer Issue(const std::string& query, absl::Time now);
  // The user was chosen: the page that POSTs the Response.
  Answer LogIn(const std::string& ticket, const std::string& user,
               absl::Time now);
  // GET signoff.idp: the service's signed LogoutResponse to ours.
  Answer SignedOff(const std::string& query, absl::Time now);
  // Logs a user out from here: a redirect with a signed LogoutRequest.
  Answer LogOut(const std::string& user, absl::Time now);

  const std::vector<mint::LoginUser>& users() const { return users_; }
  const mint::LoginUser* Find(const std::string& key) const;

 private:
  // Somebody who asked, and has not chosen yet.
  struct Ticket {
    std::string service, request_id, relay_state, minimum;
  };
  // Somebody who is logged in at a service.
  struct Login {
    std::string service, user, name_id;
  };
  Answer Choose(const ReadRequest& request, const std::string& relay_state);
  Answer AnswerLogout(const ReadRequest& request,
                      const std::string& relay_state, absl::Time now);
  absl::StatusOr<ReadRequest> Verified(const std::string& query,
                                       std::string* relay_state,
                                       absl::Time now) const;

  const std::vector<mint::LoginUser> users_;
  const sts::KeyRing& ring_;
  mutable std::mutex mutex_;
  std::string url_;
  std::map<std::string, ServiceProvider> services_;  // by entityID
  std::map<std::string, Ticket> tickets_;
  std::map<std::string, Login> logins_;  // by SessionIndex
};

}  // namespace trivsel::sandbox::idp

#endif  // TRIVSEL_DEPLOY_SANDBOX_IDP_SAML_DESK_H_
