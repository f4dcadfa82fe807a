// A seed is a schedule: always the same one, and each kind of fault comes up.
#include "tests/fault/plan.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/fault/draw.h"

namespace trivsel::fault {
namespace {

TEST(Plan, ASeedGivesTheSamePlanAgain) {
  for (uint64_t seed : {1u, 2u, 77u}) {
    EXPECT_EQ(DrawPlan(seed, std::nullopt).ToString(),
              DrawPlan(seed, std::nullopt).ToString());
  }
  EXPECT_NE(DrawPlan(1, std::nullopt).ToString(),
            DrawPlan(2, std::nullopt).ToString());
}

TEST(Plan, FaultsAreInOrderAndForWhoIsThere) {
  std::set<FaultKind> kinds;
  std::set<int> gateways;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    const Plan plan = DrawPlan(seed, std::nullopt);
    gateways.insert(plan.gateways);
    ASSERT_FALSE(plan.faults.empty());
    for (size_t i = 0; i < plan.faults.size(); ++i) {
      kinds.insert(plan.faults[i].kind);
      EXPECT_LT(plan.faults[i].gateway, plan.gateways);
      EXPECT_GT(plan.faults[i].lasts.count(), -1);
      EXPECT_LE(plan.faults[i == 0 ? 0 : i - 1].at, plan.faults[i].at);
    }
    EXPECT_EQ(plan.poison >= 0, plan.Has(FaultKind::kPoisonRow));
  }
  EXPECT_EQ(kinds.size(), kFaults.size());
  EXPECT_EQ(gateways, (std::set<int>{1, 2, 3}));
}

TEST(Plan, OnlyOneKindIfAskedFor) {
  for (const FaultName& fault : kFaults) {
    const Plan plan = DrawPlan(5, fault.kind);
    for (const Fault& planned : plan.faults) {
      // Slowness goes with what two gateways can do to each other.
      if (planned.kind == FaultKind::kDelay) continue;
      EXPECT_EQ(NameOf(planned.kind), fault.name);
    }
  }
}

TEST(Draw, PartsDoNotDisturbEachOther) {
  Draw a(9), b(9);
  b.For("other").Next();
  EXPECT_EQ(a.For("part").Next(), b.For("part").Next());
  EXPECT_NE(a.For("part").Next(), a.For("other").Next());
}

}  // namespace
}  // namespace trivsel::fault
