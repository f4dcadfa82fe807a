// Lexical forms of FHIR's primitive types. Matchers written by hand: no
// regular expressions, no allocation, one pass.
//
// What FHIR R4's text leaves open is settled as HL7's own validator does.
#ifndef TRIVSEL_VALIDATOR_FORMATS_H_
#define TRIVSEL_VALIDATOR_FORMATS_H_

#include <string_view>

#include "trivsel/standard/v1/annotations.pb.h"

namespace trivsel::validator {

// Whether `text` (not empty) has the form. FORMAT_UNSPECIFIED admits all.
bool HasFormat(standard::v1::Format format, std::string_view text);

// At most 1 MiB; no vertical tab or form feed.
bool IsString(std::string_view text);
// [A-Za-z0-9\-\.]{1,64}
bool IsId(std::string_view text);
// Words with single blanks between them.
bool IsCode(std::string_view text);
// No white space; what calls itself urn:uuid: or urn:oid: is one.
bool IsUri(std::string_view text);
// "https:…", "urn:…": a lower-case scheme, a colon and something after it.
bool IsAbsoluteUri(std::string_view text);
// 8-4-4-4-12 hexadecimal digits, either case.
bool IsUuid(std::string_view text);
// "1.2.208.176.1.2".
bool IsOid(std::string_view text);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_FORMATS_H_
