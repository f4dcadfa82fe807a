// A fixed set of names, each with a number: a perfect hash found at start, so
// that a lookup costs one multiplication and one comparison.
#ifndef TRIVSEL_VALIDATOR_FHIR_NAME_TABLE_H_
#define TRIVSEL_VALIDATOR_FHIR_NAME_TABLE_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace trivsel::validator::fhir {

// Immutable after Build(). Thread safe. Lookups allocate nothing.
class NameTable {
 public:
  // Names and numbers (0 or more). Fails on a name given twice.
  absl::Status Build(std::vector<std::pair<std::string, int>> names);

  // The number of `name`, -1 if it is not there.
  int Find(std::string_view name) const {
    const Slot& slot = slots_[Hash(name, multiplier_) >> shift_];
    return slot.name == name ? slot.value : -1;
  }

 private:
  struct Slot {
    std::string name;
    int value = -1;
  };

  // Mixes length, the first 8 and the last 8 bytes: enough to tell FHIR's
  // names apart, without a loop over them.
  static uint64_t Hash(std::string_view name, uint64_t multiplier) {
    uint64_t first = 0, last = 0;
    const size_t size = name.size();
    if (size >= 8) {
      std::memcpy(&first, name.data(), 8);
      std::memcpy(&last, name.data() + size - 8, 8);
    } else if (size >= 4) {
      uint32_t a, b;
      std::memcpy(&a, name.data(), 4);
      std::memcpy(&b, name.data() + size - 4, 4);
      first = a;
      last = static_cast<uint64_t>(b) << 32;
    } else {
      for (char c : name) first = first << 8 | static_cast<unsigned char>(c);
    }
    uint64_t h = (first ^ (last << 23 | last >> 41) ^ size) * multiplier;
    h ^= h >> 29;
    return h * 0x9E3779B97F4A7C15u;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(2);
  int shift_ = 63;
  uint64_t multiplier_ = 1;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_NAME_TABLE_H_
