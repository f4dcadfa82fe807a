// What the FHIR reader can find, with the sentences that people read.
#ifndef TRIVSEL_VALIDATOR_FHIR_FHIR_CODES_H_
#define TRIVSEL_VALIDATOR_FHIR_FHIR_CODES_H_

#include <span>
#include <string_view>

#include "validator/finding.h"

namespace trivsel::validator::fhir {

// A kind of finding whose code does not depend on the element.
enum class Fault {
  // Unreadable.
  kTooLarge,
  kTooDeep,
  kEmpty,
  kTruncated,
  kSyntax,
  kUtf8,
  kString,
  kNumber,
  kNotABundle,
  // JSON form.
  kByteOrderMark,
  kUnknownElement,
  kDuplicateElement,
  kNotAString,
  kNotABoolean,
  kNotANumber,
  kNotAnObject,
  kNotAnArray,
  kNotSingle,
  kNull,
  kEmptyString,
  kEmptyObject,
  kEmptyArray,
  // FHIR form of what is not carried.
  kNotCarried,
  kValueFormat,
  kValueCode,
  kRequiredMissing,
  kChoiceTwice,
  kWithoutValue,
  kExtensionUrl,
  kExtensionEmpty,
  kExtensionBoth,
  kExtensionType,
  kExtensionMisplaced,
  kExtensionVersioned,
  kNarrative,
  kContainedId,
  kContainedNested,
  kContainedOrphan,
  kContainedMeta,
  kLocalReference,
  kReferenceBlank,
  kPeriodOrder,
  kDuplicateId,
  kSecurityTwice,
  // Resources and profiles.
  kResourceType,
  kForeignResource,
  kProfileRelative,
  kProfileExample,
  kProfileForeign,
  kProfileBoth,
  kProfileUnknown,
  // Patterns: the code has an element's name in it.
  kForbidden,
  kTooMany,
};

struct FaultText {
  Fault fault;
  // "FHIR-JSON-SYNTAX"; for patterns "LTT-<ELEMENT>-FORBIDDEN".
  std::string_view code;
  Severity severity;
  std::string_view danish;
  std::string_view english;
};

const FaultText& TextOf(Fault fault);

// All of them, in the order of the enum; for the catalogue and the dictionary.
std::span<const FaultText> AllFaults();

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_FHIR_CODES_H_
