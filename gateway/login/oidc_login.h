// Logging in by OpenID Connect: authorization code with PKCE, state and nonce.
// The second adaptor: whether Context Handler offers it, and its claim names,
// is not public; all of it is configuration.
#ifndef TRIVSEL_GATEWAY_LOGIN_OIDC_LOGIN_H_
#define TRIVSEL_GATEWAY_LOGIN_OIDC_LOGIN_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/issuer_metadata.h"
#include "gateway/login/saml_login.h"
#include "validator/token/oidc_documents.h"

namespace trivsel::gateway::login {

inline constexpr char kOidcPath[] = "/oidc/callback";

// Thread safe; waits for the database and the provider.
class OidcLogin {
 public:
  // The answer to POST of a form, with the CA file; nothing of it in an error.
  using PostForm = std::function<absl::StatusOr<std::string>(
      const std::string& url, const std::string& ca_file,
      const std::string& form)>;
  struct Web {
    access::FetchUrl get;
    PostForm post;
  };

  // `login_parts`: the same as SamlLogin's.
  OidcLogin(SamlLogin::Parts login_parts, Web web)
      : parts_(std::move(login_parts)), web_(std::move(web)) {}

  // 303 to the provider.
  http::Response Begin(const http::Request& request,
                       const std::string& return_path);
  // GET from the provider with code and state: a session, or why not.
  http::Response Consume(const http::Request& request);

 private:
  // What the provider publishes, kept for an hour.
  struct Known {
    std::string issuer;
    absl::Time fetched = absl::InfinitePast();
    validator::token::OidcProvider provider;
    std::vector<validator::token::JsonWebKey> keys;
  };
  validator::token::OrFault<std::shared_ptr<const Known>> Provider(
      const v1::OidcLogin& policy, absl::Duration not_older);
  validator::token::OrFault<std::string> FetchIdToken(
      const LoadedLogin& loaded, const Known& known, const std::string& code,
      const std::string& verifier) const;
  validator::token::OrFault<validator::token::LoginClaims> Verify(
      const LoadedLogin& loaded, const std::string& token,
      const std::string& nonce);
  http::Response Refuse(const http::Request& request,
                        const validator::token::Fault& fault) const;
  std::string RedirectUri() const { return parts_.url + kOidcPath; }

  SamlLogin::Parts parts_;
  const Web web_;
  std::mutex mutex_;
  std::shared_ptr<const Known> known_;
};

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_OIDC_LOGIN_H_
