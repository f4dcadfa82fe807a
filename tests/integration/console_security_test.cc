// What every route of the HTTPS door must hold, asked of each in turn: headers,
// forged forms, sessions that are none, addresses of others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "gateway/login/cookies.h"
#include "gateway/login/secrets.h"
#include "tests/integration/console_fixture.h"
#include "tests/integration/page_reader.h"

namespace trivsel::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Page = LoginBrowser::Page;

// Who asks there shows by other means who it is: with what it brings in the
// body, and the cookie of a login under way.
const std::set<std::string>& NotForms() {
  static const auto* paths = new std::set<std::string>{"/token", "/saml/acs"};
  return *paths;
}

// What somebody sees who is not logged in.
const std::set<std::string>& Public() {
  static const auto* paths = new std::set<std::string>{
      "/",         "/visning",       "/assets/{version}/{name}",
      "/standard", "/help/access",   "/login",
      "/saml/acs", "/saml/metadata", "/saml/slo",
      "/token",    "/oidc/callback"};
  return *paths;
}

std::string HeaderOf(const Page& page, const std::string& name) {
  const auto found = page.headers.find(name);
  return found == page.headers.end() ? "" : found->second;
}

void ExpectCookiesAreOurs(const Page& page) {
  for (const std::string& cookie : page.set_cookies) {
    EXPECT_THAT(cookie, StartsWith("__Host-trivsel"));
    for (const char* part : {"; Path=/;", "; Secure", "; HttpOnly"}) {
      EXPECT_THAT(cookie, HasSubstr(part));
    }
    const bool crosses = cookie.starts_with("__Host-trivsel-login=");
    EXPECT_THAT(cookie, HasSubstr(crosses ? "SameSite=None" : "SameSite=Lax"));
    EXPECT_THAT(cookie, Not(HasSubstr("Domain")));
  }
}

