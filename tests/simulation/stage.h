// What all who act in a run share.
#ifndef TRIVSEL_TESTS_SIMULATION_STAGE_H_
#define TRIVSEL_TESTS_SIMULATION_STAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/dice.h"
#include "tests/simulation/tally.h"
#include "tests/simulation/timeline.h"
#include "tests/simulation/weather.h"
#include "tests/support/memory_store.h"

namespace trivsel::simulation {

// Mistakes of the driver, for the test that the simulation finds each of them.
enum class DriverBug {
  kNone,
  kBelieveLostAnswers,  // an answer that never came counts as a confirmation
  kKeepLaneAfterFault,  // a lane that met a store fault is never given back
};

struct Stage {
  Stage(uint64_t seed, testing::StoreBug store_bug, DriverBug driver_bug)
      : dice(seed),
        weather(DrawWeather(&dice)),
        store(timeline, store_bug),
        bug(driver_bug) {}

  Dice dice;
  const Weather weather;
  Timeline timeline;
  testing::MemoryStore store;
  const DriverBug bug;
  Tally tally;
  int32_t destination = 0;

  bool calm = false;  // nothing goes wrong any more
  bool store_away = false;
  bool receiver_away = false;
  bool inside_a_call = false;  // a process is stopped in the midst of one
  bool at_store = false;       // what happens now happens at the store
  int64_t store_work = 0;      // statements under way
  // What must never be, as it was seen.
  std::vector<std::string> violations;

  // Whether something goes wrong now.
  bool Strikes(double probability) { return !calm && dice.Chance(probability); }
  void Violated(std::string what) { violations.push_back(std::move(what)); }
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_STAGE_H_
