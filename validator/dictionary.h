// The data dictionary: the standard as Markdown for people, printed from the
// same annotations that the validator runs on.
#ifndef TRIVSEL_VALIDATOR_DICTIONARY_H_
#define TRIVSEL_VALIDATOR_DICTIONARY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "validator/finding.h"
#include "validator/terminology.h"

namespace trivsel::validator {

// A finding that the catalogue does not know, of the FHIR reader or the
// gateway.
struct OtherFinding {
  std::string code;
  Severity severity = Severity::kError;
  std::string danish;
  std::string english;
};

// All records with their elements, rules and codes, then the value sets, then
// FindingTable(). Danish with English beside it; ends with a newline.
absl::StatusOr<std::string> PrintDictionary(
    const Terminology& terminology, const std::vector<OtherFinding>& others);

// What a finding of this code says, of the catalogue or the others; NOT_FOUND.
// As severe as it is unless the guide's prose is an error too.
absl::StatusOr<OtherFinding> FindFinding(
    std::string_view code, const std::vector<OtherFinding>& others);

// All of both, sorted by code.
absl::StatusOr<std::vector<OtherFinding>> AllFindings(
    const std::vector<OtherFinding>& others);

// The Markdown table of all findings, sorted by code; ends with a newline.
absl::StatusOr<std::string> PrintFindingTable(
    const std::vector<OtherFinding>& others);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_DICTIONARY_H_
