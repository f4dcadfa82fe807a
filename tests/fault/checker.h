// Holds a history against what Trivsel promises.
#ifndef TRIVSEL_TESTS_FAULT_CHECKER_H_
#define TRIVSEL_TESTS_FAULT_CHECKER_H_

#include <string>
#include <vector>

#include "tests/fault/history.h"

namespace trivsel::fault {

// Everything that is not as promised, in words that name the report or batch;
// empty when all is well. For the end of a run that has recovered: nothing may
// be under way any more. Pure.
std::vector<std::string> Check(const History& history);

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_CHECKER_H_
