// The few pages of the login itself: the choice, refusals, "logged out". Plain
// HTML in Danish with English beside it, without scripts, and with nothing
// inline but one style sheet that the policy names by its hash.
#ifndef TRIVSEL_GATEWAY_LOGIN_PAGES_H_
#define TRIVSEL_GATEWAY_LOGIN_PAGES_H_

#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/message.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway::login {

inline constexpr char kHtml[] = "text/html; charset=utf-8";

// Why somebody was not let in, with the sentences and the code of the fault.
http::Response RefusedPage(const validator::token::Fault& fault,
                           std::string_view request_id);
// "You may not come in": logged in well, but without a role here. `roles` are
// the URIs that would do.
http::Response NoRightsPage(const std::vector<std::string>& roles,
                            std::string_view request_id);
// Two ways to log in.
http::Response ChoicePage(std::string_view saml_path,
                          std::string_view oidc_path);
// Logged out here. `onward`: the identity provider's address, where one is
// still logged in; the browser goes on by itself. Empty: all is done. Not a
// redirect: form-action would hold for it, and the page with the button need
// not know the identity provider.
http::Response LoggedOutPage(std::string_view onward);
// The session has ended, and this was not a page to come back to.
http::Response NotLoggedInPage();
// Later.
http::Response UnavailablePage(std::string_view request_id);
// 303 to a path or an address.
http::Response SeeOther(std::string_view location);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_PAGES_H_
