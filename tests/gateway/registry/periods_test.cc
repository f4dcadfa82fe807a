// Days as people write them, how long periods reach, pages; no database.
#include <gtest/gtest.h>

#include "gateway/registry/coverage.h"
#include "gateway/registry/danish_day.h"
#include "gateway/registry/page.h"

namespace trivsel::gateway::registry {
namespace {

absl::Time At(const char* text) {
  absl::Time time;
  std::string why;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &why)) << why;
  return time;
}

TEST(DanishDayTest, APeriodBeginsAndEndsAtDanishMidnight) {
  auto from = ReadFrom("2027-01-01");
  ASSERT_TRUE(from.ok()) << from.status();
  EXPECT_EQ(**from, At("2026-12-31T23:00:00Z"));
  auto until = ReadUntil("2027-06-30");
  ASSERT_TRUE(until.ok()) << until.status();
  EXPECT_EQ(**until, At("2027-06-30T22:00:00Z")) << "in summer time";
  EXPECT_EQ(ShowFrom(*from), "2027-01-01");
  EXPECT_EQ(ShowUntil(*until), "2027-06-30");
  EXPECT_EQ(LastDay(**until), absl::CivilDay(2027, 6, 30));
}

TEST(DanishDayTest, ExactTimesAndOpenEnds) {
  EXPECT_FALSE(ReadUntil("open")->has_value());
  EXPECT_EQ(ShowUntil({}), "");
  auto exact = ReadUntil("2027-06-30T12:00:00+02:00");
  ASSERT_TRUE(exact.ok()) << exact.status();
  EXPECT_EQ(ShowUntil(*exact), "2027-06-30T12:00:00+02:00");
}

TEST(DanishDayTest, WhatIsNoDay) {
  for (const char* text : {"", "2027", "2027-02-29", "2027-1-1", "01-01-2027",
                           "2027-01-01 ", "tomorrow"}) {
    EXPECT_FALSE(ReadFrom(text).ok()) << text;
    EXPECT_FALSE(ReadDay(text).ok()) << text;
  }
}

constexpr absl::Duration kDay = absl::Hours(24);

class CoverageTest : public ::testing::Test {
 protected:
  store::Period Of(int from, int until) {
    return {now_ + from * kDay, now_ + until * kDay};
  }
  const absl::Time now_ = absl::FromUnixSeconds(1800000000);
};

TEST_F(CoverageTest, GoesOnFromOneToTheNext) {
  const Coverage two = CoverageOf({Of(20, 40), Of(-5, 20)}, now_);
  EXPECT_TRUE(two.now);
  EXPECT_EQ(two.end, now_ + 40 * kDay);
  const Coverage gap = CoverageOf({Of(-5, 20), Of(21, 40)}, now_);
  EXPECT_EQ(gap.end, now_ + 20 * kDay);
  const Coverage open = CoverageOf({Of(-5, 20), {now_ + kDay, {}}}, now_);
  EXPECT_EQ(open.end, absl::InfiniteFuture());
}

TEST_F(CoverageTest, BeforeAndAfter) {
  const Coverage none = CoverageOf({}, now_);
  EXPECT_FALSE(none.now);
  EXPECT_EQ(none.end, absl::InfinitePast());
  const Coverage apart = CoverageOf({Of(-9, -3), Of(-20, -5), Of(4, 5)}, now_);
  EXPECT_FALSE(apart.now);
  EXPECT_EQ(apart.end, now_ - 3 * kDay);
  EXPECT_EQ(apart.next, now_ + 4 * kDay);
}

TEST(PageTest, ATokenIsForItsFilterOnly) {
  const std::string token = MakePageToken({"a", ""}, {"key", "7"});
  auto page = ReadPage(10, token, {"a", ""}, 2);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->size, 10);
  EXPECT_EQ(page->after, (Parts{"key", "7"}));
  EXPECT_TRUE(absl::IsOutOfRange(ReadPage(10, token, {"b", ""}, 2).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ReadPage(10, token, {"a", ""}, 1).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ReadPage(10, "???", {"a", ""}, 2).status()));
  EXPECT_TRUE(absl::IsOutOfRange(
      ReadPage(10, std::string(5000, 'A'), {"a", ""}, 2).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ReadPage(201, "", {}, 1).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ReadPage(-1, "", {}, 1).status()));
  auto first = ReadPage(0, "", {}, 2);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->size, kDefaultPage);
  EXPECT_EQ(first->after, (Parts{"", ""}));
}

}  // namespace
}  // namespace trivsel::gateway::registry
