// Rules on care plans, encounters, referrals and their periods.
#ifndef TRIVSEL_VALIDATOR_INVARIANTS_COURSE_H_
#define TRIVSEL_VALIDATOR_INVARIANTS_COURSE_H_

#include <span>

#include "validator/invariants.h"

namespace trivsel::validator {

std::span<const NamedPredicate> CoursePredicates();

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_INVARIANTS_COURSE_H_
