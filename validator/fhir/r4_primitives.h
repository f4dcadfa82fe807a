// The lexical forms of FHIR R4's primitive types.
#ifndef TRIVSEL_VALIDATOR_FHIR_R4_PRIMITIVES_H_
#define TRIVSEL_VALIDATOR_FHIR_R4_PRIMITIVES_H_

#include <string_view>

namespace trivsel::validator::fhir {

enum class Primitive {
  kNone,
  kBoolean,
  kInteger,
  kUnsignedInt,
  kPositiveInt,
  kDecimal,
  kString,
  kMarkdown,
  kCode,
  kId,
  kUri,
  kUrl,
  kCanonical,
  kOid,
  kUuid,
  kBase64,
  kInstant,
  kDateTime,
  kDate,
  kTime,
  kXhtml,
};

// "dateTime" -> kDateTime; kNone if R4 has no such primitive.
Primitive PrimitiveByName(std::string_view name);

// Whether a JSON number (true) or a string or boolean (false) is written.
bool IsNumber(Primitive primitive);

// Whether a string has the form of its type. Numbers and booleans have none
// beyond JSON's; XHTML is judged by validator/fhir/xhtml.h.
bool HasForm(Primitive primitive, std::string_view value);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_R4_PRIMITIVES_H_
