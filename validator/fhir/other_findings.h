// The findings that the catalogue of the standard does not know: the FHIR
// reader's and the gateway's. With them the table of all codes is whole.
#ifndef TRIVSEL_VALIDATOR_FHIR_OTHER_FINDINGS_H_
#define TRIVSEL_VALIDATOR_FHIR_OTHER_FINDINGS_H_

#include <vector>

#include "validator/dictionary.h"

namespace trivsel::validator::fhir {

std::vector<OtherFinding> OtherFindings();

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_OTHER_FINDINGS_H_
