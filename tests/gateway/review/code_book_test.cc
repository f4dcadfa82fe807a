// Which codes words are about.
#include "gateway/review/code_book.h"

#include <gmock/gmock.h>

namespace trivsel::gateway::review {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class CodeBookTest : public ::testing::Test {
 protected:
  std::unique_ptr<const CodeBook> book_ = *CodeBook::Create();
};

TEST_F(CodeBookTest, KnowsTheStandardTheReaderAndTheGateway) {
  for (const char* code : {"LTT-CAREPLAN-PERIOD-END-MISSING",
                           "FHIR-EMPTY-ARRAY", "GW-RECEIVER-REFUSED"}) {
    const auto* sentences = book_->Find(code);
    ASSERT_NE(sentences, nullptr) << code;
    EXPECT_NE(sentences->danish, "");
    EXPECT_NE(sentences->english, "");
  }
  EXPECT_EQ(book_->Find("MODTAGER-17"), nullptr);
}

TEST_F(CodeBookTest, FindsByCodeDanishAndEnglish) {
  for (const char* text :
       {"fhir-empty-array", "TOM LISTE", "Udelad liste", "empty array"}) {
    EXPECT_THAT(book_->Matching(WordsOf(text)), Contains("FHIR-EMPTY-ARRAY"))
        << text;
  }
  // Each of the words must be there.
  EXPECT_THAT(book_->Matching(WordsOf("tom kamel")), IsEmpty());
  EXPECT_THAT(book_->Matching(WordsOf("rejected")),
              Not(Contains("FHIR-EMPTY-ARRAY")));
  EXPECT_TRUE(book_->Matches("MODTAGER-17", WordsOf("modtager")));
  EXPECT_FALSE(book_->Matches("MODTAGER-17", WordsOf("liste")));
}

TEST(Words, AreSmallAlsoInDanish) {
  EXPECT_THAT(WordsOf("  ÆBLE\tØl \n Århus AU "),
              ElementsAre("æble", "øl", "århus", "au"));
  EXPECT_EQ(ToSmall("É×\xC3"), "é×\xC3");
  EXPECT_THAT(WordsOf(" "), IsEmpty());
  EXPECT_EQ(WordsOf("a b c d e f g h i j k l").size(), 10u);
  EXPECT_TRUE(HoldsWords("Modtageren Ærgrede sig", WordsOf("ærgrede MOD")));
}

}  // namespace
}  // namespace trivsel::gateway::review