void ExpectSafe(const Page& page) {
  ASSERT_NE(page.status, 0);
  EXPECT_LT(page.status, 500) << page.body;
  EXPECT_EQ(page.headers.count("content-security-policy"), 1u);
  for (const char* part :
       {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"}) {
    EXPECT_THAT(page.policy, HasSubstr(part));
  }
  for (const char* part : {"unsafe", "http", "*", "data:"}) {
    EXPECT_THAT(page.policy, Not(HasSubstr(part)));
  }
  EXPECT_EQ(HeaderOf(page, "x-frame-options"), "DENY");
  EXPECT_EQ(HeaderOf(page, "x-content-type-options"), "nosniff");
  EXPECT_EQ(HeaderOf(page, "strict-transport-security"), "max-age=31536000");
  const std::string referrer = HeaderOf(page, "referrer-policy");
  EXPECT_TRUE(referrer == "no-referrer" || referrer == "same-origin");
  EXPECT_EQ(HeaderOf(page, "access-control-allow-origin"), "");
  EXPECT_EQ(HeaderOf(page, "server"), "");
  if (!page.body.empty()) {
    EXPECT_NE(HeaderOf(page, "content-type"), "");
  }
  ExpectCookiesAreOurs(page);
}

class ConsoleSecurityTest : public ConsoleFixture {
 protected:
  // A gateway with one rejected report.
  void OpenWithARejection() {
    OpenForAll();
    trivsel::ltt::v1::DeliveryReport report = factory_.Next();
    for (auto& entry : *report.mutable_entry()) {
      if (entry.has_care_plan()) entry.mutable_care_plan()->clear_period();
    }
    Submit(report, vendor_);
    report_key_ = Count("select report_key from rejection");
    ASSERT_GT(report_key_, 0);
  }

  // What would act, if it were let.
  static LoginBrowser::Fields Act() {
    return {{"handling", "note"},       {"tekst_til_handling", "Ringet op."},
            {"valgt", "1:1"},           {"grund", "Modtageren flytter"},
            {"begrundelse", "Fordi."},  {"fra", "2026-01-01T00:00"},
            {"til", "2026-01-02T00:00"}};
  }
};

TEST_F(ConsoleSecurityTest, EveryAnswerOfEveryRouteHasItsHeaders) {
  OpenWithARejection();
  LoginBrowser nobody = NewBrowser(), olga = LoggedIn(kOlga);
  ASSERT_GT(Routes().size(), 25u);
  const std::string body = "handling=tag";
  for (const Route& route : Routes()) {
    const std::string url = Url(Fill(route.path));
    for (LoginBrowser* browser : {&nobody, &olga}) {
      for (const char* method : {"GET", "POST", "PUT", "DELETE", "OPTIONS"}) {
        SCOPED_TRACE(std::string(method) + " " + route.path);
        const bool has_body = std::string(method) == "POST";
        const Page page =
            browser->Send(method, url, has_body ? &body : nullptr, {});
        ExpectSafe(page);
        const std::string keep = HeaderOf(page, "cache-control");
        const bool everybodys =
            route.path.starts_with("/assets/") || route.path == "/help/access";
        if (!everybodys) {
          EXPECT_EQ(keep, "no-store");
        }
      }
    }
  }
  for (const char* path : {"/x", "/overblik/", "/..%2f..%2fetc", "//", "/job/",
                           "/indberetning/%00", "/kommuner/..%2f1"}) {
    SCOPED_TRACE(path);
    ExpectSafe(olga.Get(Url(path)));
  }
}

// Each form, forged in each way; and that the genuine one is let.
TEST_F(ConsoleSecurityTest, EveryFormNeedsTheTokenOfItsSession) {
  OpenWithARejection();
  LoginBrowser olga = LoggedIn(kOlga), holger = LoggedIn(kHolger);
  const std::string csrf = CsrfOf(olga);
  const std::string before = Traces();
  std::set<std::string> left_out = NotForms();
  int forms = 0;
  for (const Route& route : Routes()) {
    if (route.method == "GET") continue;
    ASSERT_EQ(route.method, "POST") << route.path;
    if (left_out.erase(route.path) > 0) continue;
    ++forms;
    SCOPED_TRACE(route.path);
    const std::string url = Url(Fill(route.path));
    const auto ask = [&](const std::string& token,
                         const std::map<std::string, std::string>& headers,
                         const std::string& query = "") {
      LoginBrowser::Fields fields = Act();
      if (!token.empty()) fields.emplace("csrf", token);
      const Page page = olga.Post(url + query, fields, headers);
      EXPECT_TRUE(page.status == 403 || page.status == 415) << page.status;
      EXPECT_TRUE(page.status == 415 ||
                  page.body.find("Formularen er for gammel") !=
                      std::string::npos ||
                  ReasonOf(page) == "FORM_NOT_OURS")
          << page.body;
      EXPECT_THAT(page.location, "");
    };
    ask("", {});
    ask("x", {});
    ask(CsrfOf(holger), {});
    ask(SessionOf(olga), {});
    ask("", {}, "?csrf=" + csrf);
    for (const char* origin : {"https://evil.example", "null",
                               "http://localhost", "https://localhost", ""}) {
      if (*origin != '\0') ask(csrf, {{"Origin", origin}});
    }
    for (const char* site : {"cross-site", "same-site", "none"}) {
      ask(csrf, {{"Sec-Fetch-Site", site}});
    }
    for (const char* type : {"text/plain", "multipart/form-data; boundary=x",
                             "application/json"}) {
      ask(csrf, {{"Content-Type", type}});
    }
    EXPECT_EQ(Traces(), before);
  }
  EXPECT_TRUE(left_out.empty()) << "no such route: " << *left_out.begin();
  EXPECT_GE(forms, 10);
  // The same, genuine: nothing but the token was missing. Logging out last.
  for (const Route& route : Routes()) {
    if (route.method == "GET" || NotForms().contains(route.path)) continue;
    if (route.path == login::kLogoutPath) continue;
    SCOPED_TRACE(route.path);
    LoginBrowser::Fields fields = Act();
    fields.emplace("csrf", csrf);
    const Page page =
        olga.Post(Url(Fill(route.path)), fields,
                  {{"Origin", Url("")}, {"Sec-Fetch-Site", "same-origin"}});
    EXPECT_TRUE(page.status != 403 && page.status != 415 && page.status < 500)
        << page.status << page.body;
  }
  EXPECT_NE(Traces(), before);
  EXPECT_EQ(olga.Post(Url("/logout"), {{"csrf", csrf}}).status, 200);
}

TEST_F(ConsoleSecurityTest, AskingChangesNothing) {
  OpenWithARejection();
  LoginBrowser olga = LoggedIn(kOlga);
  LoginBrowser::Fields fields = Act();
  fields.emplace("csrf", CsrfOf(olga));
  const std::string query = "?" + LoginBrowser::Encoded(fields);
  const std::string before = Traces();
  for (const Route& route : Routes()) {
    SCOPED_TRACE(route.path);
    const Page page = olga.Get(Url(Fill(route.path)) + query);
    EXPECT_EQ(page.status == 405, route.method != "GET" &&
                                      route.path != "/job" &&
                                      !route.path.ends_with("/genafspil"))
        << page.status;
    EXPECT_EQ(Traces(), before);
  }
}

TEST_F(ConsoleSecurityTest, WithoutASessionNothingIsShownOrDone) {
  OpenWithARejection();
  LoginBrowser olga = LoggedIn(kOlga);
  const std::string old = SessionOf(olga);
  ASSERT_EQ(olga.Post(Url("/logout"), {{"csrf", CsrfOf(olga)}}).status, 200);
  const std::string before = Traces();
  // None; one that was planted; one that was logged out; what is none at all.
  for (const std::string& cookie :
       {std::string(), login::NewSecret(), old, std::string("x")}) {
    std::set<std::string> open = Public();
    for (const Route& route : Routes()) {
      SCOPED_TRACE(route.method + " " + route.path + " " + cookie);
      if (Public().contains(route.path)) {
        open.erase(route.path);
        continue;
      }
      LoginBrowser browser = NewBrowser();
      if (!cookie.empty()) {
        browser.SetCookie(Url(""), login::kSessionCookie, cookie);
      }
      const std::string path = Fill(route.path);
      if (route.method == "GET") {
        const Page page = browser.Get(Url(path) + "?x=1");
        EXPECT_EQ(page.status, 303);
        EXPECT_THAT(page.location, StartsWith("/login?til="));
        EXPECT_EQ(page.body, "");
        continue;
      }
      LoginBrowser::Fields fields = Act();
      fields.emplace("csrf", login::Derived("trivsel csrf", cookie));
      EXPECT_EQ(browser.Post(Url(path), fields).status, 401);
      EXPECT_NE(SessionOf(browser), cookie.size() == 43 ? cookie : "-");
    }
    EXPECT_TRUE(open.empty()) << "no such route: " << *open.begin();
  }
  EXPECT_EQ(Traces(), before);
}

// Wherever a route takes an address to go on to, it is one of ours.
TEST_F(ConsoleSecurityTest, NoRouteLeadsToAnotherSite) {
  OpenWithARejection();
  LoginBrowser olga = LoggedIn(kOlga);
  for (const char* evil :
       {"https://evil.example/", "//evil.example/", "/\\evil.example",
        "https:evil.example", "\\\\evil.example", "/\t/evil.example",
        "javascript:alert(1)", "/\r\nLocation: https://evil.example/",
        "/.//evil.example"}) {
    LoginBrowser::Fields fields;
    for (const char* name :
         {"til", "tilbage", "RelayState", "SAMLRequest", "SAMLResponse",
          "state", "code", "redirect_uri", "next", "med", "side"}) {
      fields.emplace(name, evil);
    }
    const std::string query = "?" + LoginBrowser::Encoded(fields);
    for (const Route& route : Routes()) {
      SCOPED_TRACE(route.path + " " + evil);
      LoginBrowser nobody = NewBrowser();
      for (LoginBrowser* browser : {&nobody, &olga}) {
        fields.erase("csrf");
        if (browser == &olga) fields.emplace("csrf", CsrfOf(olga));
        const bool form = route.method == "POST" && route.path != "/logout";
        const std::string url = Url(Fill(route.path)) + query;
        const Page page = form ? browser->Post(url, fields) : browser->Get(url);
        // To ourselves, by a path; or on to log in, with nothing of theirs.
        const std::string& to = page.location;
        EXPECT_TRUE(to.empty() || to.starts_with(idp_url_ + "/") ||
                    (to.starts_with("/") && !to.starts_with("//") &&
                     !to.starts_with("/\\")))
            << to;
        EXPECT_THAT(to.substr(0, to.find('?')), Not(HasSubstr("evil")));
        if (to.starts_with(idp_url_)) {
          EXPECT_THAT(to, Not(HasSubstr("evil")));
        }
        EXPECT_THAT(HeaderOf(page, "refresh"), "");
      }
    }
  }
}

// The identity provider's RelayState is signed with the message; ours is a
// secret and no address. A response by another way than we ask for is none.
TEST_F(ConsoleSecurityTest, RelayStateIsNeverAnAddress) {
  OpenForAll();
  LoginBrowser browser = NewBrowser();
  const auto page = Choose(browser, BeginAt(browser, "/login?til=/job"), kOlga);
  EXPECT_EQ(page.Hidden("RelayState").find("job"), std::string::npos);
  for (const char* relay : {"https://evil.example/", "//evil.example/", "/job",
                            "", "\"><script>alert(1)</script>"}) {
    const Page refused = browser.Post(
        Url("/saml/acs"),
        {{"SAMLResponse", page.Hidden("SAMLResponse")}, {"RelayState", relay}});
    EXPECT_EQ(ReasonOf(refused), "LOGIN_NOT_BEGUN_HERE");
    EXPECT_EQ(refused.location, "");
    EXPECT_EQ(ReadPage(refused.body).fault, "");
  }
  // An artifact instead of the response.
  EXPECT_EQ(ReasonOf(browser.Post(Url("/saml/acs"),
                                  {{"SAMLart", "AAQAAA=="},
                                   {"RelayState", page.Hidden("RelayState")}})),
            "PARAMETER_INVALID");
  EXPECT_EQ(browser.Get(Url("/saml/acs?SAMLart=AAQAAA==")).status, 405);
  EXPECT_EQ(Answer(browser, page).location, "/job");

  const Page logout = browser.Get(idp_url_ + "/runtime/logout?user=" + kOlga);
  ASSERT_EQ(logout.status, 303) << logout.body;
  for (const char* added :
       {"&RelayState=https%3A%2F%2Fevil.example%2F", "&RelayState=x"}) {
    const Page refused = browser.Get(logout.location + added);
    EXPECT_GE(refused.status, 400);
    EXPECT_EQ(refused.location, "");
  }
  EXPECT_EQ(Sessions(), 1);
  EXPECT_EQ(browser.Get(logout.location).status, 303);
  EXPECT_EQ(Sessions(), 0);
}

}  // namespace
}  // namespace trivsel::gateway
