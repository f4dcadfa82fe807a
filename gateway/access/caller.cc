#include "gateway/access/caller.h"

#include <algorithm>

namespace trivsel::gateway::access {

const Municipality* Caller::FindBySor(std::string_view sor) const {
  for (const auto& municipality : municipalities) {
    const auto& codes = municipality->sor;
    if (std::find(codes.begin(), codes.end(), sor) != codes.end()) {
      return municipality.get();
    }
  }
  return nullptr;
}

std::vector<int32_t> Caller::MunicipalityIds() const {
  std::vector<int32_t> ids;
  ids.reserve(municipalities.size());
  for (const auto& municipality : municipalities) {
    ids.push_back(municipality->id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<int32_t> Caller::VisibleMunicipalityIds() const {
  std::vector<int32_t> ids = MunicipalityIds();
  if (!by_token()) ids.insert(ids.begin(), 0);
  return ids;
}

}  // namespace trivsel::gateway::access
