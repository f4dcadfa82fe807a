#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <chrono>
#include <string>

#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway::telemetry {
namespace {

using ::testing::HasSubstr;

TEST(MetricsDoorTest, TellsMetricsUntilItIsStopped) {
  Metrics metrics;
  metrics.Received("vendor", 3);
  const auto address = metrics.Serve("127.0.0.1:0");
  ASSERT_TRUE(address.ok()) << address.status();
  httplib::Client client("http://" + *address);
  const auto told = client.Get("/metrics");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->status, 200);
  EXPECT_THAT(told->body, HasSubstr("{submitter=\"vendor\"} 3"));
  metrics.StopServing();
  EXPECT_FALSE(httplib::Client("http://" + *address).Get("/metrics"));
}

TEST(MetricsDoorTest, AnAddressThatIsTakenIsSaid) {
  Metrics one, other;
  const auto address = one.Serve("127.0.0.1:0");
  ASSERT_TRUE(address.ok()) << address.status();
  const auto second = other.Serve(*address);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(*address));
}

// Left to itself, the server of the library takes two seconds for each.
TEST(MetricsDoorTest, StopsWithoutBeingWaitedFor) {
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) {
    Metrics metrics;
    ASSERT_TRUE(metrics.Serve("127.0.0.1:0").ok());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

}  // namespace
}  // namespace trivsel::gateway::telemetry
