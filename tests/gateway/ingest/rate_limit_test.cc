// The rate of a submitter, and how its municipalities share it.
#include "gateway/ingest/rate_limit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "gateway/ingest/fair_bucket.h"
#include "tests/gateway/ingest/ingest_fixture.h"

namespace trivsel::gateway::ingest {
namespace {

constexpr absl::Time kStart = absl::FromUnixSeconds(1'780'000'000);
constexpr absl::Duration kNone = absl::ZeroDuration();

TEST(FairBucketTest, AloneOneMayUseTheWholeRate) {
  FairBucket bucket(10, 100, kStart);
  for (int i = 0; i <= 100; ++i) {
    ASSERT_EQ(bucket.Take(1, 1, kStart), kNone) << "the burst, " << i;
  }
  EXPECT_GT(bucket.Take(1, 1, kStart), kNone);
  int taken = 0;
  absl::Time now = kStart;
  for (int i = 0; i < 60'000; ++i) {
    now += absl::Milliseconds(1);
    taken += bucket.Take(1, 1, now) == kNone ? 1 : 0;
  }
  EXPECT_NEAR(taken, 600, 1);
}

TEST(FairBucketTest, TheTimeToldIsExact) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    SeededRandom random(seed);
    const int rate = 1 + random.Below(1000);
    FairBucket bucket(rate, std::max(rate, 100), kStart);
    absl::Time now = kStart;
    // Some others took what they took.
    for (int i = random.Below(20); i > 0; --i) {
      bucket.Take(2 + random.Below(5), 1 + random.Below(100), now);
    }
    const int cost = 1 + random.Below(150);
    absl::Duration wait = kNone;
    while (wait == kNone) wait = bucket.Take(1, cost, now);
    // Others who are done meanwhile make it earlier, never later.
    const bool alone = bucket.members() == 1;
    now += wait - absl::Milliseconds(1);
    if (alone && wait > absl::Milliseconds(1)) {
      const absl::Duration left = bucket.Take(1, cost, now);
      EXPECT_NE(left, kNone) << "too late, seed " << seed;
      EXPECT_LE(left, absl::Milliseconds(1.1));
    }
    now += absl::Milliseconds(1);
    EXPECT_EQ(bucket.Take(1, cost, now), kNone) << "too early, seed " << seed;
  }
}

TEST(FairBucketTest, ABatchOverTheBurstIsTakenWholeAndWorkedOff) {
  FairBucket bucket(10, 100, kStart);
  EXPECT_EQ(bucket.Take(1, 1000, kStart), kNone);
  const absl::Duration wait = bucket.Take(1, 1, kStart);
  EXPECT_NEAR(absl::ToDoubleSeconds(wait), 90, 0.1);
}

TEST(FairBucketTest, WhatIsGivenBackWasNeverTaken) {
  FairBucket bucket(10, 100, kStart);
  EXPECT_EQ(bucket.Take(1, 80, kStart), kNone);
  EXPECT_EQ(bucket.Take(1, 40, kStart), kNone);
  EXPECT_GT(bucket.Take(1, 1, kStart), kNone);
  bucket.GiveBack(1, 40, kStart);
  EXPECT_DOUBLE_EQ(bucket.Owed(kStart), 80);
  EXPECT_EQ(bucket.Take(1, 1, kStart), kNone);
  bucket.GiveBack(1, 1'000'000, kStart);
  EXPECT_DOUBLE_EQ(bucket.Owed(kStart), 0);
  bucket.GiveBack(2, 5, kStart);
  EXPECT_DOUBLE_EQ(bucket.Owed(kStart), 0) << "nothing was taken";
}

TEST(FairBucketTest, OneThatOwesLittleTakesFromAnEmptyBucket) {
  FairBucket bucket(100, 100, kStart);
  // A flood of one municipality, and a huge batch at its end.
  while (bucket.Take(1, 1, kStart) == kNone) {
  }
  bucket.Take(2, 1000, kStart);
  EXPECT_GT(bucket.Owed(kStart), 1000);
  EXPECT_EQ(bucket.Take(3, 10, kStart), kNone);
  EXPECT_GT(bucket.Take(1, 1, kStart), kNone);
}

TEST(FairBucketTest, AnotherRateCountsFromNowOn) {
  FairBucket bucket(10, 100, kStart);
  while (bucket.Take(1, 1, kStart) == kNone) {
  }
  const absl::Time later = kStart + absl::Seconds(1);
  bucket.SetRate(1000, 1000, later);
  EXPECT_NEAR(bucket.Owed(later), 91, 0.01);
  EXPECT_NEAR(bucket.Owed(later + absl::Milliseconds(50)), 41, 0.01);
  EXPECT_EQ(bucket.Take(1, 500, later), kNone);
}

TEST(FairBucketTest, ManyMembersTakeBoundedMemory) {
  FairBucket bucket(100, 100, kStart);
  for (int member = 0; member < 100'000; ++member) {
    bucket.Take(member, 1, kStart);
    ASSERT_LE(bucket.members(), FairBucket::kMaxMembers + 1);
  }
  EXPECT_EQ(bucket.Owed(kStart + absl::Hours(1)), 0);
  EXPECT_EQ(bucket.members(), 0u);
}

// What each would get if the rate were divided max-min fairly.
std::vector<double> MaxMin(std::vector<double> demands, double rate) {
  std::vector<double> parts(demands.size(), 0);
  std::vector<size_t> order(demands.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return demands[a] < demands[b]; });
  for (size_t i = 0; i < order.size(); ++i) {
    const double equal = rate / static_cast<double>(order.size() - i);
    parts[order[i]] = std::min(demands[order[i]], equal);
    rate -= parts[order[i]];
  }
  return parts;
}

