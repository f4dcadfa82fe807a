// The floors of a lane, step by step.
#include "gateway/queue/lane_floor.h"

#include <gtest/gtest.h>

#include "gateway/queue/batch_floor.h"
#include "gateway/queue/key_horizon.h"

namespace trivsel::gateway::queue {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'780'000'000);

TEST(LaneFloorTest, RisesWhenAllBeforeTheSealHaveEnded) {
  LaneFloor floor;
  EXPECT_EQ(floor.Get(1, kStart), 0);
  floor.OnSealed(/*last_key=*/10, /*own=*/100, /*oldest=*/90, /*seen=*/0);
  EXPECT_EQ(floor.Get(1, kStart), 0) << "95 may still bring key 7";
  floor.OnSealed(20, 110, 95, 0);
  EXPECT_EQ(floor.Get(1, kStart), 0) << "95 still runs";
  floor.OnSealed(30, 120, 100, 0);
  EXPECT_EQ(floor.Get(1, kStart), 11);
  floor.OnSealed(40, 130, 121, 0);
  EXPECT_EQ(floor.Get(1, kStart), 31);
}

TEST(LaneFloorTest, RisesAtALookBeforeTheNextSeal) {
  LaneFloor floor;
  floor.OnSealed(10, 100, 90, 0);
  floor.OnLooked(/*first=*/12, /*oldest=*/99);
  EXPECT_EQ(floor.proven(), 0) << "99 may still bring key 7";
  floor.OnLooked(12, 100);
  EXPECT_EQ(floor.proven(), 11);
  floor.OnLooked(30, 101);
  EXPECT_EQ(floor.proven(), 11) << "between 11 and 30 keys may still come";
  floor.OnSealed(20, 110, 101, 0);
  floor.OnLooked(std::nullopt, 111);
  EXPECT_EQ(floor.proven(), 21) << "nothing waits";
}

TEST(LaneFloorTest, ALookThatFindsALateKeyRaisesItUpToThatKey) {
  LaneFloor floor;
  floor.OnSealed(10, 100, 90, 0);
  floor.OnLooked(/*first=*/7, /*oldest=*/105);
  EXPECT_EQ(floor.proven(), 7);
  floor.OnSealed(7, 110, 105, 0);
  floor.OnLooked(20, 115);
  EXPECT_EQ(floor.proven(), 8);
}

TEST(LaneFloorTest, StaysBelowWhatASmallSealLeft) {
  LaneFloor floor;
  floor.Get(1, kStart);
  floor.OnSealed(100, 200, 150, 0);
  // Late keys turned up, more than went into one batch: the last taken was 7.
  floor.OnSealed(7, 210, 205, 0);
  EXPECT_EQ(floor.Get(1, kStart), 8);
}

TEST(LaneFloorTest, ASealProvesWhatLiesBelowTheHorizon) {
  LaneFloor floor;
  floor.OnSealed(10, 100, 90, /*seen=*/50);
  EXPECT_EQ(floor.proven(), 11);
  floor.OnLooked(40, 200);
  EXPECT_EQ(floor.proven(), 11) << "nothing waited to be proven";
  floor.OnSealed(70, 110, 105, /*seen=*/50);
  EXPECT_EQ(floor.proven(), 51) << "above 50 late keys may come";
  floor.OnLooked(std::nullopt, 111);
  EXPECT_EQ(floor.proven(), 71);
}

TEST(KeyHorizonTest, RisesWhenAllThatCouldHaveDrawnHaveEnded) {
  KeyHorizon horizon;
  EXPECT_EQ(horizon.Seen(/*oldest=*/1000), 0);
  horizon.OnSample(/*last_key=*/50, /*own=*/100);
  EXPECT_EQ(horizon.Seen(99), 0) << "99 may still bring key 50";
  horizon.OnSample(80, 110);
  EXPECT_EQ(horizon.Seen(100), 50);
  EXPECT_EQ(horizon.Seen(99), 0) << "an older snapshot";
  horizon.OnSample(90, 120);
  EXPECT_EQ(horizon.Seen(120), 90);
  EXPECT_EQ(horizon.Seen(119), 50);
  EXPECT_EQ(horizon.Seen(99), 0);
}

void Raise(LaneFloor* floor) {
  floor->OnSealed(10, 100, 90, 0);
  floor->OnSealed(20, 110, 105, 0);
}

TEST(LaneFloorTest, IsForgottenWithTheLeaseUnlessTheRowKeepsIt) {
  LaneFloor floor;
  floor.Get(1, kStart);
  Raise(&floor);
  ASSERT_EQ(floor.Get(1, kStart), 11);
  EXPECT_EQ(floor.Get(2, kStart), 0);
  floor.OnLeased(3, /*kept=*/11, kStart);
  EXPECT_EQ(floor.Get(3, kStart), 11);
  floor.OnLeased(3, /*kept=*/5, kStart);
  EXPECT_EQ(floor.Get(3, kStart), 11) << "what is proven stays";
}

TEST(LaneFloorTest, WalksOverAllNowAndThen) {
  const absl::Duration pause = LaneFloor::kLeastPause;
  LaneFloor floor;
  floor.OnLeased(1, 0, kStart);
  Raise(&floor);
  EXPECT_EQ(floor.Get(1, kStart + pause), 0);
  EXPECT_EQ(floor.Get(1, kStart + pause), 11) << "one walk is enough";
  EXPECT_EQ(floor.Get(1, kStart), 0) << "the clock went back";
}

TEST(LaneFloorTest, WalksTheSeldomerTheLongerAWalkTakes) {
  LaneFloor floor;
  floor.OnLeased(1, 0, kStart);
  Raise(&floor);
  const absl::Time walk = kStart + LaneFloor::kLeastPause;
  ASSERT_EQ(floor.Get(1, walk), 0);
  floor.OnWalked(absl::Milliseconds(50));
  EXPECT_EQ(floor.Get(1, walk + absl::Seconds(319)), 11);
  EXPECT_EQ(floor.Get(1, walk + absl::Seconds(320)), 0);
}

TEST(BatchFloorTest, RisesWhenNoneIsUnsettled) {
  BatchFloor floor;
  EXPECT_EQ(floor.Get(1).batch, 0);
  EXPECT_EQ(floor.Get(1).replay, -1) << "no replay has that number";
  floor.OnBatch(17);
  EXPECT_EQ(floor.Get(1).batch, 0) << "17 is not settled";
  floor.OnNoneUnsettled(/*replay=*/3);
  EXPECT_EQ(floor.Get(1).batch, 18);
  EXPECT_EQ(floor.Get(1).replay, 3);
}

TEST(BatchFloorTest, IsForgottenWithTheLeaseAndByAReplay) {
  BatchFloor floor;
  floor.Get(1);
  floor.OnBatch(17);
  floor.OnNoneUnsettled(3);
  floor.OnNoneUnsettled(/*replay=*/-1);
  EXPECT_EQ(floor.Get(1).replay, -1) << "one is open";
  floor.OnNoneUnsettled(4);
  EXPECT_EQ(floor.Get(1).batch, 18);
  EXPECT_EQ(floor.Get(2).batch, 0);
}

}  // namespace
}  // namespace trivsel::gateway::queue
