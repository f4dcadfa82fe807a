// Who is logged into the console, and how pages find out.
#ifndef TRIVSEL_GATEWAY_LOGIN_SESSION_H_
#define TRIVSEL_GATEWAY_LOGIN_SESSION_H_

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "absl/time/time.h"
#include "gateway/access/operator.h"
#include "gateway/http/message.h"
#include "gateway/http/routes.h"

namespace trivsel::gateway::login {

// A login that is valid now.
struct Session {
  std::shared_ptr<const access::Operator> who;
  // In every form as the hidden field "csrf"; compared by CheckForm.
  std::string csrf;
  absl::Time ends;
};

// Sessions as pages see them. Thread safe; waits for the database.
class SessionGate {
 public:
  virtual ~SessionGate() = default;

  // The session of the request's cookie; or what to answer instead: a redirect
  // to the login with the way back (GET), 401 (else), 503.
  virtual std::variant<Session, http::Response> Enter(
      const http::Request& request) = 0;

  // Whether a POST comes from a page of ours in this session: the field "csrf",
  // and Origin or Sec-Fetch-Site where the browser sends them. Not: answer 403.
  virtual bool CheckForm(const http::Request& request, const Session& session,
                         std::string_view csrf_field) const = 0;

  // Where "log ud" leads to; a form POSTs to it with "csrf".
  virtual std::string logout_path() const = 0;
};

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_SESSION_H_
