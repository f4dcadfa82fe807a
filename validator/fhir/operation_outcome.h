// Findings -> FHIR OperationOutcome.
#ifndef TRIVSEL_VALIDATOR_FHIR_OPERATION_OUTCOME_H_
#define TRIVSEL_VALIDATOR_FHIR_OPERATION_OUTCOME_H_

#include <string>

#include "validator/finding.h"

namespace trivsel::validator::fhir {

// Appends the findings as one FHIR R4 OperationOutcome, compact JSON. One
// issue a finding: severity, code (of FHIR's issue types), our code as
// details.coding, the Danish sentence as details.text, the English one as
// diagnostics, the FHIR path as expression. No findings are one issue of
// severity "information": an OperationOutcome must have one.
void AppendOperationOutcome(const Findings& findings, std::string* out);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_OPERATION_OUTCOME_H_
