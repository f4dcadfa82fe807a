// DeliveryReport -> FHIR R4 JSON.
#ifndef TRIVSEL_VALIDATOR_FHIR_FHIR_WRITER_H_
#define TRIVSEL_VALIDATOR_FHIR_FHIR_WRITER_H_

#include <string>

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::validator::fhir {

// Appends `report` to `out` as one FHIR Bundle, compact, UTF-8, in the order
// of the proto's fields; equal reports give equal bytes. States the profile of
// each record in meta.profile. Reading the result gives back `report`.
void AppendFhirJson(const FhirMapping& mapping,
                    const ltt::v1::DeliveryReport& report, std::string* out);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_FHIR_WRITER_H_
