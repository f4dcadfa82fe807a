// Where in a report one is: a chain on the stack, made into text only when
// there is something to say.
#ifndef TRIVSEL_VALIDATOR_TRAIL_H_
#define TRIVSEL_VALIDATOR_TRAIL_H_

#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "validator/catalogue.h"
#include "validator/finding.h"
#include "validator/validator.h"

namespace trivsel::validator {

// One step from the report downwards. The steps above must outlive it.
struct Trail {
  const Trail* up = nullptr;  // null: the report itself
  const google::protobuf::FieldDescriptor* field = nullptr;
  int index = -1;  // of an item of a repeated field
};

// Which path of a finding an element gets where FHIR has an array: the
// element's own (it is missing, or there are too many), or its item's.
enum class Aim { kElement, kItem };

// "entry[1].care_plan.period.end"; empty for the report itself.
std::string ProtoPath(const Trail& trail);
// "Bundle.entry[1].resource.period.end".
std::string FhirPath(const Trail& trail, Aim aim = Aim::kItem);

// Where findings go while a report is judged.
class FindingSink {
 public:
  FindingSink(Strictness strictness, Findings* findings)
      : strictness_(strictness), findings_(findings) {}

  // On the element at the end of the trail.
  void Add(const CatalogueEntry& entry, const Trail& trail,
           Aim aim = Aim::kItem);
  // On the element `below` (field names joined by dots, singular) of the
  // message of type `message` at the end of the trail.
  void AddBelow(const CatalogueEntry& entry, const Trail& trail,
                const google::protobuf::Descriptor& message,
                std::string_view below);

 private:
  Strictness strictness_;
  Findings* findings_;
};

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_TRAIL_H_
