// Judges what R4 leaves open and the standard does not carry: it is kept in
// the original only, but must be FHIR.
#ifndef TRIVSEL_VALIDATOR_FHIR_R4_CHECKER_H_
#define TRIVSEL_VALIDATOR_FHIR_R4_CHECKER_H_

#include <simdjson.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "validator/fhir/frame.h"
#include "validator/fhir/object_plan.h"
#include "validator/fhir/reporter.h"

namespace trivsel::validator::fhir {

// Lives for one report.
class R4Checker {
 public:
  R4Checker(const FhirMapping::Impl& mapping, Reporter* reporter)
      : mapping_(mapping), reporter_(*reporter) {}

  // A resource begins: the ids of elements are its own.
  void BeginResource() { ids_.clear(); }

  // Judges one open element of an object that stands at `frame`, and says that
  // it is not carried if it is all right. `resource` is the resource around.
  void CheckOpen(const R4Element& element, simdjson::dom::element value,
                 const Frame& frame, simdjson::dom::object resource);

  // The same for one item of `extension` that the standard does not know.
  void CheckOpenExtension(simdjson::dom::element item, const Frame& here,
                          simdjson::dom::object resource);

  // Judges the `_x` beside a primitive; whether it has extensions.
  bool CheckSibling(simdjson::dom::element value, const Frame& here,
                    simdjson::dom::object resource);

  // The same for the list beside a list of `values` primitives.
  void CheckSiblings(simdjson::dom::element value, int values,
                     const Frame& here, simdjson::dom::object resource);

 private:
  using Json = simdjson::dom::element;

  // What an object has shown of a type's elements.
  struct Seen {
    uint64_t values = 0;
    uint64_t siblings = 0;
    // Siblings that have extensions.
    uint64_t extended = 0;
    int members = 0;
  };

  void CheckElement(const R4Element& element, Json value, const Frame& frame);
  void CheckItem(const R4Element& element, Json value, const Frame& here);
  void CheckPrimitive(const R4Element& element, Json value, const Frame& here);
  void CheckObject(const R4Type& type, simdjson::dom::object object,
                   const Frame& here);
  void CheckMember(const R4Type& type, std::string_view key, Json value,
                   const Frame& here, Seen* seen);
  bool CheckSiblingObject(Json value, const Frame& here);
  void CheckSiblingList(Json value, int values, const Frame& here);
  void CheckComplete(const R4Type& type, const Seen& seen, const Frame& here);
  void CheckExtensionRules(simdjson::dom::object object, const Seen& seen,
                           const Frame& here);
  void CheckReferenceRules(simdjson::dom::object object, const Frame& here);
  void CheckCode(std::string_view system, std::string_view code,
                 const Frame& here);
  void CheckSecurity(Json value, const Frame& frame);
  void CheckPeriodRules(simdjson::dom::object object, const Frame& here);
  void CheckSystemRules(const R4Type& type, simdjson::dom::object object,
                        const Frame& here);
  void CheckContained(Json value, const Frame& here);
  void CheckContainedMeta(simdjson::dom::object contained, const Frame& here);
  // JSON rules only, where the type of the resource is not in our table.
  void CheckLoose(Json value, const Frame& here);
  bool HasContained(std::string_view id) const;
  // What a literal reference points at, as far as it says so itself or the
  // resource around has it; empty if unknown.
  std::string_view TargetType(std::string_view reference) const;
  std::string_view ContainedType(std::string_view id) const;

  const FhirMapping::Impl& mapping_;
  Reporter& reporter_;
  simdjson::dom::object resource_;
  bool in_extension_ = false;
  // Of elements, not of the resource itself.
  std::set<std::string, std::less<>> ids_;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_R4_CHECKER_H_
