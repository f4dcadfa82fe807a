// Every choice of a run, drawn from its seed.
#ifndef TRIVSEL_TESTS_SIMULATION_DICE_H_
#define TRIVSEL_TESTS_SIMULATION_DICE_H_

#include <cstdint>

#include "absl/time/time.h"
#include "gateway/system/random.h"

namespace trivsel::simulation {

// The same numbers for the same seed on every machine (splitmix64). Not thread
// safe.
class Dice final : public gateway::Random {
 public:
  explicit Dice(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}

  double Uniform() override {
    return static_cast<double>(Next() >> 11) * 0x1.0p-53;
  }
  bool Chance(double probability) {
    return probability > 0 && Uniform() < probability;
  }
  // In [0, n).
  int Below(int n) {
    return static_cast<int>(Next() % static_cast<unsigned>(n));
  }
  // In [low, high].
  int Between(int low, int high) { return low + Below(high - low + 1); }
  absl::Duration Between(absl::Duration low, absl::Duration high) {
    return low + (high - low) * Uniform();
  }

 private:
  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_DICE_H_
