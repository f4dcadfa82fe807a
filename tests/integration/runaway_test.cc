// A vendor whose program has run wild, beside one who reports as it should, at
// a gateway process of its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

namespace v1 = trivsel::gateway::v1;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr int kConnections = 64;
constexpr int kReportsPerSecond = 50;
constexpr seconds kTime(15);

// Sends the same report again and again over many connections, and never
// waits.
class Runaway {
 public:
  explicit Runaway(const World& world) {
    for (int i = 0; i < kConnections; ++i) {
      loops_.emplace_back([this, &world, i] { Run(world, i); });
    }
  }
  ~Runaway() { Stop(); }

  void Stop() {
    over_ = true;
    for (std::thread& loop : loops_) {
      if (loop.joinable()) loop.join();
    }
  }
  int64_t calls() const { return calls_; }
  // By ErrorInfo reason; "" were taken.
  std::map<std::string, int64_t> outcomes() const {
    std::lock_guard lock(mutex_);
    return outcomes_;
  }

 private:
  void Run(const World& world, int number) {
    const Submitter submitter(world, world.gateway_address(), "gateway-client");
    v1::SubmitReportRequest request;
    *request.mutable_submission()->mutable_report() =
        ReportFactory(1000 + static_cast<uint64_t>(number)).Next();
    while (!over_) {
      v1::SubmitReportResponse response;
      const grpc::Status status = submitter.Submit(request, &response);
      ++calls_;
      std::lock_guard lock(mutex_);
      ++outcomes_[status.ok() ? "" : Reason(status)];
    }
  }

  std::atomic<bool> over_{false};
  std::atomic<int64_t> calls_{0};
  mutable std::mutex mutex_;
  std::map<std::string, int64_t> outcomes_;
  std::vector<std::thread> loops_;
};

struct Seen {
  std::vector<double> ms;  // sorted
  std::vector<std::string> refusals;

  double At(double share) const {
    return ms.empty() ? 0
                      : ms[static_cast<size_t>(
                            share * static_cast<double>(ms.size() - 1))];
  }
};

// Sends at its pace whatever happens; a report counts from when it was due.
Seen Report(const World& world, uint64_t seed) {
  const Submitter submitter(world, world.gateway_address(), "fagsystem");
  ReportFactory factory(seed);
  Seen seen;
  const int count = kReportsPerSecond * static_cast<int>(kTime.count());
  const Clock::time_point begun = Clock::now();
  for (int i = 0; i < count; ++i) {
    const Clock::time_point due =
        begun + i * milliseconds(1000) / kReportsPerSecond;
    std::this_thread::sleep_until(due);
    const grpc::Status status = submitter.Submit(factory.Next());
    seen.ms.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - due).count());
    if (!status.ok()) {
      seen.refusals.push_back(Reason(status) + " " + status.error_message());
    }
  }
  std::sort(seen.ms.begin(), seen.ms.end());
  return seen;
}

TEST(RunawayTest, OneWhoRunsWildDoesNotStarveTheOther) {
  World world;
  ASSERT_TRUE(world.StartReceiver());
  ASSERT_TRUE(world.StartGateway());
  ASSERT_TRUE(world.Register());
  // Any certificate of the world's authority will do for a second submitter.
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{
           {"submitter", "set", "--name", "wild"},
           {"submitter", "allow", "--name", "wild", "--municipality",
            "11111111"},
           {"credential", "add", "--submitter", "wild", "--cert",
            world.Certificate("gateway-client.pem")}}) {
    std::string said;
    ASSERT_EQ(world.Ctl(words, &said), 0) << said;
  }
  for (const char* certificate : {"fagsystem", "gateway-client"}) {
    ASSERT_TRUE(
        Submitter(world, world.gateway_address(), certificate).AwaitKnown());
  }
  const Seen alone = Report(world, 1);
  Runaway wild(world);
  ASSERT_TRUE(WaitFor([&] { return wild.calls() > 1000; }, seconds(60)));
  const Seen beside = Report(world, 2);
  wild.Stop();
  std::printf(
      "alone: p50 %.1f ms, p99 %.1f ms; beside the loop: p50 %.1f ms, p99 %.1f "
      "ms, %zu of %zu refused\n",
      alone.At(0.5), alone.At(0.99), beside.At(0.5), beside.At(0.99),
      beside.refusals.size(), beside.ms.size());
  for (const auto& [reason, count] : wild.outcomes()) {
    std::printf("the loop, %s: %lld\n",
                reason.empty() ? "taken" : reason.c_str(),
                static_cast<long long>(count));
  }
  EXPECT_TRUE(alone.refusals.empty())
      << ::testing::PrintToString(alone.refusals);
  EXPECT_TRUE(beside.refusals.empty())
      << ::testing::PrintToString(beside.refusals);
}

}  // namespace
}  // namespace trivsel::testing
