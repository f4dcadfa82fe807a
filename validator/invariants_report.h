// Rules on the report as a whole, its entries and its citizen.
#ifndef TRIVSEL_VALIDATOR_INVARIANTS_REPORT_H_
#define TRIVSEL_VALIDATOR_INVARIANTS_REPORT_H_

#include <span>

#include "validator/invariants.h"

namespace trivsel::validator {

std::span<const NamedPredicate> ReportPredicates();

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_INVARIANTS_REPORT_H_
