// The compiled mapping: what may stand in one FHIR JSON object at one place of
// a report, and where it goes in the record.
#ifndef TRIVSEL_VALIDATOR_FHIR_OBJECT_PLAN_H_
#define TRIVSEL_VALIDATOR_FHIR_OBJECT_PLAN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "validator/fhir/fhir_reader.h"
#include "validator/fhir/name_table.h"
#include "validator/fhir/r4_types.h"
#include "validator/field_access.h"
#include "validator/standard.h"
#include "validator/terminology.h"

namespace trivsel::validator::fhir {

struct ObjectPlan;

// A finding whose code and sentences depend on the element.
struct ElementFinding {
  std::string code;
  std::string danish;
  std::string english;
};

// What is needed of an element only when it is unusual or written.
struct ElementDetail {
  const FieldAccess* access = nullptr;
  const Element* standard = nullptr;
  // Of enums: number to FHIR code.
  const std::vector<std::string>* code_names = nullptr;
  // Of open elements.
  R4Element open;
  // A primitive that HL7's validator takes as present when it has an extension
  // and no value (`_birthDate`).
  bool present_without_value = false;
  // A primitive that such an extension leaves faulty, as its code is bound.
  bool faulty_without_value = false;
  // kForbidden: the finding; else the one for a second item.
  ElementFinding finding;
};

// One element of an object: a cache line, as the reader touches one for each
// name in the JSON. Names and details are owned by the mapping.
struct alignas(64) ElementPlan {
  using Message = google::protobuf::Message;

  enum class Kind : uint8_t {
    kText,          // string field
    kEnum,          // enum field, written as its FHIR code
    kBool,          // bool field
    kMessage,       // singular message; in an array of one if `array`
    kRepeated,      // repeated message
    kRecord,        // Bundle.entry.resource
    kExtensions,    // `extension` of an object with extensions of the standard
    kProfile,       // Meta.profile
    kResourceType,  // resourceType
    kForbidden,     // the profile does not allow it
    kOpen,          // R4 allows it, the standard does not carry it
  };

  // Of the FHIR name; of an empty slot in ObjectPlan::table.
  NameProbe probe;
  Kind kind = Kind::kForbidden;
  bool array = false;  // FHIR JSON writes an array
  // Place in the set of what an object has shown.
  uint8_t index = 0;
  uint8_t fhir_size = 0;
  uint8_t proto_size = 0;
  // The accessor that the kind needs.
  union {
    std::string* (*mutable_text)(Message*) = nullptr;  // kText
    void (*set_number)(Message*, int);                 // kEnum, kBool
    Message* (*mutable_message)(Message*);             // kMessage
    Message* (*mutable_item)(Message*, int);           // kRepeated
  };
  union {
    const ObjectPlan* object = nullptr;  // of messages
    const NameTable* codes;              // of enums: FHIR code to number
  };
  ElementDetail* detail = nullptr;
  const char* fhir_data = nullptr;
  const char* proto_data = nullptr;

  // "reasonCode"
  std::string_view fhir() const { return {fhir_data, fhir_size}; }
  // "reason_code"; empty where there is no field.
  std::string_view proto() const { return {proto_data, proto_size}; }
  uint64_t bit() const { return uint64_t{1} << index; }
};

// A field that FHIR writes as an extension.
struct ExtensionPlan {
  std::string url;
  ElementPlan value;  // of kind kMessage; `fhir` is "valueReference"
};

// One kind of object at one place.
struct ObjectPlan {
  const Element* standard = nullptr;
  // By the hash of the FHIR name, with empty slots between.
  std::vector<ElementPlan> table;
  NameHash hash;
  // The same in order: fields, absent elements, the special ones.
  std::vector<const ElementPlan*> elements;
  std::vector<ExtensionPlan> extensions;
  // Bits of all elements and extensions with a field.
  uint64_t fields = 0;
  // Clears the field of each bit; null for Bundle.entry.resource, which is
  // several.
  std::vector<void (*)(google::protobuf::Message*)> clear_by_bit;
  bool is_meta = false;

  const ElementPlan* Find(std::string_view name) const {
    return Find(name, NameProbe::Of(name));
  }
  // As NameProbe::OfPadded.
  const ElementPlan* FindPadded(std::string_view name) const {
    return Find(name, NameProbe::OfPadded(name));
  }

 private:
  const ElementPlan* Find(std::string_view name, const NameProbe& probe) const {
    const ElementPlan& slot = table[hash.Slot(probe, name.size())];
    if (!(slot.probe == probe) || slot.fhir_size != name.size()) return nullptr;
    return name.size() <= NameProbe::kWhole || slot.fhir() == name ? &slot
                                                                   : nullptr;
  }
};
static_assert(sizeof(ElementPlan) == 64);

// One record type that an entry may hold.
struct RecordPlan {
  std::string resource_type;  // "CarePlan"
  std::string profile;
  ElementPlan field;  // Entry.care_plan
};

struct FhirMapping::Impl {
  std::unique_ptr<const Element> standard;
  std::unique_ptr<const R4Types> types;
  // For codes in what is not carried.
  std::shared_ptr<const Terminology> terminology;
  const ObjectPlan* report = nullptr;
  // In the order of Entry's fields.
  std::vector<RecordPlan> records;
  // Owners.
  std::vector<std::unique_ptr<ObjectPlan>> objects;
  std::vector<std::unique_ptr<ElementDetail>> details;
  struct Codes {
    NameTable numbers;
    std::vector<std::string> names;
  };
  std::vector<std::pair<const google::protobuf::EnumDescriptor*,
                        std::unique_ptr<Codes>>>
      codes;
  // Urls of all extensions of the standard.
  std::vector<std::string> extension_urls;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_OBJECT_PLAN_H_
