// One run: fagsystemer, gateways, the store and the receiver, from a seed.
#ifndef TRIVSEL_TESTS_SIMULATION_WORLD_H_
#define TRIVSEL_TESTS_SIMULATION_WORLD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/stage.h"
#include "tests/simulation/tally.h"
#include "tests/support/store_bug.h"

namespace trivsel::simulation {

struct RunResult {
  // In words; empty: all is well.
  std::vector<std::string> violations;
  Tally tally;
  int64_t events = 0;
  absl::Duration virtual_time;
  int reports = 0;
};

// The same seed (and bug) always gives the same run.
RunResult RunSeed(uint64_t seed,
                  testing::StoreBug store_bug = testing::StoreBug::kNone,
                  DriverBug driver_bug = DriverBug::kNone);

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_WORLD_H_
