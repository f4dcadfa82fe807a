// A whole gateway that people log into, and the sandbox's identity provider
// over real TLS.
#ifndef TRIVSEL_TESTS_INTEGRATION_LOGIN_FIXTURE_H_
#define TRIVSEL_TESTS_INTEGRATION_LOGIN_FIXTURE_H_

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "deploy/sandbox/idp/doors.h"
#include "gateway/login/session_book.h"
#include "gateway/system/clock.h"
#include "tests/integration/gateway_fixture.h"
#include "tests/integration/login_browser.h"
#include "tests/validator/token/login_cases.h"

namespace trivsel::gateway {

// Registered: Holbæk, and Korsbæk (CVR 11111111).
class LoginFixture : public GatewayFixture {
 protected:
  static constexpr char kEntityId[] = "https://saml.example.dk/konsol";
  static constexpr char kOlga[] = "0c9a4a52-0001";    // operator, reader: all
  static constexpr char kHolger[] = "0c9a4a52-0004";  // operator of Holbæk
  static constexpr char kDorte[] = "0c9a4a52-0005";   // as Olga, and delivers
  static constexpr char kGerda[] = "0c9a4a52-0006";   // no right that counts
  static constexpr char kLaura[] = "0c9a4a52-0007";   // NSIS Low

  LoginFixture();
  // Starts the gateway and tells the identity provider about it.
  void Open();
  // Writes the policy anew; a running gateway takes it within a second.
  void PutPolicy(const std::string& more = "", bool oidc = false,
                 const std::string& operator_role = "operator");

  std::string In(const std::string& name) const { return folder_ + "/" + name; }
  std::string Url(const std::string& path) const;
  // From /login to the page at the identity provider.
  LoginBrowser::Page BeginAt(LoginBrowser& browser,
                             const std::string& path = "/login");
  // Chooses the user there: the page with the answer.
  LoginBrowser::Page Choose(LoginBrowser& browser,
                            const LoginBrowser::Page& page,
                            const std::string& user);
  // Hands the answer to the gateway.
  LoginBrowser::Page Answer(LoginBrowser& browser,
                            const LoginBrowser::Page& page);
  // All of it.
  LoginBrowser::Page LogIn(LoginBrowser& browser, const std::string& user,
                           const std::string& path = "/login");
  std::string SessionOf(const LoginBrowser& browser) const;
  // Who the gateway says the cookie is; nothing if it is nobody.
  std::optional<login::Session> Who(const std::string& cookie);
  // "ROLE_MISSING", of a page that refuses.
  static std::string ReasonOf(const LoginBrowser::Page& page);
  // What a good answer to the browser's login would be; `relay`: its
  // RelayState.
  testing::LoginSetting SettingFor(const LoginBrowser::Page& redirect,
                                   std::string* relay);
  int64_t Count(const std::string& sql);
  int64_t Sessions() { return Count("select count(*) from login_session"); }
  LoginBrowser NewBrowser() const {
    return LoginBrowser(certificates_.ca().cert_file);
  }

  sandbox::sts::KeyRing* const ring_;  // of all tests
  const sandbox::mint::KeyPair ours_;  // the same
  std::unique_ptr<sandbox::idp::SamlDesk> saml_;
  std::unique_ptr<sandbox::idp::OidcDesk> oidc_;
  std::unique_ptr<sandbox::Listener> idp_;
  std::string idp_url_;
  SystemClock clock_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_TESTS_INTEGRATION_LOGIN_FIXTURE_H_
