// What the build generates for validator/field_access.h.
#ifndef TRIVSEL_VALIDATOR_FIELD_ACCESS_TABLES_H_
#define TRIVSEL_VALIDATOR_FIELD_ACCESS_TABLES_H_

#include <vector>

#include "validator/field_access.h"

namespace trivsel::validator {

const std::vector<FieldAccess>& FieldAccessTable();

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_FIELD_ACCESS_TABLES_H_
