// A person (or a script of theirs) who looks after reports: what they may do,
// and about whose reports.
//
// Comes from a registered operator's certificate, or from a login (Context
// Handler 2, OpenID Connect) whose privileges a policy file translates. Nothing
// in here came from a request.
#ifndef TRIVSEL_GATEWAY_ACCESS_OPERATOR_H_
#define TRIVSEL_GATEWAY_ACCESS_OPERATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trivsel::gateway::access {

// What an operator may do. Each is given on its own; all but kRead imply kRead.
enum class Right : uint8_t {
  kRead = 1,     // læser / reader: see
  kOperate = 2,  // operatør / operator: settle what was rejected
  kDeliver =
      4,  // leveranceansvarlig / delivery manager: hold back, resume, replay
  kRegister = 8,  // registrator / registrar: the registry, rules taken into use
};

// By the name of the role in registry and configuration: "reader", "operator",
// "delivery_manager", "registrar".
std::optional<Right> RightOf(std::string_view role);

// The municipalities that something is allowed for.
struct Scope {
  bool all = false;  // also reports of which nobody knows whose they are
  std::vector<int32_t> municipality_ids = {};  // ascending; when not all

  bool empty() const { return !all && municipality_ids.empty(); }
  bool Covers(int32_t municipality_id) const;  // 0: not known, only with all
};

// One thing that was granted: rights about one municipality, or about all.
struct Grant {
  uint8_t rights = 0;  // of Right
  bool all_municipalities = false;
  int32_t municipality_id = 0;  // when not all
};

// Immutable once made. Default deny: no grants, no rights.
struct Operator {
  // For journal and history: "operator:Drift", "user:<key>@<CVR>". Never a CPR
  // number.
  std::string actor;
  std::string name;  // for people
  std::vector<Grant> grants = {};

  bool Has(Right right) const;       // for anybody's reports
  Scope ScopeOf(Right right) const;  // for whose
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_OPERATOR_H_
