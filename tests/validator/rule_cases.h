// The table behind rules_test: changes to GoodReport() and what they give.
#ifndef TRIVSEL_TESTS_VALIDATOR_RULE_CASES_H_
#define TRIVSEL_TESTS_VALIDATOR_RULE_CASES_H_

#include <functional>
#include <string>
#include <vector>

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/finding.h"

namespace trivsel::validator {

using Change = std::function<void(ltt::v1::DeliveryReport*)>;

struct RuleCase {
  std::string name;
  Severity severity;  // of the finding; no other may be worse
  std::string code;
  std::string path;
  std::string fhir_path;
  Change change;
};

struct AllowedCase {
  std::string name;
  Change change;
};

std::vector<RuleCase> BreakingCases();
std::vector<AllowedCase> AllowedCases();

}  // namespace trivsel::validator

#endif  // TRIVSEL_TESTS_VALIDATOR_RULE_CASES_H_
