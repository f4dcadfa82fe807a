// The standard, resolved by place.
//
// The annotations of trivsel.ltt.v1 speak of types, and of elements beneath a
// field. Here they are brought together into one tree: every element of a
// delivery report at the place where it stands, with all that holds there.
// The rule plan, the catalogue of findings, the FHIR mapping and the data
// dictionary are made from this tree.
#ifndef TRIVSEL_VALIDATOR_STANDARD_H_
#define TRIVSEL_VALIDATOR_STANDARD_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "trivsel/standard/v1/annotations.pb.h"

namespace trivsel::validator {

// An element of FHIR R4 that has no field at this place.
struct AbsentElement {
  std::string name;  // FHIR name, "title"
  std::string type;  // FHIR type where it is open, "Identifier"; else empty
  bool array = false;
  // true: the profile forbids it (an error). false: R4 leaves it open and the
  // standard does not carry it (a warning).
  bool forbidden = false;
  // Of its finding, "LTT-CAREPLAN-TITLE-FORBIDDEN"; empty where it is open:
  // the FHIR reader has one code for all that is not carried.
  std::string code;
};

// One element at one place. Immutable once resolved.
struct Element {
  // The field; null at the root, which is the report itself.
  const google::protobuf::FieldDescriptor* field = nullptr;
  // The type of the element; null for a scalar.
  const google::protobuf::Descriptor* message = nullptr;
  // The annotations of the field and of the type; never null.
  const standard::v1::FieldRule* rule = nullptr;
  const standard::v1::MessageRule* message_rule = nullptr;
  const Element* parent = nullptr;

  // What holds here: the field's own rule and those of the fields above.
  bool required = false;
  int max = 0;  // 0: no limit
  std::string fixed;
  standard::v1::Format format = standard::v1::FORMAT_UNSPECIFIED;
  std::string danish;
  // The type has the field, but at this place the profile forbids it
  // (Encounter.period.end).
  bool forbidden = false;

  // The record that the element belongs to, and its Danish and English name:
  // "CAREPLAN", "Forløb", "CarePlan".
  std::string record;
  std::string record_danish;
  std::string record_english;
  // The element within its record for finding codes, "PERIOD-START", and in
  // FHIR, "period.start". Empty for the record itself.
  std::string code_path;
  std::string fhir_path;

  std::vector<AbsentElement> absent;
  std::vector<std::unique_ptr<Element>> children;

  // The child whose field has this name; null if there is none.
  const Element* Child(std::string_view field_name) const;
};

// Resolves the tree from trivsel.ltt.v1.DeliveryReport down. Fails when an
// annotation speaks of an element that there is not.
absl::StatusOr<std::unique_ptr<const Element>> ResolveStandard();

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_STANDARD_H_
