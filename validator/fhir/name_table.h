// A fixed set of names, each with a number: a perfect hash found at start, so
// that a lookup costs one multiplication and a comparison of three words.
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
    const Probe probe = MakeProbe(name);
    const Slot& slot = slots_[Hash(probe, multiplier_) >> shift_];
    if (slot.probe.first != probe.first || slot.probe.last != probe.last ||
        slot.probe.size != probe.size) {
      return -1;
    }
    // Up to 16 bytes the probe is the whole name.
    return name.size() <= 16 || names_[slot.name] == name ? slot.value : -1;
  }

 private:
  // First and last bytes, which overlap in a short name.
  struct Probe {
    uint64_t first = 0;
    uint64_t last = 0;
    uint64_t size = ~uint64_t{0};
  };

  struct Slot {
    Probe probe;
    int value = -1;
    uint32_t name = 0;  // index in names_
  };

  static Probe MakeProbe(std::string_view name) {
    Probe probe{0, 0, name.size()};
    if (name.size() >= 8) {
      std::memcpy(&probe.first, name.data(), 8);
      std::memcpy(&probe.last, name.data() + name.size() - 8, 8);
    } else if (name.size() >= 4) {
      uint32_t first, last;
      std::memcpy(&first, name.data(), 4);
      std::memcpy(&last, name.data() + name.size() - 4, 4);
      probe.first = first;
      probe.last = last;
    } else {
      for (char c : name) {
        probe.first = probe.first << 8 | static_cast<unsigned char>(c);
      }
    }
    return probe;
  }

  static uint64_t Hash(const Probe& probe, uint64_t multiplier) {
    return (probe.first ^ (probe.last << 23 | probe.last >> 41) ^ probe.size) *
           multiplier;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(2);
  std::vector<std::string> names_;
  int shift_ = 63;
  uint64_t multiplier_ = 1;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_NAME_TABLE_H_
