// What JSON itself can be wrong about in one element.
#ifndef TRIVSEL_VALIDATOR_FHIR_JSON_FORM_H_
#define TRIVSEL_VALIDATOR_FHIR_JSON_FORM_H_

#include <simdjson.h>

#include <string_view>

#include "validator/fhir/fhir_codes.h"

namespace trivsel::validator::fhir {

// What JSON should have been there.
enum class JsonForm { kString, kBoolean, kNumber, kObject, kArray };

// The content of a value whose type has been asked for; by value, as the
// parser's own accessors refer into a temporary.
inline std::string_view TextOf(simdjson::dom::element value) {
  return value.get_string().value_unsafe();
}
inline simdjson::dom::object ObjectOf(simdjson::dom::element value) {
  return value.get_object().value_unsafe();
}
inline simdjson::dom::array ArrayOf(simdjson::dom::element value) {
  return value.get_array().value_unsafe();
}
inline bool BoolOf(simdjson::dom::element value) {
  return value.get_bool().value_unsafe();
}

// Why `value` is not of the form, given that it is not.
inline Fault WrongForm(JsonForm wanted, simdjson::dom::element value) {
  if (value.is_null()) return Fault::kNull;
  if (wanted == JsonForm::kArray) return Fault::kNotAnArray;
  if (value.is_array()) return Fault::kNotSingle;
  switch (wanted) {
    case JsonForm::kString:
      return Fault::kNotAString;
    case JsonForm::kBoolean:
      return Fault::kNotABoolean;
    case JsonForm::kNumber:
      return Fault::kNotANumber;
    default:
      return Fault::kNotAnObject;
  }
}

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_JSON_FORM_H_
