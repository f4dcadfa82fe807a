#include "gateway/access/operator.h"

#include <algorithm>

namespace trivsel::gateway::access {
namespace {

bool Gives(const Grant& grant, Right right) {
  if (right == Right::kRead) return grant.rights != 0;
  return (grant.rights & static_cast<uint8_t>(right)) != 0;
}

}  // namespace

std::optional<Right> RightOf(std::string_view role) {
  if (role == "reader") return Right::kRead;
  if (role == "operator") return Right::kOperate;
  if (role == "delivery_manager") return Right::kDeliver;
  if (role == "registrar") return Right::kRegister;
  return std::nullopt;
}

bool Scope::Covers(int32_t municipality_id) const {
  return all || (municipality_id != 0 &&
                 std::binary_search(municipality_ids.begin(),
                                    municipality_ids.end(), municipality_id));
}

bool Operator::Has(Right right) const { return !ScopeOf(right).empty(); }

Scope Operator::ScopeOf(Right right) const {
  Scope scope;
  for (const Grant& grant : grants) {
    if (!Gives(grant, right)) continue;
    if (grant.all_municipalities) return {true, {}};
    if (grant.municipality_id != 0) {
      scope.municipality_ids.push_back(grant.municipality_id);
    }
  }
  std::sort(scope.municipality_ids.begin(), scope.municipality_ids.end());
  scope.municipality_ids.erase(
      std::unique(scope.municipality_ids.begin(), scope.municipality_ids.end()),
      scope.municipality_ids.end());
  return scope;
}

}  // namespace trivsel::gateway::access
