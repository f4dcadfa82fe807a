// Codes and sentences of the findings that follow from an element's own rule.
#ifndef TRIVSEL_VALIDATOR_RULE_NAMES_H_
#define TRIVSEL_VALIDATOR_RULE_NAMES_H_

#include <string>
#include <string_view>

#include "trivsel/standard/v1/annotations.pb.h"
#include "validator/finding.h"
#include "validator/validator.h"

namespace trivsel::validator {

// What can be wrong with an element. The last part of the finding's code.
enum class What {
  kMissing,              // required, but not there
  kFormat,               // does not have the form of its type
  kNotFixed,             // not the one value that the profile assigns
  kUnknownCode,          // a code that its system or enumeration does not have
  kNotInValueSet,        // a concept that the bound value set does not admit
  kSystemMissing,        // a code without its system names no concept
  kForbidden,            // the profile does not allow the element
  kTooMany,              // more than the profile allows
  kReferenceUnresolved,  // points at nothing inside the report
  kReferenceWrongType,   // points at the wrong kind of record
  kDisplayWrong,         // another text than the code system's
  kUnknownField,         // proto fields that the standard does not have
};
inline constexpr int kWhatCount = static_cast<int>(What::kUnknownField) + 1;

// "NOT-IN-VALUESET".
std::string_view WhatCode(What what);

// Where such a rule comes from, and so how severe breaking it is.
standard::v1::Origin WhatOrigin(What what);

// The severity of a finding by its origin.
Severity SeverityOf(standard::v1::Origin origin, Strictness strictness);

// "LTT-CAREPLAN-PERIOD-START-MISSING"; without the middle part when
// `code_path` is empty.
std::string RuleCode(std::string_view record, std::string_view code_path,
                     What what);

// The sentences about an element. `record` is what the record is called in the
// language, `danish` the element's name in KL's information model (may be
// empty), `fhir_path` its path within the record (empty: the record itself).
std::string DanishSentence(What what, std::string_view record,
                           std::string_view danish, std::string_view fhir_path);
std::string EnglishSentence(What what, std::string_view record,
                            std::string_view fhir_path);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_RULE_NAMES_H_
