// Compiles all rules: at start, and again for each edition that is taken into
// use.
#ifndef TRIVSEL_GATEWAY_RULES_H_
#define TRIVSEL_GATEWAY_RULES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config.h"
#include "gateway/ingest/rule_book.h"
#include "gateway/store/rule_editions.h"

namespace trivsel::gateway {

// What rules are compiled from.
struct RuleSources {
  std::vector<store::RuleFile> terminology;  // in order, over the built-in ones
  std::string kle_rules;                     // text; empty: the built-in table
  std::string kle_facet;                     // empty: as the table says
  std::string edition;                       // name; empty: none
  validator::Strictness strictness = validator::Strictness::kProfile;
};

// The files that the configuration names. NOT_FOUND: one cannot be read.
absl::StatusOr<RuleSources> ReadRules(const Config& config);

// The edition over what was there: its terminology after it, its KLE table, if
// it has one, in its place.
RuleSources Over(RuleSources base, store::RuleEdition edition);

// Fails closed: a rule that does not compile or a KLE table that is wrong, and
// there is no book. The status names the file.
absl::StatusOr<std::shared_ptr<const ingest::RuleBook>> CompileBook(
    const RuleSources& sources, const ingest::CitizenKey& key);

// Only what needs no data folder, for --check-config.
absl::Status CheckRules(const Config& config);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_RULES_H_
