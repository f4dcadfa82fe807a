// Everything that is left to chance, from one number.
#ifndef TRIVSEL_TESTS_FAULT_DRAW_H_
#define TRIVSEL_TESTS_FAULT_DRAW_H_

#include <cstdint>
#include <string_view>

namespace trivsel::fault {

// The same seed gives the same numbers on every machine and with every
// standard library. Not thread safe.
class Draw {
 public:
  explicit Draw(uint64_t seed) : state_(seed) {}

  // SplitMix64.
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // Low to high, both included.
  int Between(int low, int high) {
    return low +
           static_cast<int>(Next() % static_cast<uint64_t>(high - low + 1));
  }
  bool Chance(int percent) { return Between(1, 100) <= percent; }

  // A source of its own for a part, so that what one part draws does not move
  // what another gets.
  Draw For(std::string_view part) const {
    uint64_t mixed = state_;
    for (char c : part) {
      mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    Draw other(mixed);
    other.Next();
    return other;
  }

 private:
  uint64_t state_;
};

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_DRAW_H_
