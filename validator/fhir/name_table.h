// A fixed set of names, each with a number: a perfect hash found at start, so
// that a lookup costs one multiplication and a comparison of three words.
#ifndef TRIVSEL_VALIDATOR_FHIR_NAME_TABLE_H_
#define TRIVSEL_VALIDATOR_FHIR_NAME_TABLE_H_

#include <algorithm>
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
  int Find(std::string_view name) const { return Find(name, SafeProbe(name)); }

  // The same for a name with at least 16 bytes that may be read from its
  // start, as in a JSON parser's buffer: no branch on its length.
  int FindPadded(std::string_view name) const {
    return Find(name, MakeProbe(name.data(), name.size()));
  }

 private:
  static constexpr size_t kReadable = 16;

  // The first 8 bytes and the next or last 8, zeros behind the end.
  struct Probe {
    uint64_t first = 0;
    uint64_t second = 0;
  };

  struct Slot {
    Probe probe;
    uint32_t size = ~uint32_t{0};
    int16_t value = -1;
    uint16_t name = 0;  // index in names_
  };

  int Find(std::string_view name, const Probe& probe) const {
    const Slot& slot = slots_[Hash(probe, name.size(), multiplier_) >> shift_];
    if (slot.probe.first != probe.first || slot.probe.second != probe.second ||
        slot.size != name.size()) {
      return -1;
    }
    // Up to 16 bytes the probe is the whole name.
    return name.size() <= kReadable || names_[slot.name] == name ? slot.value
                                                                 : -1;
  }

  static Probe MakeProbe(const char* bytes, size_t size) {
    Probe probe;
    std::memcpy(&probe.first, bytes, 8);
    // The last 8 of a longer name.
    std::memcpy(&probe.second, bytes + (size > 16 ? size - 8 : 8), 8);
    // Masks of 0 to 8 bytes, without a branch.
    const size_t first = std::min<size_t>(size, 8);
    const size_t second = std::min<size_t>(size - first, 8);
    probe.first &= kMasks[first];
    probe.second &= kMasks[second];
    return probe;
  }

  static Probe SafeProbe(std::string_view name) {
    if (name.size() >= kReadable) return MakeProbe(name.data(), name.size());
    char padded[kReadable] = {};
    std::memcpy(padded, name.data(), name.size());
    return MakeProbe(padded, name.size());
  }

  static uint64_t Hash(const Probe& probe, size_t size, uint64_t multiplier) {
    return (probe.first ^ (probe.second << 23 | probe.second >> 41) ^ size) *
           multiplier;
  }

  static constexpr uint64_t kMasks[9] = {0,
                                         0xFF,
                                         0xFFFF,
                                         0xFFFFFF,
                                         0xFFFFFFFF,
                                         0xFFFFFFFFFF,
                                         0xFFFFFFFFFFFF,
                                         0xFFFFFFFFFFFFFF,
                                         0xFFFFFFFFFFFFFFFF};

  std::vector<Slot> slots_ = std::vector<Slot>(2);
  std::vector<std::string> names_;
  int shift_ = 63;
  uint64_t multiplier_ = 1;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_NAME_TABLE_H_
