// The data types of FHIR R4 (4.0.1), as far as a report may hold them where
// the standard has no place of its own: what such an element must look like.
#ifndef TRIVSEL_VALIDATOR_FHIR_R4_TYPES_H_
#define TRIVSEL_VALIDATOR_FHIR_R4_TYPES_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "validator/fhir/name_table.h"
#include "validator/fhir/r4_primitives.h"

namespace trivsel::validator::fhir {

struct R4Type;

struct R4Element {
  std::string name;  // "valueString" for a choice
  const R4Type* type = nullptr;
  bool array = false;
  bool required = false;
  // Elements of one choice ("value[x]") share a number; -1 is no choice.
  int choice = -1;
  // Codes of a required binding; empty where any code will do.
  std::vector<std::string> codes = {};
};

struct R4Type {
  std::string name;  // "Identifier", "uri"
  // Set for primitives, which have no elements.
  Primitive primitive = Primitive::kNone;
  std::vector<R4Element> elements;
  NameTable names;  // of elements, to their place in the list
  // One of each choice must be there.
  int choices = 0;
  bool choice_required = false;
};

// Immutable and thread safe.
class R4Types {
 public:
  static absl::StatusOr<std::unique_ptr<const R4Types>> Create();

  // Null if R4 has no such data type; "Resource" and "Extension" are known.
  const R4Type* Find(std::string_view name) const;

  // Whether R4 has a resource of this type.
  bool IsResource(std::string_view name) const {
    return resources_.Find(name) >= 0;
  }

 private:
  R4Types() = default;
  absl::Status Define(std::string_view definition);
  absl::Status AddElement(std::string_view text, R4Type* type);

  std::unordered_map<std::string, std::unique_ptr<R4Type>> types_;
  NameTable resources_;
};

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_R4_TYPES_H_
