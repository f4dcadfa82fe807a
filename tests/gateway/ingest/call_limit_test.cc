// Calls under way of one submitter, and the gate that holds all its limits.
#include "gateway/ingest/call_limit.h"

#include <gtest/gtest.h>

#include <map>
#include <thread>
#include <vector>

#include "gateway/ingest/caller_gate.h"
#include "tests/gateway/ingest/ingest_fixture.h"

namespace trivsel::gateway::ingest {
namespace {

using Entered = std::variant<CallLimit::Ticket, CallLimit::Full>;

bool IsIn(const Entered& entered) {
  return std::holds_alternative<CallLimit::Ticket>(entered);
}

TEST(CallLimitTest, CountsCallsOfASubmitterAndGivesThemBack) {
  CallLimit limit;
  std::vector<Entered> held;
  for (int i = 0; i < 3; ++i) held.push_back(limit.Enter({1}, 3));
  for (const Entered& entered : held) EXPECT_TRUE(IsIn(entered));
  const Entered refused = limit.Enter({1}, 3);
  ASSERT_FALSE(IsIn(refused));
  EXPECT_EQ(std::get<CallLimit::Full>(refused).held, 3);
  EXPECT_TRUE(IsIn(limit.Enter({2}, 3))) << "another's seats are another's";
  std::get<CallLimit::Ticket>(held[0]).Leave();
  std::get<CallLimit::Ticket>(held[0]).Leave();
  EXPECT_EQ(limit.Held(1), 2) << "once only";
  EXPECT_TRUE(IsIn(limit.Enter({1}, 3)));
  held.clear();
  EXPECT_EQ(limit.size(), 0u);
}

TEST(CallLimitTest, ATicketThatMovesIsStillOne) {
  CallLimit limit;
  CallLimit::Ticket outer;
  {
    Entered entered = limit.Enter({1, 7}, 10);
    CallLimit::Ticket inner = std::get<CallLimit::Ticket>(std::move(entered));
    outer = std::move(inner);
  }
  EXPECT_EQ(limit.Held(1), 1);
  outer = CallLimit::Ticket();
  EXPECT_EQ(limit.Held(1), 0);
}

TEST(CallLimitTest, NoLimitHoldsNothing) {
  CallLimit limit;
  const Entered entered = limit.Enter({1}, 0);
  EXPECT_TRUE(IsIn(entered));
  EXPECT_EQ(limit.size(), 0u);
}

TEST(CallLimitTest, OneMunicipalityLeavesSeatsForTheOthersOfItsVendor) {
  CallLimit limit;
  std::vector<Entered> held;
  for (int i = 0; i < 1000; ++i) held.push_back(limit.Enter({1, 7}, 80));
  EXPECT_EQ(limit.Held(1), 70);
  for (int municipality = 1; municipality < 7; ++municipality) {
    held.push_back(limit.Enter({1, municipality}, 80));
    EXPECT_TRUE(IsIn(held.back())) << municipality;
  }
  held.clear();
  EXPECT_EQ(limit.size(), 0u);
}

TEST(CallLimitProperty, NeverOverTheLimitAndNothingIsLost) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    SeededRandom random(seed);
    CallLimit limit;
    const int seats = 1 + random.Below(100);
    std::vector<std::pair<Share, CallLimit::Ticket>> held;
    for (int step = 0; step < 5000; ++step) {
      const Share share{1 + random.Below(3), random.Below(5)};
      if (random.Uniform() < 0.6) {
        Entered entered = limit.Enter(share, seats);
        if (IsIn(entered)) {
          held.emplace_back(share,
                            std::get<CallLimit::Ticket>(std::move(entered)));
        }
      } else if (!held.empty()) {
        held.erase(held.begin() + random.Below(static_cast<int>(held.size())));
      }
      std::map<int32_t, int> counted;
      for (const auto& [whose, ticket] : held) ++counted[whose.submitter];
      for (int submitter = 1; submitter <= 3; ++submitter) {
        ASSERT_EQ(limit.Held(submitter), counted[submitter]);
        ASSERT_LE(counted[submitter], seats);
      }
    }
    held.clear();
    ASSERT_EQ(limit.size(), 0u) << "seed " << seed;
  }
}

TEST(CallLimitTest, AHundredThousandDifferentLeaveNothingBehind) {
  CallLimit limit;
  for (int i = 0; i < 100'000; ++i) {
    ASSERT_TRUE(IsIn(limit.Enter({i, i % 98 + 1}, 10)));
  }
  EXPECT_EQ(limit.size(), 0u);
}

