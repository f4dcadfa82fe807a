// Which record a FHIR resource is, and what it claims to be.
#ifndef TRIVSEL_VALIDATOR_FHIR_PROFILE_CLAIMS_H_
#define TRIVSEL_VALIDATOR_FHIR_PROFILE_CLAIMS_H_

#include <simdjson.h>

#include <optional>
#include <string_view>

#include "validator/fhir/fhir_codes.h"
#include "validator/fhir/object_plan.h"

namespace trivsel::validator::fhir {

struct RecordChoice {
  // Null if no record of the standard is of the resource's type.
  const RecordPlan* record = nullptr;
  // Whether FHIR R4 has a resource of that type.
  bool known_type = false;
};

// Patient and Encounter are told by their type. A CarePlan is a care plan or a
// referral: the profile that it claims decides; if it claims none or both, a
// basedOn or a code of the LTT system makes it a referral.
RecordChoice ChooseRecord(const FhirMapping::Impl& mapping,
                          simdjson::dom::object resource);

// The string `resourceType`; empty if there is none.
std::string_view ResourceType(simdjson::dom::object resource);

// What is wrong with claiming `url` for a resource of this type that is judged
// by `profile`; nothing if it may.
std::optional<Fault> JudgeClaim(const FhirMapping::Impl& mapping,
                                std::string_view resource_type,
                                std::string_view profile, std::string_view url);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_PROFILE_CLAIMS_H_
