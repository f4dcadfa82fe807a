#include "validator/fhir/name_table.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::validator::fhir {

absl::StatusOr<NameHash> NameHash::For(
    const std::vector<std::string_view>& names) {
  std::set<std::string_view> seen;
  for (std::string_view name : names) {
    if (!seen.insert(name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("name given twice: ", std::string(name)));
    }
  }
  NameHash hash;
  while (hash.slots() < 2 * names.size() + 1) --hash.shift;
  for (; hash.shift >= 48; --hash.shift) {
    for (uint64_t attempt = 1; attempt < 2000; ++attempt) {
      hash.multiplier = attempt * 0x9E3779B97F4A7C15u | 1;
      std::vector<bool> taken(hash.slots());
      bool free = true;
      for (size_t i = 0; free && i < names.size(); ++i) {
        const size_t slot = hash.Slot(NameProbe::Of(names[i]), names[i].size());
        free = !taken[slot];
        taken[slot] = true;
      }
      if (free) return hash;
    }
  }
  return absl::InternalError("no perfect hash found");
}

absl::Status NameTable::Build(std::vector<std::pair<std::string, int>> names) {
  std::vector<std::string_view> views;
  for (const auto& [name, value] : names) views.push_back(name);
  const auto hash = NameHash::For(views);
  if (!hash.ok()) return hash.status();
  hash_ = *hash;
  slots_ = std::vector<Slot>(hash_.slots());
  for (auto& [name, value] : names) {
    const NameProbe probe = NameProbe::Of(name);
    slots_[hash_.Slot(probe, name.size())] = {probe, name, value};
  }
  return absl::OkStatus();
}

}  // namespace trivsel::validator::fhir
