#include "gateway/delivery/lane_schedule.h"

#include <gtest/gtest.h>

#include "tests/gateway/delivery/fakes.h"

namespace trivsel::gateway::delivery {
namespace {

class LaneScheduleTest : public ::testing::Test {
 protected:
  int16_t TakeLane() {
    const auto lease = schedule_.Take(now_);
    return lease.has_value() ? lease->lane : -1;
  }

  absl::Time now_ = absl::FromUnixSeconds(1000);
  FixedRandom random_{0};
  ScheduleOptions options_;
  LaneSchedule schedule_{options_};
};

TEST_F(LaneScheduleTest, GivesEachLaneToOneOnly) {
  schedule_.Adopt({{1, 3, 1}, {1, 9, 1}}, now_);
  EXPECT_EQ(TakeLane(), 3);
  EXPECT_EQ(TakeLane(), 9);
  EXPECT_EQ(TakeLane(), -1);
  schedule_.GiveBackBusy(9, /*large=*/true, now_);
  EXPECT_EQ(TakeLane(), 9);
}

TEST_F(LaneScheduleTest, ALaneInHandStaysInHandWhenItsLeaseChanges) {
  schedule_.Adopt({{1, 3, 1}}, now_);
  ASSERT_EQ(TakeLane(), 3);
  schedule_.Adopt({}, now_);           // lost
  schedule_.Adopt({{1, 3, 2}}, now_);  // and got again
  EXPECT_EQ(TakeLane(), -1);
  schedule_.GiveBackBusy(3, /*large=*/true, now_);
  const auto lease = schedule_.Take(now_);
  ASSERT_TRUE(lease.has_value());
  EXPECT_EQ(lease->fence, 2);
}

TEST_F(LaneScheduleTest, AnEmptyLaneIsLookedAtMoreAndMoreSeldom) {
  schedule_.Adopt({{1, 3, 1}}, now_);
  absl::Duration last = absl::ZeroDuration();
  for (int look = 0; look < 6; ++look) {
    ASSERT_EQ(TakeLane(), 3);
    schedule_.GiveBackEmpty(3, now_, random_);
    const absl::Duration wait = schedule_.NextDue() - now_;
    EXPECT_GE(wait, last);
    EXPECT_LE(wait, options_.idle_probe_max);
    last = wait;
    now_ = schedule_.NextDue();
  }
}

TEST_F(LaneScheduleTest, APokeWakesAnIdleLaneAtOnce) {
  schedule_.Adopt({{1, 3, 1}}, now_);
  ASSERT_EQ(TakeLane(), 3);
  schedule_.GiveBackEmpty(3, now_, random_);
  EXPECT_GT(schedule_.NextDue(), now_);
  schedule_.Poke(3, now_);
  EXPECT_EQ(schedule_.NextDue(), now_);
}

TEST_F(LaneScheduleTest, SmallBatchesKeepTheLingerApart) {
  schedule_.Adopt({{1, 3, 1}}, now_);
  ASSERT_EQ(TakeLane(), 3);
  const absl::Time begun = now_;
  now_ += absl::Milliseconds(4);
  schedule_.GiveBackBusy(3, /*large=*/false, now_);
  EXPECT_EQ(schedule_.NextDue(), begun + options_.linger);
  schedule_.Poke(3, now_);
  EXPECT_EQ(schedule_.NextDue(), begun + options_.linger);
  now_ = begun + options_.linger;
  ASSERT_EQ(TakeLane(), 3);
  schedule_.GiveBackEmpty(3, now_, random_);
  schedule_.Poke(3, now_);
  EXPECT_EQ(schedule_.NextDue(), now_) << "an empty look is no batch";
}

TEST_F(LaneScheduleTest, ABacklogIsSentWithoutPauses) {
  schedule_.Adopt({{1, 3, 1}}, now_);
  ASSERT_EQ(TakeLane(), 3);
  schedule_.GiveBackBusy(3, /*large=*/true, now_);
  EXPECT_EQ(schedule_.NextDue(), now_);
}

TEST_F(LaneScheduleTest, APokeWhileInHandIsNotForgotten) {
  schedule_.Adopt({{1, 3, 1}}, now_);
  ASSERT_EQ(TakeLane(), 3);
  schedule_.Poke(3, now_);
  schedule_.GiveBackEmpty(3, now_, random_);
  EXPECT_EQ(schedule_.NextDue(), now_);
}

TEST_F(LaneScheduleTest, APokeDoesNotCutAWaitAfterAFailureShort) {
  schedule_.Adopt({{1, 3, 1}}, now_);
  ASSERT_EQ(TakeLane(), 3);
  schedule_.GiveBackFailed(3, now_ + absl::Seconds(9));
  schedule_.Poke(3, now_);
  EXPECT_EQ(schedule_.NextDue(), now_ + absl::Seconds(9));
}

TEST_F(LaneScheduleTest, EndWaitsMakesWaitingLanesDue) {
  schedule_.Adopt({{1, 3, 1}, {1, 4, 1}}, now_);
  ASSERT_EQ(TakeLane(), 3);
  schedule_.GiveBackFailed(3, now_ + absl::Minutes(5));
  ASSERT_EQ(TakeLane(), 4);
  schedule_.GiveBackEmpty(4, now_, random_);
  schedule_.EndWaits(now_, absl::Seconds(1), random_);
  EXPECT_EQ(TakeLane(), 3);
  EXPECT_EQ(TakeLane(), -1);  // was only empty
}

TEST_F(LaneScheduleTest, CountsFailuresInARow) {
  schedule_.Adopt({{1, 3, 1}}, now_);
  EXPECT_EQ(schedule_.CountFailure(3), 1);
  EXPECT_EQ(schedule_.CountFailure(3), 2);
  schedule_.GiveBackBusy(3, /*large=*/true, now_);
  EXPECT_EQ(schedule_.CountFailure(3), 1);
}

TEST_F(LaneScheduleTest, LanesOutsideTheRangeAreIgnored) {
  schedule_.Adopt({{1, -1, 1}, {1, 64, 1}}, now_);
  schedule_.Poke(-5, now_);
  EXPECT_EQ(schedule_.held(), 0);
  EXPECT_EQ(schedule_.NextDue(), absl::InfiniteFuture());
}

}  // namespace
}  // namespace trivsel::gateway::delivery
