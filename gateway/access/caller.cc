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

}  // namespace trivsel::gateway::access
