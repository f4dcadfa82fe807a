#include "gateway/delivery/dispatcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>

#include "tests/gateway/delivery/fakes.h"

namespace trivsel::gateway::delivery {
namespace {

// Waits until the condition holds; false after ten seconds.
bool Eventually(const std::function<bool()>& condition) {
  const absl::Time until = absl::Now() + absl::Seconds(10);
  while (absl::Now() < until) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return condition();
}

class DispatcherTest : public ::testing::Test {
 protected:
  DispatcherTest() {
    options_.destination_id = 1;
    options_.owner = "test";
    options_.renew_every = absl::Milliseconds(20);
    options_.schedule = {absl::Milliseconds(1), absl::Milliseconds(2),
                         absl::Milliseconds(10)};
    options_.backoff = {absl::Milliseconds(2), 2, absl::Milliseconds(20)};
    options_.store_backoff = options_.backoff;
    options_.breaker.probe = options_.backoff;
  }

  void Begin(Clock* clock = nullptr) {
    dispatcher_ = std::make_unique<Dispatcher>(
        &queue_, &destination_, clock == nullptr ? &clock_ : clock, &random_,
        options_);
    dispatcher_->Start();
  }

  bool AllSettled(size_t count) {
    return Eventually([&] { return queue_.settled().size() == count; });
  }

