// Forms as browsers send them, and as nobody should.
#include "gateway/console/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gateway/console/notice.h"
#include "gateway/console/settings.h"

namespace trivsel::gateway::console {
namespace {

using ::testing::ElementsAre;

TEST(Form, ReadsWhatBrowsersSend) {
  const Form form = Form::Read("a=1&a=2&tekst=+s%C3%A5dan+der%21+&tom=&b");
  EXPECT_THAT(form.Values("a"), ElementsAre("1", "2"));
  EXPECT_EQ(form.Value("tekst"), "sådan der!");
  EXPECT_EQ(form.Value("tom"), "");
  EXPECT_EQ(form.Value("b"), "");
  EXPECT_EQ(form.Value("c"), "");
}

TEST(Form, LeavesOutWhatIsNoText) {
  const Form form = Form::Read("a=%&b=%4&c=%00&d=%FF&e=%C0%80&f=%ED%A0%80&g=1");
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    EXPECT_TRUE(form.Values(name).empty()) << name;
  }
  EXPECT_EQ(form.Value("g"), "1");
}

TEST(Form, IsBounded) {
  std::string text;
  for (int i = 0; i < 10000; ++i) text += "a=1&";
  EXPECT_EQ(Form::Read(text).Values("a").size(), kMaxFields);
}

TEST(Form, Numbers) {
  EXPECT_EQ(ReadNumber("17"), 17);
  for (const char* bad : {"", "0", "-1", "1x", " 1", "99999999999999999999"}) {
    EXPECT_EQ(ReadNumber(bad), std::nullopt) << bad;
  }
}

http::Request WithCookie(const std::string& cookie) {
  http::Request request;
  request.headers.Add("Cookie", cookie);
  return request;
}

TEST(Settings, ComeFromCookies) {
  EXPECT_EQ(SettingsOf(http::Request()).language, Language::kDanish);
  const Settings settings = SettingsOf(
      WithCookie("x=1; __Host-trivsel-sprog=en; __Host-trivsel-farver=dark"));
  EXPECT_EQ(settings.language, Language::kEnglish);
  EXPECT_EQ(settings.theme, Theme::kDark);
}

TEST(Settings, GoBackOnlyToUs) {
  http::Request request;
  request.query = "sprog=en&tilbage=%2F%2Fevil.example";
  EXPECT_EQ(*ChangeSettings(request).headers.Find("Location"), "/overblik");
  request.query = "sprog=en&tilbage=%2Fjob%3Fside%3D3";
  EXPECT_EQ(*ChangeSettings(request).headers.Find("Location"), "/job?side=3");
  request.query = "sprog=%0D%0A";
  EXPECT_EQ(ChangeSettings(request).headers.Find("Set-Cookie"), nullptr);
}

TEST(Notice, IsToldOnce) {
  const Notice notice{
      Notice::Kind::kWarning, "To blev »ændret«;\n", {"a\nb", "c"}};
  const http::Response response = GoTo(Path("/job"), notice);
  EXPECT_EQ(response.status, 303);
  const std::string cookie = *response.headers.Find("Set-Cookie");
  const auto told = NoticeOf(WithCookie(cookie.substr(0, cookie.find(';'))));
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->kind, Notice::Kind::kWarning);
  EXPECT_EQ(told->text, "To blev »ændret«; ");
  EXPECT_THAT(told->items, ElementsAre("a b", "c"));
  EXPECT_FALSE(NoticeOf(WithCookie("__Host-trivsel-besked=%%%")).has_value());
  EXPECT_FALSE(NoticeOf(http::Request()).has_value());
}

}  // namespace
}  // namespace trivsel::gateway::console
