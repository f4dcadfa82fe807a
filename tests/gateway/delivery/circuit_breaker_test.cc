#include "gateway/delivery/circuit_breaker.h"

#include <gtest/gtest.h>

#include "tests/gateway/delivery/fakes.h"

namespace trivsel::gateway::delivery {
namespace {

class CircuitBreakerTest : public ::testing::Test {
 protected:
  void FailOn(std::initializer_list<int16_t> lanes) {
    for (const int16_t lane : lanes) breaker_.OnTransient(lane, now_, random_);
  }

  absl::Time now_ = absl::FromUnixSeconds(1000);
  FixedRandom random_{0.5};
  CircuitBreaker breaker_{BreakerOptions{}};
};

TEST_F(CircuitBreakerTest, OneUnluckyLaneDoesNotOpenIt) {
  FailOn({7, 7, 7, 7, 7, 7, 7, 8, 8, 7});
  EXPECT_FALSE(breaker_.open());
  EXPECT_TRUE(breaker_.Admit(now_));
}

TEST_F(CircuitBreakerTest, FiveFailuresOnThreeLanesOpenIt) {
  FailOn({1, 2, 3, 1});
  EXPECT_FALSE(breaker_.open());
  FailOn({2});
  EXPECT_TRUE(breaker_.open());
  EXPECT_FALSE(breaker_.Admit(now_));
}

TEST_F(CircuitBreakerTest, AnAnswerInBetweenBeginsTheCountAnew) {
  FailOn({1, 2, 3, 1});
  EXPECT_FALSE(breaker_.OnAnswer());
  FailOn({1, 2, 3, 1});
  EXPECT_FALSE(breaker_.open());
}

TEST_F(CircuitBreakerTest, ProbesWithOneBatchAtATime) {
  FailOn({1, 2, 3, 4, 5});
  now_ = breaker_.probe_at();
  EXPECT_TRUE(breaker_.Admit(now_));
  EXPECT_FALSE(breaker_.Admit(now_));  // that one is still out
  breaker_.OnNothingLearned();
  EXPECT_TRUE(breaker_.Admit(now_));
}

TEST_F(CircuitBreakerTest, FailedProbesComeFurtherApart) {
  FailOn({1, 2, 3, 4, 5});
  absl::Duration last = breaker_.probe_at() - now_;
  for (int probe = 0; probe < 4; ++probe) {
    now_ = breaker_.probe_at();
    ASSERT_TRUE(breaker_.Admit(now_));
    FailOn({1});
    const absl::Duration wait = breaker_.probe_at() - now_;
    EXPECT_GT(wait, last);
    EXPECT_LE(wait, absl::Seconds(30));
    last = wait;
  }
}

TEST_F(CircuitBreakerTest, ALateFailureOfBeforeIsNotAProbe) {
  FailOn({1, 2, 3, 4, 5});
  const absl::Time probe_at = breaker_.probe_at();
  FailOn({6});
  EXPECT_EQ(breaker_.probe_at(), probe_at);
}

TEST_F(CircuitBreakerTest, AGoodProbeClosesIt) {
  FailOn({1, 2, 3, 4, 5});
  ASSERT_TRUE(breaker_.Admit(breaker_.probe_at()));
  EXPECT_TRUE(breaker_.OnAnswer());
  EXPECT_FALSE(breaker_.open());
  EXPECT_EQ(breaker_.consecutive_failures(), 0);
  EXPECT_TRUE(breaker_.Admit(now_));
}

}  // namespace
}  // namespace trivsel::gateway::delivery
