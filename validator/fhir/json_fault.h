// Says what is wrong with a text that the JSON parser refused, and where.
#ifndef TRIVSEL_VALIDATOR_FHIR_JSON_FAULT_H_
#define TRIVSEL_VALIDATOR_FHIR_JSON_FAULT_H_

#include <cstddef>
#include <string_view>

#include "validator/fhir/fhir_codes.h"

namespace trivsel::validator::fhir {

struct JsonFault {
  Fault fault = Fault::kSyntax;
  // Bytes before the first one that is wrong.
  size_t offset = 0;
};

// Reads `json` once; never deeper than `max_depth` and never more than it has
// to. For a text with nothing wrong the fault is kSyntax at its end.
JsonFault FindJsonFault(std::string_view json, size_t max_depth);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_JSON_FAULT_H_
