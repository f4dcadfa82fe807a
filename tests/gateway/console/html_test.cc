// What is put into a page stays text.
#include "gateway/console/html.h"

#include <gtest/gtest.h>

#include <string>

namespace trivsel::gateway::console {
namespace {

TEST(Html, TextIsNeverMarkup) {
  Html html;
  html.Open("p").Text("<b>&\"'</b>\x01").Close();
  EXPECT_EQ(html.text(),
            "<p>&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;\xEF\xBF\xBD</p>\n");
}

TEST(Html, AttributesCannotBeLeft) {
  Html html;
  const std::string hostile = "x\" onclick=\"alert(1)";
  html.Void("input", {{"value", hostile}, {"aria-label", "'>"}});
  EXPECT_EQ(html.text(),
            "<input value=\"x&quot; onclick=&quot;alert(1)\" "
            "aria-label=\"&#39;&gt;\">");
}

TEST(Html, AttributesOnlyWhereTheyHold) {
  Html html;
  html.Void(
      "input",
      {Attribute::If(true, "checked"), Attribute::If(false, "required"),
       Attribute::If(false, "class", "a"), Attribute::If(true, "id", "b")});
  EXPECT_EQ(html.text(), "<input checked id=\"b\">");
}

TEST(Html, DocumentsCloseWhatIsOpen) {
  Html html;
  html.Open("html").Open("body").Leaf("p", "a");
  EXPECT_EQ(html.TakeDocument(),
            "<!DOCTYPE html>\n<html><body><p>a</p>\n</body></html>\n");
}

TEST(Html, OneScriptAFileOfOurs) {
  Html html;
  WriteScript(Path("/assets").Segment("x\"y"), &html);
  EXPECT_EQ(html.text(), "<script defer src=\"/assets/x%22y\"></script>");
}

TEST(Path, PartsAreEncoded) {
  EXPECT_EQ(Path("/a").Segment("b/c?d#e").text(), "/a/b%2Fc%3Fd%23e");
  EXPECT_EQ(Path("/a").Segment("..").text(), "/a/%2E");
  EXPECT_EQ(Path("/a").Query("k", "æ &=").Query("l", "1").text(),
            "/a?k=%C3%A6%20%26%3D&l=1");
  EXPECT_EQ(Path("/a").Fragment("x y").text(), "/a#x%20y");
  EXPECT_EQ(Path("#").Id("linje-3").text(), "#linje-3");
}

TEST(Path, FromOutsideOnlyOurs) {
  for (const char* bad :
       {"", "x", "//evil.example", "/\\evil.example", "https://evil.example",
        "javascript:alert(1)", "/a b", "/a\"b", "/a<b", "/a\r\nSet-Cookie:x",
        "/a\\b", "\t/a", "/.//evil.example", "/a//b"}) {
    EXPECT_FALSE(Path::Parse(bad).has_value()) << bad;
  }
  for (const char* good : {"/", "/overblik", "/afviste/liste?kode=A&side=1",
                           "/kommuner/1%20a#b", "/a?b=c//d"}) {
    const auto path = Path::Parse(good);
    ASSERT_TRUE(path.has_value()) << good;
    EXPECT_EQ(path->text(), good);
  }
}

}  // namespace
}  // namespace trivsel::gateway::console