TEST(FairBucketProperty, TheRateIsDividedMaxMinFairly) {
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    SeededRandom random(seed);
    const double rate = 100 + random.Below(400);
    std::vector<double> demands(2 + random.Below(12));
    for (double& demand : demands) {
      // Some quiet, some in a loop.
      demand = random.Uniform() < 0.4 ? rate * (1 + 4 * random.Uniform())
                                      : rate / 20 * random.Uniform();
    }
    FairBucket bucket(rate, rate, kStart);
    constexpr int kSeconds = 120, kSteps = kSeconds * 1000;
    std::vector<double> due(demands.size(), 0), taken(demands.size(), 0);
    double all = 0;
    for (int step = 0; step < kSteps; ++step) {
      const absl::Time now = kStart + absl::Milliseconds(step);
      for (size_t i = 0; i < demands.size(); ++i) {
        // By chance, at its rate on the whole.
        due[i] += demands[i] / 1000 * 2 * random.Uniform();
        for (; due[i] >= 1; --due[i]) {
          if (bucket.Take(static_cast<int32_t>(i), 1, now) != kNone) continue;
          ++taken[i];
          ++all;
        }
      }
      // The bucket, and what little each may take of an empty one.
      ASSERT_LE(all, rate * (step / 1000.0) + 2.5 * rate + demands.size() + 1)
          << "seed " << seed;
    }
    const std::vector<double> fair = MaxMin(demands, rate);
    for (size_t i = 0; i < demands.size(); ++i) {
      EXPECT_GE(taken[i] / kSeconds, fair[i] * 0.95 - 0.2)
          << "seed " << seed << " member " << i << " of " << demands.size();
      EXPECT_LE(taken[i] / kSeconds, fair[i] * 1.05 + rate * 2.5 / kSeconds)
          << "seed " << seed << " member " << i;
    }
  }
}

TEST(FairBucketProperty, BatchesOfAnySizeAreHeldToTheRateAndStarveNobody) {
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    SeededRandom random(seed);
    const double rate = 200;
    const int members = 2 + random.Below(10);
    FairBucket bucket(rate, rate, kStart);
    std::vector<double> taken(members, 0);
    absl::Time now = kStart;
    double all = 0;
    int quiet_refused = 0;
    // Member 0 sends a report a second; the rest as fast as they can.
    for (int step = 0; step < 100'000; ++step) {
      now += absl::Milliseconds(1);
      if (step % 1000 == 0) {
        quiet_refused += bucket.Take(0, 1, now) == kNone ? 0 : 1;
      }
      const int member = 1 + random.Below(members - 1);
      const int cost = 1 + random.Below(100);
      if (bucket.Take(member, cost, now) != kNone) continue;
      taken[member] += cost;
      all += cost;
    }
    EXPECT_EQ(quiet_refused, 0) << "seed " << seed;
    EXPECT_NEAR(all / 100, rate, rate * 0.05) << "seed " << seed;
    for (int member = 1; member < members; ++member) {
      EXPECT_GT(taken[member] / 100, rate / (members - 1) * 0.7)
          << "seed " << seed << " member " << member << " of " << members;
    }
  }
}

TEST(RateLimitTest, SaysWhenWithALittleByChance) {
  MovingClock clock;
  SeededRandom random(1);
  RateLimit limit(random, clock);
  const Share share{1, 7};
  ASSERT_EQ(limit.Take(share, 10, 100), std::nullopt);
  ASSERT_EQ(limit.Take(share, 10, 50), std::nullopt);
  // 150 ahead, 100 is what one alone may be: five seconds.
  const auto excess = limit.Take(share, 10, 50);
  ASSERT_TRUE(excess.has_value());
  EXPECT_EQ(excess->ahead, 150);
  EXPECT_GE(excess->retry_after, absl::Seconds(5));
  EXPECT_LE(excess->retry_after, absl::Seconds(6.4));
  clock.Advance(excess->retry_after);
  EXPECT_EQ(limit.Take(share, 10, 50), std::nullopt);
}

TEST(RateLimitTest, EachSubmitterHasItsOwn) {
  MovingClock clock;
  FixedRandom random;
  RateLimit limit(random, clock);
  while (!limit.Take({1, 7}, 10, 10)) {
  }
  EXPECT_EQ(limit.Take({2, 7}, 10, 10), std::nullopt);
  limit.GiveBack({1, 7}, 10);
  EXPECT_EQ(limit.Take({1, 7}, 10, 10), std::nullopt);
  limit.GiveBack({3, 7}, 10);  // nothing of it is known
  EXPECT_EQ(limit.size(), 2u);
}

TEST(RateLimitTest, AChangedLimitHoldsAtOnce) {
  MovingClock clock;
  FixedRandom random;
  RateLimit limit(random, clock);
  while (!limit.Take({1, 7}, 10, 10)) {
  }
  EXPECT_EQ(limit.Take({1, 7}, 10'000, 10), std::nullopt);
}

TEST(RateLimitTest, ForgetsThoseWhoseBucketHasFilled) {
  MovingClock clock;
  FixedRandom random;
  RateLimit limit(random, clock);
  for (int i = 0; i < 100'000; ++i) {
    ASSERT_EQ(limit.Take({i, i % 98 + 1}, 100, 1), std::nullopt);
    clock.Advance(absl::Milliseconds(1));
    ASSERT_LE(limit.size(), 128u);
  }
}

}  // namespace
}  // namespace trivsel::gateway::ingest
