// The parts of BreakingCases(), one a source file.
#ifndef TRIVSEL_TESTS_VALIDATOR_RULE_CASE_PARTS_H_
#define TRIVSEL_TESTS_VALIDATOR_RULE_CASE_PARTS_H_

#include <vector>

#include "tests/validator/rule_cases.h"

namespace trivsel::validator {

std::vector<RuleCase> ReportCases();
std::vector<RuleCase> CarePlanCases();
std::vector<RuleCase> EncounterCases();

}  // namespace trivsel::validator

#endif  // TRIVSEL_TESTS_VALIDATOR_RULE_CASE_PARTS_H_
