// The OpenID Connect side of the sandbox's identity provider: discovery,
// authorize, token and keys, PS256; without HTTP.
#ifndef TRIVSEL_DEPLOY_SANDBOX_IDP_OIDC_DESK_H_
#define TRIVSEL_DEPLOY_SANDBOX_IDP_OIDC_DESK_H_

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "deploy/sandbox/idp/mint/login_answer.h"
#include "deploy/sandbox/idp/pages.h"
#include "deploy/sandbox/sts/key_ring.h"

namespace trivsel::sandbox::idp {

using Parameters = std::multimap<std::string, std::string>;

// Thread safe.
class OidcDesk {
 public:
  // `ring` must outlive it.
  explicit OidcDesk(const sts::KeyRing* ring) : ring_(*ring) {}

  void SetUrl(const std::string& url);
  std::string issuer() const;

  // {"client_id", "redirect_uri", "client_secret" or "certificate" (PEM, for
  // private_key_jwt)}. INVALID_ARGUMENT.
  absl::Status Register(const std::string& json);
  std::string Discovery() const;
  std::string Jwks(absl::Time now) const;
  // GET authorize: the page to choose a user on.
  Answer Authorize(const Parameters& query,
                   const std::vector<mint::LoginUser>& users);
  // The user was chosen: back to the client with a code, good once.
  Answer LogIn(const std::string& ticket, const mint::LoginUser* user);
  // POST token: JSON; PKCE (S256) is demanded.
  Answer Token(const Parameters& form, absl::Time now);

 private:
  struct Client {
    std::string redirect_uri, secret, certificate_der;
  };
  struct Attempt {
    std::string client_id, state, nonce, challenge;
    mint::LoginUser user;
  };
  // "" or the error of RFC 6749 section 5.2.
  std::string CheckClient(const std::string& id, const Client& client,
                          const Parameters& form, absl::Time now) const;

  const sts::KeyRing& ring_;
  mutable std::mutex mutex_;
  std::string url_;
  std::map<std::string, Client> clients_;
  std::map<std::string, Attempt> tickets_, codes_;
};

}  // namespace trivsel::sandbox::idp

#endif  // TRIVSEL_DEPLOY_SANDBOX_IDP_OIDC_DESK_H_
