// Every text is there in both languages, and says where its values go alike.
#include "gateway/console/texts.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace trivsel::gateway::console {
namespace {

size_t Places(std::string_view text) {
  size_t count = 0;
  for (size_t at = text.find("{}"); at != std::string_view::npos;
       at = text.find("{}", at + 2)) {
    ++count;
  }
  return count;
}

TEST(Texts, NoneIsMissing) {
  std::set<std::string> names;
  ASSERT_GT(AllTexts().size(), 200u);
  for (const BothTexts& text : AllTexts()) {
    EXPECT_TRUE(names.insert(text.name).second) << text.name;
    EXPECT_STRNE(text.danish, "") << text.name;
    EXPECT_STRNE(text.english, "") << text.name;
    EXPECT_EQ(Places(text.danish), Places(text.english)) << text.name;
    EXPECT_LE(Places(text.danish), 2u) << text.name;
  }
}

TEST(Texts, SentencesAreTranslated) {
  for (const BothTexts& text : AllTexts()) {
    // Short ones may be the same in both ("Job: {}").
    if (std::string_view(text.danish).size() < 20) continue;
    EXPECT_STRNE(text.danish, text.english) << text.name;
  }
}

TEST(Texts, ValuesAreSaidInOrder) {
  EXPECT_EQ(Say(Language::kDanish, T::kOf, "3", "{}"), "3 af {}");
  EXPECT_EQ(Say(Language::kEnglish, T::kSince, "{}"), "since {}");
}

TEST(Texts, ErrorsHaveTwoHalves) {
  EXPECT_EQ(Half(Language::kDanish, "findes ikke / not there"), "findes ikke");
  EXPECT_EQ(Half(Language::kEnglish, "findes ikke / not there"), "not there");
  EXPECT_EQ(Half(Language::kEnglish, "one"), "one");
}

}  // namespace
}  // namespace trivsel::gateway::console