  SystemClock clock_;
  FakeClock fake_clock_;
  SystemRandom random_;
  DispatcherOptions options_;
  MemoryLaneQueue queue_;
  ScriptedDestination destination_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

// Ids "<lane>-<number>"; whether each lane's first arrivals are in order.
bool InOrderByLane(const std::vector<std::string>& arrivals) {
  std::map<std::string, int> last;
  std::set<std::string> seen;
  for (const std::string& id : arrivals) {
    if (!seen.insert(id).second) continue;
    const size_t dash = id.find('-');
    const int number = std::stoi(id.substr(dash + 1));
    const auto [entry, fresh] = last.emplace(id.substr(0, dash), number);
    if (!fresh && number <= entry->second) return false;
    entry->second = number;
  }
  return true;
}

TEST_F(DispatcherTest, DeliversAllLanesEachInOrder) {
  options_.limits.max_reports = 7;
  for (int number = 0; number < 50; ++number) {
    for (int16_t lane = 0; lane < queue::kLanes; ++lane) {
      queue_.Add(lane, std::to_string(lane) + "-" + std::to_string(number));
    }
  }
  Begin();
  ASSERT_TRUE(AllSettled(50 * queue::kLanes));
  EXPECT_TRUE(InOrderByLane(destination_.arrivals()));
  EXPECT_FALSE(destination_.violated());
  ASSERT_TRUE(Eventually([&] {
    return dispatcher_->Status().reports_confirmed == 50 * queue::kLanes;
  }));
  const DestinationStatus status = dispatcher_->Status();
  EXPECT_EQ(status.lanes_held, queue::kLanes);
  EXPECT_EQ(status.oldest_undelivered_age, absl::ZeroDuration());
}

TEST_F(DispatcherTest, KeepsOrderAndBytesWhileEveryThirdSendFails) {
  options_.limits.max_reports = 3;
  auto count = std::make_shared<std::atomic<int>>(0);
  destination_.SetAnswer([count](const queue::SealedBatch& batch) {
    switch (++*count % 6) {
      case 1:
        return ScriptedDestination::Fail(SendClass::kTransient);
      case 3:
        return ScriptedDestination::Fail(SendClass::kBatchFault);
      default:
        return ScriptedDestination::ConfirmAll(batch);
    }
  });
  for (int number = 0; number < 20; ++number) {
    for (int16_t lane = 0; lane < 8; ++lane) {
      queue_.Add(lane, std::to_string(lane) + "-" + std::to_string(number));
    }
  }
  Begin();
  ASSERT_TRUE(AllSettled(160));
  EXPECT_TRUE(InOrderByLane(destination_.arrivals()));
  EXPECT_FALSE(destination_.violated());
}

TEST_F(DispatcherTest, APokeIsEnough) {
  options_.schedule.idle_probe = absl::Hours(1);
  options_.schedule.idle_probe_max = absl::Hours(1);
  Begin();
  ASSERT_TRUE(Eventually(
      [&] { return dispatcher_->Status().lanes_held == queue::kLanes; }));
  // All lanes have been found empty and would sleep for an hour now; add to
  // one until its first look is over for sure.
  int added = 0;
  ASSERT_TRUE(Eventually([&] {
    queue_.Add(9, "9-" + std::to_string(added++));
    dispatcher_->Poke(9);
    return queue_.settled().size() >= 5;
  }));
}

TEST_F(DispatcherTest, ADeadReceiverIsLeftInPeaceAndThenGetsEverything) {
  options_.breaker.probe = {absl::Hours(1), 2, absl::Hours(1)};
  options_.lease_term = absl::Hours(1000);
  destination_.SetAnswer([](const queue::SealedBatch&) {
    return ScriptedDestination::Fail(SendClass::kTransient);
  });
  for (int16_t lane = 0; lane < queue::kLanes; ++lane) {
    queue_.Add(lane, std::to_string(lane) + "-0");
  }
  Begin(&fake_clock_);
  ASSERT_TRUE(Eventually([&] { return dispatcher_->Status().breaker_open; }));
  ASSERT_TRUE(
      Eventually([&] { return dispatcher_->Status().lanes_in_hand == 0; }));
  // What was under way when it opened may still have come.
  EXPECT_LE(destination_.sends(), 5 + options_.senders);
  const int before = destination_.sends();
  destination_.SetAnswer(&ScriptedDestination::ConfirmAll);
  fake_clock_.Advance(absl::Minutes(29));  // lanes are due, the probe is not
  for (int16_t lane = 0; lane < queue::kLanes; ++lane) dispatcher_->Poke(lane);
  EXPECT_EQ(destination_.sends(), before);
  ASSERT_TRUE(Eventually([&] {
    fake_clock_.Advance(absl::Minutes(1));
    return queue_.settled().size() == queue::kLanes;
  }));
  EXPECT_FALSE(dispatcher_->Status().breaker_open);
}

TEST_F(DispatcherTest, ARestThatTheReceiverAsksForHoldsForAllLanes) {
  options_.lease_term = absl::Hours(1000);
  options_.senders = 1;
  destination_.SetAnswer([](const queue::SealedBatch&) {
    return ScriptedDestination::Fail(SendClass::kOverloaded, absl::Minutes(10));
  });
  queue_.Add(1, "1-0");
  Begin(&fake_clock_);
  ASSERT_TRUE(
      Eventually([&] { return dispatcher_->Status().overloaded == 1; }));
  destination_.SetAnswer(&ScriptedDestination::ConfirmAll);
  queue_.Add(2, "2-0");
  dispatcher_->Poke(2);
  fake_clock_.Advance(absl::Minutes(9));
  EXPECT_EQ(destination_.sends(), 1);
  ASSERT_TRUE(Eventually([&] {
    fake_clock_.Advance(absl::Minutes(1));
    return queue_.settled().size() == 2;
  }));
}

TEST_F(DispatcherTest, StopsSendingWhenALeaseIsNotRenewedInTime) {
  Begin(&fake_clock_);
  ASSERT_TRUE(Eventually(
      [&] { return dispatcher_->Status().lanes_held == queue::kLanes; }));
  queue_.FailWith(absl::UnavailableError("down"));
  ASSERT_TRUE(Eventually([&] {
    fake_clock_.Advance(absl::Milliseconds(20));
    return dispatcher_->Status().store_faults > 2;
  }));
  fake_clock_.Advance(absl::Seconds(11));  // over two thirds of the term
  ASSERT_TRUE(
      Eventually([&] { return dispatcher_->Status().lanes_in_hand == 0; }));
  const int64_t before = dispatcher_->Status().store_faults;
  queue_.Add(3, "3-0");
  for (int i = 0; i < 100; ++i) dispatcher_->Poke(3);
  EXPECT_EQ(destination_.sends(), 0);
  queue_.FailWith(absl::OkStatus());
  ASSERT_TRUE(Eventually([&] {
    fake_clock_.Advance(absl::Milliseconds(100));
    return queue_.settled().size() == 1;
  }));
  EXPECT_GE(dispatcher_->Status().store_faults, before);
}

TEST_F(DispatcherTest, AStolenLaneIsLeftAlone) {
  Begin();
  ASSERT_TRUE(Eventually(
      [&] { return dispatcher_->Status().lanes_held == queue::kLanes; }));
  queue_.Steal(6);
  queue_.Add(6, "6-0");
  dispatcher_->Poke(6);
  ASSERT_TRUE(Eventually(
      [&] { return dispatcher_->Status().lanes_held == queue::kLanes - 1; }));
  EXPECT_EQ(destination_.sends(), 0);
}

TEST_F(DispatcherTest, TakesADeadGatewaysLaneLongBeforeItRenews) {
  options_.lease_term = absl::Hours(3);
  options_.renew_every = absl::Hours(1);
  options_.look_every = absl::Milliseconds(10);
  queue_.Steal(5);
  queue_.Add(5, "5-1");
  Begin();
  ASSERT_TRUE(Eventually(
      [&] { return dispatcher_->Status().lanes_held == queue::kLanes - 1; }));
  EXPECT_EQ(destination_.sends(), 0);
  queue_.Free(5);
  EXPECT_TRUE(AllSettled(1));
  EXPECT_EQ(dispatcher_->Status().lanes_held, queue::kLanes);
}

TEST_F(DispatcherTest, StopFinishesWhatIsUnderWayAndReleases) {
  std::atomic<bool> sending = false;
  std::atomic<bool> let_go = false;
  destination_.SetAnswer([&](const queue::SealedBatch& batch) {
    sending = true;
    while (!let_go) absl::SleepFor(absl::Milliseconds(1));
    return ScriptedDestination::ConfirmAll(batch);
  });
  queue_.Add(3, "3-0");
  Begin();
  ASSERT_TRUE(Eventually([&] { return sending.load(); }));
  queue_.Add(4, "4-0");
  std::thread stopper([&] { dispatcher_->Stop(); });
  EXPECT_EQ(queue_.releases(), 0);
  let_go = true;
  stopper.join();
  EXPECT_EQ(queue_.releases(), 1);
  EXPECT_TRUE(queue_.settled().contains(1));
  EXPECT_EQ(dispatcher_->Status().lanes_held, 0);
}

}  // namespace
}  // namespace trivsel::gateway::delivery
