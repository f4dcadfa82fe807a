// What the two readers of privileges share: their limits, and a list that is
// a set (real tokens repeat groups).
#ifndef TRIVSEL_VALIDATOR_TOKEN_PRIVILEGE_LIST_H_
#define TRIVSEL_VALIDATOR_TOKEN_PRIVILEGE_LIST_H_

#include <string>
#include <string_view>
#include <vector>

#include "validator/token/claims.h"

namespace trivsel::validator::token {

inline constexpr size_t kMaxPrivilegesBytes = 64 * 1024;
inline constexpr size_t kMaxPrivileges = 1000;
// Of all privileges together: a group's constraints are kept with each of its
// privileges.
inline constexpr size_t kMaxConstraints = 10'000;

class PrivilegeList {
 public:
  // False, and nothing is added, if that would be over a limit.
  bool Add(Privilege privilege);
  std::vector<Privilege> Take() { return std::move(privileges_); }

 private:
  std::vector<Privilege> privileges_;
  size_t constraints_ = 0;
};

// PRIVILEGES_MALFORMED.
Fault BadPrivileges(std::string_view expected, std::string_view found);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_PRIVILEGE_LIST_H_
