#include "validator/fhir/name_table.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::validator::fhir {

absl::Status NameTable::Build(std::vector<std::pair<std::string, int>> names) {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : names) {
    if (!seen.insert(name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("name given twice: ", name));
    }
  }
  int bits = 1;
  while ((size_t{1} << bits) < 2 * names.size() + 1) ++bits;
  for (; bits <= 16; ++bits) {
    shift_ = 64 - bits;
    for (uint64_t attempt = 1; attempt < 2000; ++attempt) {
      multiplier_ = attempt * 0x9E3779B97F4A7C15u | 1;
      std::vector<Slot> slots(size_t{1} << bits);
      bool free = true;
      for (size_t i = 0; free && i < names.size(); ++i) {
        const std::string& name = names[i].first;
        const Probe probe = SafeProbe(name);
        Slot& slot = slots[Hash(probe, name.size(), multiplier_) >> shift_];
        free = slot.value < 0;
        slot = {probe, static_cast<uint32_t>(name.size()),
                static_cast<int16_t>(names[i].second),
                static_cast<uint16_t>(i)};
      }
      if (!free) continue;
      slots_ = std::move(slots);
      for (auto& [name, value] : names) names_.push_back(std::move(name));
      return absl::OkStatus();
    }
  }
  return absl::InternalError("no perfect hash found");
}

}  // namespace trivsel::validator::fhir
