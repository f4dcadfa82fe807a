// Page tokens hold for their filter only.
#include "gateway/review/page_mark.h"

#include <gtest/gtest.h>

namespace trivsel::gateway::review {
namespace {

TEST(PageMark, GoesOnWhereItWas) {
  const std::string token = MakePageMark(1234567890123, "filter");
  auto mark = ReadPageMark(20, token, "filter");
  ASSERT_TRUE(mark.ok());
  EXPECT_EQ(mark->size, 20);
  EXPECT_EQ(mark->before, 1234567890123);
  mark = ReadPageMark(0, "", "filter");
  ASSERT_TRUE(mark.ok());
  EXPECT_EQ(mark->size, kDefaultPage);
  EXPECT_EQ(mark->before, 0);
}

TEST(PageMark, RefusesWhatItDidNotMake) {
  const std::string token = MakePageMark(7, "filter");
  for (const std::string& bad :
       {std::string("x"), std::string("%%%"), token + "A",
        std::string(5000, 'A'), MakePageMark(0, "filter"),
        MakePageMark(-1, "filter")}) {
    EXPECT_EQ(ReadPageMark(0, bad, "filter").status().code(),
              absl::StatusCode::kOutOfRange)
        << bad;
  }
  EXPECT_FALSE(ReadPageMark(0, token, "another").ok());
  EXPECT_FALSE(ReadPageMark(-1, "", "").ok());
  EXPECT_FALSE(ReadPageMark(201, "", "").ok());
  EXPECT_TRUE(ReadPageMark(200, "", "").ok());
}

}  // namespace
}  // namespace trivsel::gateway::review
