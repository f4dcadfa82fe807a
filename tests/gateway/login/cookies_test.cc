// Cookies, and where a browser may be sent.
#include "gateway/login/cookies.h"

#include <gtest/gtest.h>

#include "gateway/login/secrets.h"

namespace trivsel::gateway::login {
namespace {

http::Request With(const std::string& cookies) {
  http::Request request;
  request.headers.Add("Cookie", cookies);
  return request;
}

TEST(Cookies, OnlyOneOfOurFormCounts) {
  const std::string secret = NewSecret();
  ASSERT_TRUE(IsSecret(secret));
  const std::string name = kSessionCookie;
  EXPECT_EQ(CookieOf(With("a=b; " + name + "=" + secret + "; c=d"), name),
            secret);
  EXPECT_EQ(
      CookieOf(With(name + "=" + secret + "; " + name + "=" + secret), name),
      "");
  EXPECT_EQ(CookieOf(With(name + "=short"), name), "");
  EXPECT_EQ(CookieOf(With("x" + name + "=" + secret), name), "");
  EXPECT_EQ(CookieOf(With(std::string(kAttemptCookie) + "=" + secret), name),
            "");
  EXPECT_EQ(CookieOf(http::Request(), name), "");
}

TEST(Cookies, AttributesAreThoseOfHostCookies) {
  const std::string session = SetSessionCookie("v");
  EXPECT_EQ(session,
            "__Host-trivsel=v; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(SetAttemptCookie("v"),
            "__Host-trivsel-login=v; Path=/; Secure; HttpOnly; SameSite=None; "
            "Max-Age=600");
  EXPECT_NE(EndSessionCookie().find("Max-Age=0"), std::string::npos);
}

TEST(Cookies, OnlyPathsOfOurOwnAreGoneBackTo) {
  for (const char* good : {"/", "/afviste", "/afviste?kode=LTT-X&side=2",
                           "/a?b=c//d", "/%2F%2Fx"}) {
    EXPECT_TRUE(IsLocalPath(good)) << good;
  }
  for (const char* bad :
       {"", "afviste", "//evil.example", "/\\evil.example", "\\\\evil",
        "https://evil.example", "javascript:alert(1)", "/a b", "/a\r\nX: y",
        "/a\\b", "/a#b", "/a\"", "/a<", "/\t/evil.example", "/.//evil.example",
        "/a//b"}) {
    EXPECT_FALSE(IsLocalPath(bad)) << bad;
  }
  EXPECT_FALSE(IsLocalPath("/" + std::string(2000, 'a')));
}

TEST(Secrets, AreUniqueAndTellNothingOfEachOther) {
  const std::string a = NewSecret(), b = NewSecret();
  EXPECT_NE(a, b);
  EXPECT_EQ(HashOf(a).size(), 32u);
  EXPECT_NE(Derived("x", a), Derived("y", a));
  EXPECT_EQ(Derived("x", a), Derived("x", a));
  EXPECT_TRUE(SameSecret(a, a));
  EXPECT_FALSE(SameSecret(a, b));
  EXPECT_FALSE(SameSecret("", ""));
}

}  // namespace
}  // namespace trivsel::gateway::login
