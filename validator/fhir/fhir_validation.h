// Reads and judges a report in FHIR JSON, in one call.
#ifndef TRIVSEL_VALIDATOR_FHIR_FHIR_VALIDATION_H_
#define TRIVSEL_VALIDATOR_FHIR_FHIR_VALIDATION_H_

#include <string_view>

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/finding.h"
#include "validator/validator.h"

namespace trivsel::validator::fhir {

// Clears `report` and `findings`, reads `json`, validates what was read and
// settles the findings: the report is rejected if findings->has_error().
// `report` is worth keeping only if the answer is kReadable. Reuse all of them
// for speed; not thread safe, as the reader is not.
Readability JudgeFhirJson(FhirReader& reader, const Validator& validator,
                          std::string_view json, const Context& context,
                          ltt::v1::DeliveryReport* report, Findings* findings);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_FHIR_VALIDATION_H_
