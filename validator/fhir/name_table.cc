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
      multiplier_ = attempt * 0xBF58476D1CE4E5B9u | 1;
      std::vector<Slot> slots(size_t{1} << bits);
      bool free = true;
      for (const auto& [name, value] : names) {
        Slot& slot = slots[Hash(name, multiplier_) >> shift_];
        free = slot.value < 0;
        if (!free) break;
        slot = {name, value};
      }
      if (!free) continue;
      slots_ = std::move(slots);
      return absl::OkStatus();
    }
  }
  return absl::InternalError("no perfect hash found");
}

}  // namespace trivsel::validator::fhir