TEST(CallLimitTest, FromManyThreadsNothingIsLost) {
  CallLimit limit;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&limit, t] {
      for (int i = 0; i < 20'000; ++i) {
        const Entered entered = limit.Enter({1, t % 2 + 1}, 3);
        if (limit.Held(1) > 3) ADD_FAILURE() << "over the limit";
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(limit.size(), 0u);
}

class CallerGateTest : public ::testing::Test {
 protected:
  using GateAnswer = std::variant<CallLimit::Ticket, Refusal>;

  static std::string Reason(const GateAnswer& answer) {
    const Refusal* refusal = std::get_if<Refusal>(&answer);
    return refusal == nullptr ? "" : ReasonName(refusal->reason);
  }
  static std::string Metadata(const GateAnswer& answer, const char* key) {
    for (const auto& [name, value] : std::get<Refusal>(answer).metadata) {
      if (name == key) return value;
    }
    return "";
  }

  MovingClock clock_;
  FixedRandom random_;
  telemetry::Metrics metrics_;
  access::CallerLimits defaults_{20, 2, 1000};
  CallerGate gate_{defaults_, random_, clock_, metrics_};
  access::Caller caller_ = HolbaekCaller();
};

TEST_F(CallerGateTest, SaysWhatTheLimitIsAndWhatItFound) {
  const GateAnswer large = gate_.Enter(caller_, 1001);
  EXPECT_EQ(Reason(large), "MESSAGE_TOO_LARGE");
  EXPECT_EQ(Metadata(large, "limit_bytes"), "1000");
  EXPECT_EQ(Metadata(large, "found_bytes"), "1001");
  EXPECT_EQ(std::get<Refusal>(large).retry_after, absl::ZeroDuration())
      << "trying again does not help";
  const GateAnswer first = gate_.Enter(caller_, 1000);
  const GateAnswer second = gate_.Enter(caller_, 1000);
  EXPECT_EQ(Reason(second), "");
  const GateAnswer third = gate_.Enter(caller_, 1000);
  EXPECT_EQ(Reason(third), "CONCURRENCY_EXCEEDED");
  EXPECT_EQ(Metadata(third, "limit_calls"), "2");
  EXPECT_EQ(Metadata(third, "found_calls"), "2");
  EXPECT_GT(std::get<Refusal>(third).retry_after, absl::ZeroDuration());
  const std::string counted = metrics_.Text();
  EXPECT_NE(counted.find("{reason=\"MESSAGE_TOO_LARGE\"} 1"),
            std::string::npos);
  EXPECT_NE(counted.find("{reason=\"CONCURRENCY_EXCEEDED\"} 1"),
            std::string::npos);
}

TEST_F(CallerGateTest, WhoIsOverItsRateHoldsNoSeat) {
  EXPECT_EQ(Reason(gate_.Enter(caller_, 1, 100)), "");
  EXPECT_EQ(Reason(gate_.Enter(caller_, 1, 100)), "");
  const GateAnswer fast = gate_.Enter(caller_, 1, 100);
  EXPECT_EQ(Reason(fast), "RATE_EXCEEDED");
  EXPECT_EQ(Metadata(fast, "limit_reports_per_second"), "20");
  EXPECT_EQ(Metadata(fast, "found_reports_ahead"), "200");
  EXPECT_EQ(Metadata(fast, "reports_in_call"), "100");
  EXPECT_GE(std::get<Refusal>(fast).retry_after, absl::Seconds(5));
  EXPECT_EQ(gate_.CallsOf(caller_.submitter_id), 0);
  EXPECT_EQ(Reason(gate_.Enter(caller_, 1)), "") << "reading costs no reports";
  gate_.GiveBack(caller_, 100);
  EXPECT_EQ(Reason(gate_.Enter(caller_, 1, 100)), "");
}

TEST_F(CallerGateTest, TheCallersOwnLimitsComeFirst) {
  caller_.limits = {1000, 3, 5000};
  std::vector<GateAnswer> held;
  for (int i = 0; i < 4; ++i) held.push_back(gate_.Enter(caller_, 4000, 100));
  EXPECT_EQ(Reason(held[2]), "");
  EXPECT_EQ(Reason(held[3]), "CONCURRENCY_EXCEEDED");
  EXPECT_EQ(Metadata(held[3], "limit_calls"), "3");
  caller_.limits = {};
  EXPECT_EQ(Reason(gate_.Enter(caller_, 4000)), "MESSAGE_TOO_LARGE");
}

TEST(CallerGateWithoutLimits, LetsEverybodyIn) {
  FixedClock clock;
  FixedRandom random;
  telemetry::Metrics metrics;
  CallerGate gate({}, random, clock, metrics);
  const access::Caller caller = HolbaekCaller();
  std::vector<std::variant<CallLimit::Ticket, Refusal>> held;
  for (int i = 0; i < 2000; ++i) {
    held.push_back(gate.Enter(caller, size_t{1} << 30, 1000));
    ASSERT_TRUE(std::holds_alternative<CallLimit::Ticket>(held.back()));
  }
  gate.GiveBack(caller, 1000);
}

TEST(ShareTest, ACallerForOneMunicipalityCountsForIt) {
  access::Caller caller = HolbaekCaller();
  EXPECT_EQ(ShareOf(caller), (Share{3, 7}));
  caller.municipalities.push_back(caller.municipalities[0]);
  EXPECT_EQ(ShareOf(caller), (Share{3, 0}));
  caller.municipalities.clear();
  EXPECT_EQ(ShareOf(caller), (Share{3, 0}));
}

}  // namespace
}  // namespace trivsel::gateway::ingest
