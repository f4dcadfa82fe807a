#include "validator/token/privilege_list.h"

#include <algorithm>
#include <utility>

namespace trivsel::validator::token {

bool PrivilegeList::Add(Privilege privilege) {
  const auto same = [&privilege](const Privilege& other) {
    return other.role == privilege.role && other.scope == privilege.scope &&
           other.constraints == privilege.constraints;
  };
  if (privileges_.size() >= kMaxPrivileges ||
      constraints_ + privilege.constraints.size() > kMaxConstraints) {
    return false;
  }
  if (std::any_of(privileges_.begin(), privileges_.end(), same)) return true;
  constraints_ += privilege.constraints.size();
  privileges_.push_back(std::move(privilege));
  return true;
}

Fault BadPrivileges(std::string_view expected, std::string_view found) {
  return Fault{gateway::v1::ACCESS_FAULT_PRIVILEGES_MALFORMED, Shown(expected),
               Shown(found)};
}

}  // namespace trivsel::validator::token
