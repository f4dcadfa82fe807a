// Reads the objects of a parsed report into the record, by the object plans.
#ifndef TRIVSEL_VALIDATOR_FHIR_OBJECT_READER_H_
#define TRIVSEL_VALIDATOR_FHIR_OBJECT_READER_H_

#include <simdjson.h>

#include <cstdint>

#include "trivsel/ltt/v1/delivery_report.pb.h"
#include "validator/fhir/frame.h"
#include "validator/fhir/object_plan.h"
#include "validator/fhir/r4_checker.h"
#include "validator/fhir/reporter.h"

namespace trivsel::validator::fhir {

// Lives for one report. Overwrites a message in place and clears only what the
// JSON did not name, so that a reused report keeps its memory.
class ObjectReader {
 public:
  ObjectReader(const FhirMapping::Impl& mapping, Reporter* reporter)
      : mapping_(mapping), reporter_(*reporter), checker_(mapping, reporter) {}

  // `bundle` is an object whose resourceType is Bundle.
  void ReadReport(simdjson::dom::object bundle,
                  ltt::v1::DeliveryReport* report);

 private:
  // The `_x` that an object has shown, by the bits of their elements.
  struct Siblings {
    uint64_t all = 0;
    uint64_t bare = 0;  // without extensions
  };

  using Message = google::protobuf::Message;
  using Json = simdjson::dom::element;

  // Returns the bits of the fields that were filled.
  uint64_t ReadObject(const ObjectPlan& plan, simdjson::dom::object object,
                      Message* message, const Frame& frame);
  // One element; whether its field was filled. May set bits of extensions in
  // `filled`.
  bool ReadElement(const ElementPlan& element, Json value, Message* message,
                   const Frame& frame, uint64_t* filled,
                   const ObjectPlan& plan);
  bool ReadText(const ElementPlan& element, Json value, Message* message,
                const Frame& frame);
  bool ReadEnum(const ElementPlan& element, Json value, Message* message,
                const Frame& frame);
  bool ReadBool(const ElementPlan& element, Json value, Message* message,
                const Frame& frame);
  bool ReadMessage(const ElementPlan& element, Json value, Message* message,
                   const Frame& frame);
  bool ReadRepeated(const ElementPlan& element, Json value, Message* message,
                    const Frame& frame);
  bool ReadItem(const ElementPlan& element, Json value, Message* message,
                const Frame& here);
  void ReadExtensions(const ObjectPlan& plan, Json value, Message* message,
                      const Frame& frame, uint64_t* filled);
  void ReadExtension(const ExtensionPlan& extension,
                     simdjson::dom::object object, Message* message,
                     const Frame& here, uint64_t* filled);
  bool ReadRecord(Json value, Message* entry, const Frame& frame);
  void ClearRecord(Message* entry);
  void ReadProfiles(Json value, const Frame& frame);
  // A key that the plan does not have: `_x` of a primitive, or unknown.
  void ReadUnplanned(std::string_view key, Json value,
                     simdjson::dom::object object, const ObjectPlan& plan,
                     const Frame& frame, Siblings* siblings);
  void SettleSiblings(const ObjectPlan& plan, const Siblings& siblings,
                      uint64_t seen, const Frame& frame);
  // Whether Reference.type names what the reference may point at.
  bool IsReferenceType(const ObjectPlan& plan, Json value) const;

  const FhirMapping::Impl& mapping_;
  Reporter& reporter_;
  R4Checker checker_;
  // The resource that is being read: for `#` references and profiles.
  simdjson::dom::object resource_;
  std::string_view resource_type_;
  std::string_view profile_;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_OBJECT_READER_H_
