// Compiles all rules at start.
#ifndef TRIVSEL_GATEWAY_RULES_H_
#define TRIVSEL_GATEWAY_RULES_H_

#include <memory>

#include "absl/status/statusor.h"
#include "gateway/config.h"
#include "gateway/ingest/rule_book.h"

namespace trivsel::gateway {

// Fails closed: a rule that does not compile, a KLE table that is wrong or a
// citizen key that cannot be used, and there is no gateway.
absl::StatusOr<std::unique_ptr<const ingest::RuleBook>> CompileRules(
    const Config& config);

// Only what needs no data folder, for --check-config.
absl::Status CheckRules(const Config& config);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_RULES_H_
