// The KLE rule table, read and checked.
#ifndef TRIVSEL_GATEWAY_KLE_RULE_TABLE_H_
#define TRIVSEL_GATEWAY_KLE_RULE_TABLE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "trivsel/standard/v1/kle.pb.h"

namespace trivsel::gateway::kle {

// The table that came with the program, in text form.
std::string_view BuiltInRules();

// Reads a KleRuleTable in text form. INVALID_ARGUMENT names the rule and what
// is wrong with it: a number that is not KLE's, a name given twice, an unknown
// record type, half a code.
absl::StatusOr<standard::v1::KleRuleTable> ParseRules(std::string_view text);

// Gives all rules another facet. INVALID_ARGUMENT if it is none.
absl::Status OverrideFacet(std::string_view facet,
                           standard::v1::KleRuleTable* table);

}  // namespace trivsel::gateway::kle

#endif  // TRIVSEL_GATEWAY_KLE_RULE_TABLE_H_
