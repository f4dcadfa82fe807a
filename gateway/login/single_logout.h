// Single logout with Context Handler 2 (HTTP-Redirect): begun here, or there.
#ifndef TRIVSEL_GATEWAY_LOGIN_SINGLE_LOGOUT_H_
#define TRIVSEL_GATEWAY_LOGIN_SINGLE_LOGOUT_H_

#include <string>

#include "gateway/http/message.h"
#include "gateway/login/saml_login.h"

namespace trivsel::gateway::login {

// Thread safe; waits for the database.
class SingleLogout {
 public:
  // `login_parts`: the same as SamlLogin's.
  explicit SingleLogout(SamlLogin::Parts login_parts)
      : parts_(std::move(login_parts)) {}

  // POST of a form of ours, with "csrf": ends the session, and sends the
  // browser on to the identity provider with a signed LogoutRequest.
  http::Response LogOut(const http::Request& request);
  // GET from the identity provider: its signed LogoutRequest ends the session
  // and is answered with a signed LogoutResponse; its LogoutResponse to ours
  // gives the page "you are logged out".
  http::Response Receive(const http::Request& request);

 private:
  http::Response Refuse(const http::Request& request,
                        const validator::token::Fault& fault) const;
  std::string Onward(const LoginSnapshot& snapshot,
                     const store::LoginSessionRow& row) const;
  http::Response Answer(const http::Request& request,
                        const LoginSnapshot& snapshot,
                        const std::string& in_response_to,
                        const std::string& relay_state) const;

  SamlLogin::Parts parts_;
};

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_SINGLE_LOGOUT_H_
