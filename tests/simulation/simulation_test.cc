// Runs from many seeds, and that the simulation would find what it is for.
//
//   trivsel_simulation_test                       10,000 seeds, and all else
//   trivsel_simulation_test --seeds=200000        more
//   trivsel_simulation_test --seed=4711           one again, with what happened
//
// or TRIVSEL_SIMULATION_SEEDS and TRIVSEL_SIMULATION_SEED in the environment.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/simulation/world.h"

namespace trivsel::simulation {
namespace {

uint64_t seeds = 10'000;
uint64_t only_seed = 0;  // 0: all

// True if `argument` sets the option.
bool Read(const std::string& argument, const std::string& option,
          uint64_t* value) {
  if (argument.rfind(option + "=", 0) != 0) return false;
  if (!absl::SimpleAtoi(argument.substr(option.size() + 1), value)) {
    std::fprintf(stderr, "%s is a number\n", option.c_str());
    std::exit(2);
  }
  return true;
}

void Describe(const RunResult& result) {
  std::printf("%d reports, %lld events in %s\n", result.reports,
              static_cast<long long>(result.events),
              absl::FormatDuration(result.virtual_time).c_str());
  for (int i = 0; i < static_cast<int>(Seen::kCount); ++i) {
    const Seen seen = static_cast<Seen>(i);
    if (result.tally[seen] == 0) continue;
    std::printf("  %6lld %s\n", static_cast<long long>(result.tally[seen]),
                NameOf(seen));
  }
}

std::string HowToRepeat(uint64_t seed) {
  return absl::StrCat(
      "\nto repeat it: build/bin/trivsel_simulation_test --seed=", seed);
}

TEST(SimulationTest, NoSeedBreaksAPromise) {
  if (only_seed != 0) {
    const RunResult result = RunSeed(only_seed);
    Describe(result);
    EXPECT_EQ(absl::StrJoin(result.violations, "; "), "");
    return;
  }
  Tally tally;
  int failed = 0;
  for (uint64_t seed = 1; seed <= seeds && failed < 10; ++seed) {
    const RunResult result = RunSeed(seed);
    tally.Add(result.tally);
    failed += result.violations.empty() ? 0 : 1;
    EXPECT_TRUE(result.violations.empty())
        << "seed " << seed << ": " << absl::StrJoin(result.violations, "; ")
        << HowToRepeat(seed);
  }
  if (failed > 0 || seeds < 2000) return;
  // What never happens is not tested.
  for (int i = 0; i < static_cast<int>(Seen::kCount); ++i) {
    EXPECT_GT(tally[static_cast<Seen>(i)], 0) << NameOf(static_cast<Seen>(i));
    RecordProperty(NameOf(static_cast<Seen>(i)),
                   absl::StrCat(tally[static_cast<Seen>(i)]));
  }
}

TEST(SimulationTest, ASeedAlwaysGivesTheSameRun) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    const RunResult first = RunSeed(seed), again = RunSeed(seed);
    EXPECT_EQ(first.events, again.events) << seed;
    EXPECT_EQ(first.virtual_time, again.virtual_time) << seed;
    EXPECT_TRUE(first.tally == again.tally) << seed;
  }
}

// A simulation that finds nothing proves nothing.
struct Mistake {
  const char* name;
  testing::StoreBug store = testing::StoreBug::kNone;
  DriverBug driver = DriverBug::kNone;
};

void PrintTo(const Mistake& mistake, std::ostream* out) {
  *out << mistake.name;
}

class MistakeTest : public ::testing::TestWithParam<Mistake> {};

TEST_P(MistakeTest, IsFoundSoon) {
  constexpr uint64_t kSoon = 2000;
  for (uint64_t seed = 1; seed <= kSoon; ++seed) {
    const RunResult result = RunSeed(seed, GetParam().store, GetParam().driver);
    if (result.violations.empty()) continue;
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed),
                result.violations[0].c_str());
    return;
  }
  ADD_FAILURE() << "not found within " << kSoon << " seeds";
}

using testing::StoreBug;
INSTANTIATE_TEST_SUITE_P(
    All, MistakeTest,
    ::testing::Values(
        Mistake{"NoFence", StoreBug::kNoFence},
        Mistake{"SealBesideUnsettled", StoreBug::kSealBesideUnsettled},
        Mistake{"GrowUnsettled", StoreBug::kGrowUnsettled},
        Mistake{"SettleInPart", StoreBug::kSettleInPart},
        Mistake{"StoreTwice", StoreBug::kStoreTwice},
        Mistake{"QueueRejected", StoreBug::kQueueRejected},
        Mistake{"SealWithoutOrder", StoreBug::kSealWithoutOrder},
        Mistake{"SealKeepsPending", StoreBug::kSealKeepsPending},
        Mistake{"SettleWhatIsNotThere", StoreBug::kSettleWhatIsNotThere},
        Mistake{"PartsOvertake", StoreBug::kPartsOvertake},
        Mistake{"ReplayOtherContent", StoreBug::kReplayOtherContent},
        Mistake{"AnswerBeforeCommit", StoreBug::kAnswerBeforeCommit},
        Mistake{"LoseOneOfGroup", StoreBug::kLoseOneOfGroup},
        Mistake{"FloorAtOnce", StoreBug::kFloorAtOnce},
        Mistake{"BelieveLostAnswers", StoreBug::kNone,
                DriverBug::kBelieveLostAnswers},
        Mistake{"KeepLaneAfterFault", StoreBug::kNone,
                DriverBug::kKeepLaneAfterFault}),
    [](const ::testing::TestParamInfo<Mistake>& info) {
      return info.param.name;
    });

}  // namespace
}  // namespace trivsel::simulation

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  using trivsel::simulation::only_seed;
  using trivsel::simulation::Read;
  using trivsel::simulation::seeds;
  if (const char* many = std::getenv("TRIVSEL_SIMULATION_SEEDS")) {
    Read(absl::StrCat("--seeds=", many), "--seeds", &seeds);
  }
  if (const char* one = std::getenv("TRIVSEL_SIMULATION_SEED")) {
    Read(absl::StrCat("--seed=", one), "--seed", &only_seed);
  }
  for (int i = 1; i < argc; ++i) {
    if (Read(argv[i], "--seeds", &seeds)) continue;
    if (Read(argv[i], "--seed", &only_seed)) {
      GTEST_FLAG_SET(filter, "SimulationTest.NoSeedBreaksAPromise");
      continue;
    }
    std::fprintf(stderr, "usage: %s [--seeds=N] [--seed=N]\n", argv[0]);
    return 2;
  }
  return RUN_ALL_TESTS();
}
