// Parts that several builders fill in.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_RECORD_PARTS_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_RECORD_PARTS_H_

#include <string>

#include "absl/time/time.h"
#include "trivsel/client/codes.h"
#include "trivsel/ltt/v1/data_types.pb.h"

namespace trivsel::client::internal {

// FHIR instant in UTC: "2025-07-07T14:30:00Z".
std::string Instant(absl::Time time);

void SetConcept(const Code& code, ltt::v1::CodeableConcept* concept_);

// What the standard fixes for an element of a field, by its annotation:
// FixedElement(Citizen::descriptor(), "identifier", "system").
std::string FixedElement(const google::protobuf::Descriptor* message,
                         const char* field, const char* path);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_RECORD_PARTS_H_
