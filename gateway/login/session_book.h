// Sessions of the console, in PostgreSQL: valid on all gateways, and only by
// the SHA-256 of their cookie.
#ifndef TRIVSEL_GATEWAY_LOGIN_SESSION_BOOK_H_
#define TRIVSEL_GATEWAY_LOGIN_SESSION_BOOK_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "gateway/access/access_book.h"
#include "gateway/login/login_settings.h"
#include "gateway/login/session.h"
#include "gateway/store/login_store.h"
#include "gateway/store/pool.h"
#include "validator/token/login_claims.h"

namespace trivsel::gateway::login {

inline constexpr char kLoginPath[] = "/login";
inline constexpr char kLogoutPath[] = "/logout";

// Thread safe; waits for the database.
class SessionBook final : public SessionGate {
 public:
  using Book = std::function<std::shared_ptr<const access::AccessBook>()>;

  // `pool` and `settings` must outlive it; `book` gives the registry as of now.
  SessionBook(store::Pool* pool, const LoginSettings* settings, Book book);

  // Every page is judged by the policy and the registry of its moment: whoever
  // has no rights any more is logged out.
  std::variant<Session, http::Response> Enter(
      const http::Request& request) override;
  bool CheckForm(const http::Request& request, const Session& session,
                 std::string_view csrf_field) const override;
  std::string logout_path() const override { return kLogoutPath; }

  // Lets somebody in whose login has been verified: a new session under a new
  // id, in the place of the browser's old one, and 303 to `return_path`. Or the
  // page that says why not.
  http::Response Begin(const http::Request& request,
                       store::LoginAdaptor adaptor,
                       const validator::token::LoginClaims& claims,
                       const std::string& return_path);

  // Ends the request's session. What it was, for the identity provider; nullopt
  // if there was none. UNAVAILABLE: it may go on.
  absl::StatusOr<std::optional<store::LoginSessionRow>> End(
      const http::Request& request, const std::string& why);

  // Removes what has ended.
  void Sweep();

 private:
  absl::Duration Idle(const LoginSnapshot& snapshot) const;
  access::Operator WhoIs(const LoginSnapshot& snapshot,
                         const store::LoginSessionRow& row) const;

  store::LoginStore store_;
  const LoginSettings& settings_;
  const Book book_;
};

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_SESSION_BOOK_H_
