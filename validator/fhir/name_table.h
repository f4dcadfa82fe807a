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
#include "absl/status/statusor.h"

namespace trivsel::validator::fhir {

// The first 8 bytes of a name and the next or last 8, zeros behind its end: up
// to 16 bytes this, with the length, is the whole name.
struct NameProbe {
  static constexpr size_t kWhole = 16;

  uint64_t first = ~uint64_t{0};  // no UTF-8 begins so: an empty slot
  uint64_t second = 0;

  bool operator==(const NameProbe& other) const {
    return first == other.first && second == other.second;
  }

  // Reads 16 bytes from the start, whatever the length: for a name in a JSON
  // parser's buffer. No branch on the length of a short name.
  static NameProbe OfPadded(std::string_view name) {
    return Make(name.data(), name.size());
  }

  static NameProbe Of(std::string_view name) {
    if (name.size() >= kWhole) return Make(name.data(), name.size());
    char padded[kWhole] = {};
    if (!name.empty()) std::memcpy(padded, name.data(), name.size());
    return Make(padded, name.size());
  }

 private:
  static NameProbe Make(const char* bytes, size_t size) {
    constexpr uint64_t kAll = ~uint64_t{0};
    NameProbe probe;
    std::memcpy(&probe.first, bytes, 8);
    std::memcpy(&probe.second, bytes + (size > kWhole ? size - 8 : 8), 8);
    // Keep 0 to 8 bytes of each; a shift by 64 would be undefined.
    const size_t first = std::min<size_t>(size, 8);
    const size_t second = std::min<size_t>(size - first, 8);
    probe.first &= first == 0 ? 0 : kAll >> (64 - 8 * first);
    probe.second &= second == 0 ? 0 : kAll >> (64 - 8 * second);
    return probe;
  }
};

// Where a name goes in a table of a power of two.
struct NameHash {
  int shift = 63;
  uint64_t multiplier = 1;

  size_t Slot(const NameProbe& probe, size_t size) const {
    return (probe.first ^ (probe.second << 23 | probe.second >> 41) ^ size) *
               multiplier >>
           shift;
  }
  size_t slots() const { return size_t{1} << (64 - shift); }

  // A hash that gives each of the names a slot of its own. Fails on a name
  // given twice.
  static absl::StatusOr<NameHash> For(
      const std::vector<std::string_view>& names);
};

// Immutable after Build(). Thread safe. Lookups allocate nothing.
class NameTable {
 public:
  // Names and numbers (0 or more). Fails on a name given twice.
  absl::Status Build(std::vector<std::pair<std::string, int>> names);

  // The number of `name`, -1 if it is not there.
  int Find(std::string_view name) const {
    return Find(name, NameProbe::Of(name));
  }
  // As NameProbe::OfPadded.
  int FindPadded(std::string_view name) const {
    return Find(name, NameProbe::OfPadded(name));
  }

 private:
  struct Slot {
    NameProbe probe;
    std::string name;
    int value = -1;
  };

  int Find(std::string_view name, const NameProbe& probe) const {
    const Slot& slot = slots_[hash_.Slot(probe, name.size())];
    if (!(slot.probe == probe) || slot.name.size() != name.size()) return -1;
    return name.size() <= NameProbe::kWhole || slot.name == name ? slot.value
                                                                 : -1;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(2);
  NameHash hash_;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_NAME_TABLE_H_
