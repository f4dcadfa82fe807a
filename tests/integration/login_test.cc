// Logging in the real way: a gateway's HTTPS door, the sandbox's identity
// provider, a browser's cookies; and everything that must not be a login.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "deploy/sandbox/idp/mint/encryption.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/xml_signature.h"
#include "gateway/login/cookies.h"
#include "gateway/login/secrets.h"
#include "tests/integration/login_fixture.h"
#include "tests/integration/page_reader.h"
#include "validator/token/access_fault.h"

namespace trivsel::gateway {
namespace {

namespace mint = trivsel::sandbox::mint;
namespace token = validator::token;
using access::Right;
using ::testing::HasSubstr;
using ::testing::Not;

// Looks often until it holds; whether it came to hold in time.
bool LookUntil(const std::function<bool()>& condition) {
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return true;
}

class LoginTest : public LoginFixture {
 protected:
  std::string CsrfOf(const LoginBrowser& browser) const {
    return login::Derived("trivsel csrf", SessionOf(browser));
  }
};

TEST_F(LoginTest, AnOperatorLogsInAndOutAgain) {
  Open();
  LoginBrowser browser = NewBrowser();
  const auto done = LogIn(browser, kOlga, "/login?til=/afviste%3Fkode%3DLTT-X");
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(done.location, "/afviste?kode=LTT-X");
  const auto who = Who(SessionOf(browser));
  ASSERT_TRUE(who.has_value());
  EXPECT_EQ(who->who->actor, std::string("user:") + kOlga + "@99999999");
  EXPECT_EQ(who->who->name, "Olga Operatør");
  EXPECT_TRUE(who->who->ScopeOf(Right::kOperate).all);
  EXPECT_FALSE(who->who->Has(Right::kRegister));
  EXPECT_EQ(who->csrf, CsrfOf(browser));
  EXPECT_EQ(browser.Cookie(Url(""), login::kAttemptCookie), "");
  EXPECT_EQ(Count("select count(*) from journal where kind = 10"), 1);

  const auto out = browser.Post(Url("/logout"), {{"csrf", CsrfOf(browser)}});
  EXPECT_EQ(out.status, 200) << out.body;
  EXPECT_THAT(out.body, HasSubstr(idp_url_ + "/runtime/saml2/issue.idp"));
  EXPECT_THAT(out.policy, HasSubstr("default-src 'none'"));
  EXPECT_EQ(SessionOf(browser), "");
  EXPECT_EQ(Sessions(), 0);
  EXPECT_EQ(Count("select count(*) from journal where kind = 11"), 1);
  // On to the identity provider, and back with its signed answer.
  const size_t from = out.body.find("<a href=\"") + 9;
  std::string onward = out.body.substr(from, out.body.find('"', from) - from);
  for (size_t at; (at = onward.find("&amp;")) != std::string::npos;) {
    onward.replace(at, 5, "&");
  }
  const auto there = browser.Get(onward);
  ASSERT_EQ(there.status, 303) << there.body;
  const auto back = browser.Get(there.location);
  EXPECT_EQ(back.status, 200) << back.body;
  EXPECT_THAT(back.body, HasSubstr("Du er logget ud"));
}

TEST_F(LoginTest, AnOperatorOfOneMunicipalityHasThatOneAlone) {
  Open();
  LoginBrowser browser = NewBrowser();
  EXPECT_EQ(LogIn(browser, kHolger).location, "/");
  const auto who = Who(SessionOf(browser));
  ASSERT_TRUE(who.has_value());
  const access::Scope scope = who->who->ScopeOf(Right::kRead);
  EXPECT_FALSE(scope.all);
  EXPECT_EQ(scope.municipality_ids.size(), 1u);
}

TEST_F(LoginTest, WhoHasNoRoleOrTooLowALevelIsToldAndNotLetIn) {
  Open();
  LoginBrowser browser = NewBrowser();
  const auto none = LogIn(browser, kGerda);
  EXPECT_EQ(none.status, 403);
  EXPECT_EQ(ReasonOf(none), "ROLE_MISSING");
  EXPECT_THAT(none.body, HasSubstr("Du har ikke adgang"));
  EXPECT_THAT(none.body, HasSubstr("usersystemrole/operator/1"));
  const auto low = LogIn(browser, kLaura);
  EXPECT_EQ(ReasonOf(low), "ASSURANCE_TOO_LOW");
  EXPECT_EQ(SessionOf(browser), "");
  EXPECT_EQ(Sessions(), 0);
}

TEST_F(LoginTest, EachBadAnswerIsRefusedForItsReasonAndIsNoSession) {
  Open();
  LoginBrowser browser = NewBrowser();
  std::string relay;
  const auto setting = SettingFor(browser.Get(Url("/login")), &relay);
  const auto cases = testing::BadResponses(setting);
  ASSERT_GE(cases.size(), 70u);
  std::set<std::string> names;
  for (const auto& bad : cases) names.insert(bad.name);
  // Signature wrapping, each kind around what is sealed and within it.
  for (const char* kind : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
    EXPECT_EQ(names.count(std::string("response-xsw-") + kind), 1u);
    EXPECT_EQ(names.count(std::string("assertion-xsw-") + kind), 1u);
  }
  store::LoginStore store(pool_.get());
  store::LoginRequestRow row;
  row.browser_hash =
      login::HashOf(browser.Cookie(Url(""), login::kAttemptCookie));
  row.request_id = setting.order.request_id;
  row.return_path = "/";
  for (const auto& bad : cases) {
    SCOPED_TRACE(bad.name);
    // The login is under way for each of them; the first is there already.
    static_cast<void>(store.PutRequest(login::HashOf(relay),
                                       store::LoginAdaptor::kSaml, row,
                                       login::kAttemptLasts));
    const auto page = browser.Post(
        Url("/saml/acs"),
        {{"SAMLResponse", mint::Base64(bad.response)}, {"RelayState", relay}});
    EXPECT_GE(page.status, 400);
    const std::string reason = ReasonOf(page);
    EXPECT_TRUE(std::any_of(
        bad.allowed.begin(), bad.allowed.end(),
        [&](auto code) { return token::FaultName(code) == reason; }))
        << reason;
    EXPECT_TRUE(page.set_cookies.empty());
    EXPECT_EQ(page.location, "");
    EXPECT_EQ(ReadPage(page.body).fault, "");
    EXPECT_THAT(page.policy, HasSubstr("default-src 'none'"));
  }
  EXPECT_EQ(Sessions(), 0);
}

TEST_F(LoginTest, AnAnswerIsGoodOnceAndOnlyForTheLoginThatAskedForIt) {
  Open();
  LoginBrowser browser = NewBrowser();
  const auto page = Choose(browser, BeginAt(browser), kOlga);
  const std::string attempt = browser.Cookie(Url(""), login::kAttemptCookie);
  EXPECT_EQ(Answer(browser, page).status, 303);
  // Again, with the cookie put back.
  browser.SetCookie(Url(""), login::kAttemptCookie, attempt);
  EXPECT_EQ(ReasonOf(Answer(browser, page)), "LOGIN_NOT_BEGUN_HERE");
  // The old answer to a new login.
  std::string relay;
  SettingFor(browser.Get(Url("/login")), &relay);
  const auto old = browser.Post(
      Url("/saml/acs"),
      {{"SAMLResponse", page.Hidden("SAMLResponse")}, {"RelayState", relay}});
  EXPECT_EQ(ReasonOf(old), "IN_RESPONSE_TO_WRONG");
  EXPECT_EQ(Sessions(), 1);
  // An assertion whose ID has been used, in answers that fit otherwise.
  std::string id;
  for (const char* reason : {"", "ASSERTION_REPLAYED"}) {
    const auto setting = SettingFor(browser.Get(Url("/login")), &relay);
    mint::LoginForm form = mint::FormOf(setting.order);
    if (id.empty()) id = form.id;
    form.id = id;
    const std::string response = mint::LoginResponseXml(
        form,
        mint::EncryptedAssertion(
            mint::Enveloped(mint::LoginAssertionXml(form), id, setting.idp),
            setting.recipient));
    EXPECT_EQ(ReasonOf(browser.Post(Url("/saml/acs"),
                                    {{"SAMLResponse", mint::Base64(response)},
                                     {"RelayState", relay}})),
              reason);
  }
}

TEST_F(LoginTest, NobodyElsesLoginIsFinishedHere) {
  Open();
  LoginBrowser attacker = NewBrowser(), victim = NewBrowser();
  const auto page = Choose(attacker, BeginAt(attacker), kOlga);
  // Login CSRF: the attacker's answer in the victim's browser.
  EXPECT_EQ(ReasonOf(Answer(victim, page)), "LOGIN_OTHER_BROWSER");
  const auto second = Choose(attacker, BeginAt(attacker), kOlga);
  BeginAt(victim);
  EXPECT_EQ(ReasonOf(Answer(victim, second)), "LOGIN_OTHER_BROWSER");
  // Begun by the identity provider: no RelayState of ours.
  const auto third = Choose(victim, BeginAt(victim), kOlga);
  for (const char* relay :
       {"", "https://evil.example/", "//evil.example", "/afviste"}) {
    const auto refused = victim.Post(
        Url("/saml/acs"), {{"SAMLResponse", third.Hidden("SAMLResponse")},
                           {"RelayState", relay}});
    EXPECT_EQ(ReasonOf(refused), "LOGIN_NOT_BEGUN_HERE");
    EXPECT_EQ(refused.location, "");
  }
  EXPECT_EQ(Sessions(), 0);
}

TEST_F(LoginTest, NobodyIsSentToAnotherSite) {
  Open();
  for (const char* evil :
       {"https://evil.example/", "//evil.example/", "/%5Cevil.example",
        "javascript:alert(1)", "/%0d%0aSet-Cookie:x=y"}) {
    LoginBrowser browser = NewBrowser();
    const auto done = LogIn(browser, kOlga, std::string("/login?til=") + evil);
    EXPECT_EQ(done.location, "/") << evil;
  }
}

TEST_F(LoginTest, ASessionIdIsNewAtEachLogin) {
  Open();
  LoginBrowser browser = NewBrowser();
  const std::string planted = login::NewSecret();
  browser.SetCookie(Url(""), login::kSessionCookie, planted);
  EXPECT_EQ(LogIn(browser, kOlga).status, 303);
  const std::string first = SessionOf(browser);
  EXPECT_NE(first, planted);
  EXPECT_FALSE(Who(planted).has_value());
  EXPECT_EQ(LogIn(browser, kHolger).status, 303);
  EXPECT_NE(SessionOf(browser), first);
  EXPECT_FALSE(Who(first).has_value());
  EXPECT_EQ(Sessions(), 1);
  // The database has nothing that would be a cookie.
  EXPECT_EQ(Count("select count(*) from login_session where "
                  "octet_length(session_hash) <> 32"),
            0);
}

TEST_F(LoginTest, LoggingOutNeedsAFormOfOurs) {
  Open();
  LoginBrowser browser = NewBrowser();
  EXPECT_EQ(browser.Post(Url("/logout"), {{"csrf", "x"}}).status, 401);
  LogIn(browser, kOlga);
  const std::string csrf = CsrfOf(browser);
  const auto reason = [&](const LoginBrowser::Fields& fields,
                          const std::map<std::string, std::string>& headers) {
    return ReasonOf(browser.Post(Url("/logout"), fields, headers));
  };
  EXPECT_EQ(reason({}, {}), "FORM_NOT_OURS");
  EXPECT_EQ(reason({{"csrf", "x"}}, {}), "FORM_NOT_OURS");
  EXPECT_EQ(reason({{"csrf", csrf}}, {{"Origin", "https://evil.example"}}),
            "FORM_NOT_OURS");
  EXPECT_EQ(reason({{"csrf", csrf}}, {{"Origin", "null"}}), "FORM_NOT_OURS");
  EXPECT_EQ(reason({{"csrf", csrf}}, {{"Sec-Fetch-Site", "cross-site"}}),
            "FORM_NOT_OURS");
  EXPECT_EQ(Sessions(), 1);
  EXPECT_EQ(browser.Get(Url("/logout")).status, 405);
  EXPECT_EQ(browser
                .Post(Url("/logout"), {{"csrf", csrf}},
                      {{"Origin", Url("")}, {"Sec-Fetch-Site", "same-origin"}})
                .status,
            200);
  EXPECT_EQ(Sessions(), 0);
}

TEST_F(LoginTest, TheIdentityProviderEndsASession) {
  Open();
  LoginBrowser browser = NewBrowser(), other = NewBrowser();
  LogIn(browser, kOlga);
  LogIn(other, kHolger);
  const auto redirect = browser.Get(idp_url_ + "/runtime/logout?user=" + kOlga);
  ASSERT_EQ(redirect.status, 303) << redirect.body;
  // Touched on its way: nothing happens.
  std::string touched = redirect.location;
  touched[touched.find("SAMLRequest=") + 20] ^= 1;
  EXPECT_GE(browser.Get(touched).status, 400);
  EXPECT_EQ(Sessions(), 2);
  const auto answer = browser.Get(redirect.location);
  ASSERT_EQ(answer.status, 303) << answer.body;
  EXPECT_THAT(answer.location,
              HasSubstr(idp_url_ + "/runtime/saml2/signoff.idp?SAMLResponse="));
  EXPECT_EQ(browser.Get(answer.location).status, 200);
  EXPECT_EQ(Sessions(), 1);
  EXPECT_TRUE(Who(SessionOf(other)).has_value());
  // Again: it was for that session.
  EXPECT_EQ(ReasonOf(browser.Get(redirect.location)), "ASSERTION_REPLAYED");
}

TEST_F(LoginTest, SessionsEnd) {
  PutPolicy("sessions { per_user: 2 }");
  Open();
  LoginBrowser browser = NewBrowser();
  LogIn(browser, kOlga);
  const std::string first = SessionOf(browser);
  ASSERT_TRUE(Who(first).has_value());
  Count(
      "update login_session set seen_at = now() - interval '31 minutes' "
      "returning 1::bigint");
  EXPECT_FALSE(Who(first).has_value());
  Count("update login_session set seen_at = now() returning 1::bigint");
  EXPECT_TRUE(Who(first).has_value());
  Count("update login_session set ends_at = now() returning 1::bigint");
  EXPECT_FALSE(Who(first).has_value());
  std::vector<std::string> all;
  for (int i = 0; i < 3; ++i) {
    LoginBrowser another = NewBrowser();
    EXPECT_EQ(LogIn(another, kOlga).status, 303);
    all.push_back(SessionOf(another));
  }
  EXPECT_FALSE(Who(all[0]).has_value()) << "the oldest makes room";
  EXPECT_TRUE(Who(all[1]).has_value());
  EXPECT_TRUE(Who(all[2]).has_value());
  EXPECT_EQ(Count("select count(*) from journal where kind = 11"), 1);
}

TEST_F(LoginTest, LoggingInAgainInTheSameBrowserEndsNoOther) {
  PutPolicy("sessions { per_user: 2 }");
  Open();
  LoginBrowser one = NewBrowser(), two = NewBrowser();
  LogIn(one, kOlga);
  LogIn(two, kOlga);
  const std::string before = SessionOf(two);
  LogIn(two, kOlga);
  EXPECT_TRUE(Who(SessionOf(one)).has_value());
  EXPECT_TRUE(Who(SessionOf(two)).has_value());
  EXPECT_FALSE(Who(before).has_value());
  EXPECT_EQ(Sessions(), 2);
}

TEST_F(LoginTest, TooManySessionsTurnTheNextOneAwayButNotFromItsOwnPlace) {
  PutPolicy("sessions { total: 2 }");
  Open();
  LoginBrowser one = NewBrowser(), two = NewBrowser(), three = NewBrowser();
  EXPECT_EQ(LogIn(one, kOlga).status, 303);
  EXPECT_EQ(LogIn(two, kOlga).status, 303);
  // Nobody else's session ends for somebody.
  EXPECT_EQ(LogIn(three, kHolger).status, 503);
  EXPECT_EQ(SessionOf(three), "");
  EXPECT_TRUE(Who(SessionOf(one)).has_value());
  EXPECT_TRUE(Who(SessionOf(two)).has_value());
  // One's own oldest does.
  EXPECT_EQ(LogIn(three, kOlga).status, 303);
  EXPECT_FALSE(Who(SessionOf(one)).has_value());
  EXPECT_TRUE(Who(SessionOf(two)).has_value());
  EXPECT_TRUE(Who(SessionOf(three)).has_value());
  EXPECT_EQ(Sessions(), 2);
  EXPECT_EQ(Count("select count(*) from journal where kind = 11"), 1);
  // Who was there in the same browser makes room too.
  EXPECT_EQ(LogIn(three, kHolger).status, 303);
  EXPECT_EQ(Sessions(), 2);
}

TEST_F(LoginTest, APolicyThatTakesTheRightsAwayEndsTheSession) {
  Open();
  LoginBrowser browser = NewBrowser();
  LogIn(browser, kHolger);
  const std::string cookie = SessionOf(browser);
  ASSERT_TRUE(Who(cookie).has_value());
  // His role is a reader's now, and then it does not cover our subjects.
  PutPolicy("", false, "reader");
  const auto reader = Who(cookie);
  ASSERT_TRUE(reader.has_value());
  EXPECT_FALSE(reader->who->Has(Right::kOperate));
  PutPolicy("kle_subjects: '27.45.00'", false, "reader");
  EXPECT_FALSE(Who(cookie).has_value());
  EXPECT_EQ(Sessions(), 0);
  EXPECT_EQ(Count("select count(*) from journal where kind = 11"), 1);
}

TEST_F(LoginTest, ANewSigningCertificateIsTakenWithoutARestart) {
  PutPolicy("");
  Open();
  ASSERT_TRUE(ring_->Roll(absl::Now(), absl::Now()).ok());
  LoginBrowser browser = NewBrowser();
  EXPECT_EQ(ReasonOf(LogIn(browser, kOlga)), "KEY_UNKNOWN");
  // The operators take the new certificate as one that may sign the metadata.
  std::ofstream(In("idp.pem")) << ring_->Signer(absl::Now()).certificate_pem();
  EXPECT_TRUE(LookUntil([&] {
    const auto redirect = browser.Get(Url("/login"));
    if (redirect.status != 303) return false;  // no metadata just then
    const auto page = browser.Get(redirect.location);
    return Answer(browser, Choose(browser, page, kOlga)).status == 303;
  }));
}

TEST_F(LoginTest, OpenIdConnectIsTheOtherWay) {
  PutPolicy("", true);
  Open();
  ASSERT_TRUE(
      oidc_
          ->Register(mint::Json(
              {{"client_id", "\"trivsel\""},
               {"redirect_uri", mint::JsonText(Url("/oidc/callback"))},
               {"certificate", mint::JsonText(ours_.certificate_pem())}}))
          .ok());
  LoginBrowser browser = NewBrowser();
  const auto choice = browser.Get(Url("/login"));
  EXPECT_EQ(choice.status, 200);
  EXPECT_THAT(choice.body, HasSubstr("med=oidc"));
  const auto begin = [&](LoginBrowser& one) {
    const auto page = BeginAt(one, "/login?med=oidc&til=/afviste");
    EXPECT_EQ(page.status, 200) << page.body;
    return one.Post(idp_url_ + "/oidc/login",
                    {{"ticket", page.Hidden("ticket")}, {"user", kHolger}});
  };
  const auto back = begin(browser);
  ASSERT_EQ(back.status, 303) << back.body;
  // In another browser, and a second time, it is nothing.
  LoginBrowser victim = NewBrowser();
  BeginAt(victim, "/login?med=oidc");
  const auto stolen = begin(browser);
  EXPECT_EQ(ReasonOf(victim.Get(stolen.location)), "LOGIN_OTHER_BROWSER");
  const auto done = browser.Get(back.location);
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(done.location, "/afviste");
  const auto who = Who(SessionOf(browser));
  ASSERT_TRUE(who.has_value());
  EXPECT_EQ(who->who->actor, std::string("user:") + kHolger + "@29189447");
  EXPECT_EQ(ReasonOf(browser.Get(back.location)), "LOGIN_NOT_BEGUN_HERE");
}

}  // namespace
}  // namespace trivsel::gateway
