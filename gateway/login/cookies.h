// The two cookies of a login, and where a browser may be sent after it.
//
// __Host-trivsel is the session: SameSite=Lax, so that no other site's form
// brings it. __Host-trivsel-login binds a login under way to the browser that
// began it: the identity provider's page POSTs its answer across sites, where a
// browser sends only cookies with SameSite=None. It is worth nothing by itself,
// lives ten minutes, and is not the session.
#ifndef TRIVSEL_GATEWAY_LOGIN_COOKIES_H_
#define TRIVSEL_GATEWAY_LOGIN_COOKIES_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "gateway/http/message.h"

namespace trivsel::gateway::login {

inline constexpr char kSessionCookie[] = "__Host-trivsel";
inline constexpr char kAttemptCookie[] = "__Host-trivsel-login";
inline constexpr absl::Duration kAttemptLasts = absl::Minutes(10);

// The value of the request's cookie of that name; empty if there is none, it is
// there twice, or it has not the form of a secret of ours.
std::string CookieOf(const http::Request& request, std::string_view name);

// For the header Set-Cookie.
std::string SetSessionCookie(std::string_view secret);
std::string SetAttemptCookie(std::string_view secret);
std::string EndSessionCookie();
std::string EndAttemptCookie();

// Whether it is a path on this very server, with or without a query:
// "/afviste?kode=X". Anything that a browser could take for another host, or
// that has control characters, is not.
bool IsLocalPath(std::string_view path);

// Percent-encoded for a query's value.
std::string QueryText(std::string_view text);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_COOKIES_H_
