// The faults' names, sentences, and what may be shown of a foreign text.
#include "validator/token/access_fault.h"

#include <gtest/gtest.h>

#include <set>

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

TEST(AccessFault, NamesAreWithoutPrefix) {
  EXPECT_EQ(FaultName(v1::ACCESS_FAULT_TOKEN_EXPIRED), "TOKEN_EXPIRED");
}

TEST(AccessFault, EachHasAllItsTexts) {
  std::set<std::string> danish, english;
  for (const v1::AccessFault code : AllAccessFaults()) {
    SCOPED_TRACE(FaultName(code));
    const v1::AccessFaultText& text = TextOf(code);
    EXPECT_TRUE(danish.insert(text.danish()).second);
    EXPECT_TRUE(english.insert(text.english()).second);
    EXPECT_FALSE(text.danish_advice().empty());
    EXPECT_FALSE(text.english_advice().empty());
    EXPECT_FALSE(text.oauth_error().empty());
    EXPECT_TRUE(text.grpc_code() == 3 || text.grpc_code() == 7 ||
                text.grpc_code() == 14 || text.grpc_code() == 16);
    EXPECT_TRUE(text.danish().ends_with('.'));
    EXPECT_TRUE(text.english().ends_with('.'));
  }
  EXPECT_GT(danish.size(), 60u);
  EXPECT_TRUE(TextOf(v1::ACCESS_FAULT_UNSPECIFIED).danish().empty());
  EXPECT_TRUE(TextOf(static_cast<v1::AccessFault>(9999)).danish().empty());
}

TEST(AccessFault, SentencesTellExpectedAndFound) {
  const Fault fault{v1::ACCESS_FAULT_TOKEN_EXPIRED, "a", "b"};
  EXPECT_EQ(DanishSentence(fault),
            "Tokenet er udløbet. Forventet: a. Fundet: b.");
  EXPECT_EQ(EnglishSentence(fault),
            "The token has expired. Expected: a. Found: b.");
  EXPECT_EQ(EnglishSentence({v1::ACCESS_FAULT_TOKEN_EXPIRED}),
            "The token has expired.");
}

TEST(AccessFault, ShowsOnlyWhatIsVisible) {
  EXPECT_EQ(Shown("Skønt"), "Skønt");
  EXPECT_EQ(Shown("a\nb\x1b[31m\x7f\xC2\x85"
                  "c"),
            "ab[31mc");
  EXPECT_EQ(Shown("a\xFF\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80z"), "az");
  EXPECT_EQ(Shown("left\xE2\x80\xAEright"), "leftright");
  EXPECT_EQ(Shown("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
}

TEST(AccessFault, CutsBetweenCharacters) {
  EXPECT_EQ(Shown("aø", 2), "a");
  EXPECT_EQ(Shown("aø", 3), "aø");
  EXPECT_EQ(Shown(std::string(5000, 'x')).size(), 200u);
}

TEST(AccessFault, MasksWhatCouldBeAPersonNumber) {
  EXPECT_EQ(Shown("cpr 0505149996."), "cpr ******-****.");
  EXPECT_EQ(Shown("050514-9996"), "******-****");
  EXPECT_EQ(Shown("05 05 14 9996"), "******-****");
  EXPECT_EQ(Shown("12345050514999612"), "******-****");
  EXPECT_EQ(Shown("11111111"), "11111111");
  EXPECT_EQ(Shown(" - 0505149996"), " - ******-****");
  EXPECT_EQ(Shown("- 1 -x"), "- 1 -x");
  const std::string thumbprint =
      "SHA-256 "
      "0123456789012345678901234567890123456789012345678901234567890123";
  EXPECT_EQ(Shown(thumbprint), thumbprint);
  EXPECT_EQ(Shown(thumbprint + "4"), "SHA-******-****");
  EXPECT_EQ(Shown("2026-03-02T08:00:00Z"), "2026-03-02T08:00:00Z");
  // Neither by a cut through it.
  const std::string shown = Shown(std::string(4090, 'x') + "0505149996", 4096);
  EXPECT_EQ(shown, std::string(4090, 'x'));
  EXPECT_EQ(Shown("xx0505149996", 8), "xx******");
}

}  // namespace
}  // namespace trivsel::validator::token
