#include "gateway/delivery/send_policy.h"

#include <gtest/gtest.h>

#include "tests/gateway/delivery/fakes.h"

namespace trivsel::gateway::delivery {
namespace {

TEST(Backoff, DoublesToTheCap) {
  const BackoffOptions options;
  EXPECT_EQ(BackoffCeiling(options, 1), absl::Seconds(1));
  EXPECT_EQ(BackoffCeiling(options, 2), absl::Seconds(2));
  EXPECT_EQ(BackoffCeiling(options, 5), absl::Seconds(16));
  EXPECT_EQ(BackoffCeiling(options, 10), absl::Minutes(5));
  EXPECT_EQ(BackoffCeiling(options, 1'000'000), absl::Minutes(5));
}

TEST(Backoff, NeverFallsAndNeverPassesTheCap) {
  for (const double factor : {1.0, 1.5, 2.0, 1000.0}) {
    const BackoffOptions options = {absl::Milliseconds(3), factor,
                                    absl::Seconds(7)};
    absl::Duration last = absl::ZeroDuration();
    for (int failures = 0; failures < 200; ++failures) {
      const absl::Duration ceiling = BackoffCeiling(options, failures);
      EXPECT_GE(ceiling, last);
      EXPECT_LE(ceiling, options.cap);
      last = ceiling;
    }
  }
}

TEST(Backoff, JitterIsDrawnBelowTheCeiling) {
  const BackoffOptions options;
  FixedRandom low(0), half(0.5);
  EXPECT_EQ(BackoffDelay(options, 3, low), absl::ZeroDuration());
  EXPECT_EQ(BackoffDelay(options, 3, half), absl::Seconds(2));
}

TEST(Classify, ByStatus) {
  EXPECT_EQ(ClassifyHttpStatus(200, false), SendClass::kAnswered);
  EXPECT_EQ(ClassifyHttpStatus(0, false), SendClass::kTransient);
  EXPECT_EQ(ClassifyHttpStatus(500, false), SendClass::kTransient);
  EXPECT_EQ(ClassifyHttpStatus(503, false), SendClass::kTransient);
  EXPECT_EQ(ClassifyHttpStatus(503, true), SendClass::kOverloaded);
  EXPECT_EQ(ClassifyHttpStatus(429, false), SendClass::kOverloaded);
  EXPECT_EQ(ClassifyHttpStatus(408, false), SendClass::kTransient);
  EXPECT_EQ(ClassifyHttpStatus(302, false), SendClass::kTurnedAway);
  EXPECT_EQ(ClassifyHttpStatus(400, true), SendClass::kBatchFault);
  EXPECT_EQ(ClassifyHttpStatus(403, false), SendClass::kTurnedAway);
  EXPECT_EQ(ClassifyHttpStatus(409, false), SendClass::kBatchFault);
  EXPECT_EQ(ClassifyHttpStatus(413, false), SendClass::kBatchFault);
  EXPECT_EQ(ClassifyHttpStatus(422, false), SendClass::kBatchFault);
  EXPECT_EQ(ClassifyHttpStatus(401, false), SendClass::kTurnedAway);
  EXPECT_EQ(ClassifyHttpStatus(404, false), SendClass::kTurnedAway);
}

TEST(RetryAfter, SecondsAndDates) {
  const absl::Time now = absl::FromUnixSeconds(1445412480);  // 07:28:00
  EXPECT_EQ(ParseRetryAfter("120", now), absl::Seconds(120));
  EXPECT_EQ(ParseRetryAfter(" 7 \r", now), absl::Seconds(7));
  EXPECT_EQ(ParseRetryAfter("Wed, 21 Oct 2015 07:28:30 GMT", now),
            absl::Seconds(30));
  EXPECT_EQ(ParseRetryAfter("Wed, 21 Oct 2015 07:27:00 GMT", now),
            absl::ZeroDuration());
}

TEST(RetryAfter, NonsenseAndTooLong) {
  const absl::Time now = absl::FromUnixSeconds(1445412480);
  EXPECT_EQ(ParseRetryAfter("", now), std::nullopt);
  EXPECT_EQ(ParseRetryAfter("soon", now), std::nullopt);
  EXPECT_EQ(ParseRetryAfter("12x", now), std::nullopt);
  EXPECT_EQ(ParseRetryAfter("-5", now), absl::ZeroDuration());
  EXPECT_EQ(ParseRetryAfter("999999", now), absl::Hours(1));
  EXPECT_EQ(ParseRetryAfter("99999999999999999999999", now), std::nullopt);
}

}  // namespace
}  // namespace trivsel::gateway::delivery
