#include "validator/fhir/fhir_validation.h"

namespace trivsel::validator::fhir {

Readability JudgeFhirJson(FhirReader& reader, const Validator& validator,
                          std::string_view json, const Context& context,
                          ltt::v1::DeliveryReport* report, Findings* findings) {
  findings->Clear();
  const Readability readability =
      reader.Read(json, report, findings, context.strictness);
  if (readability == Readability::kReadable) {
    validator.Validate(*report, context, findings);
  }
  if (!findings->empty()) findings->Settle();
  return readability;
}

}  // namespace trivsel::validator::fhir
