#include "validator/rule_names.h"

#include <array>

#include "absl/strings/str_cat.h"

namespace trivsel::validator {
namespace {

struct WhatText {
  std::string_view code;
  standard::v1::Origin origin;
  // What follows the element's name in the sentence.
  std::string_view danish;
  std::string_view english;
};

// In the order of What.
constexpr std::array<WhatText, kWhatCount> kTexts = {{
    {"MISSING", standard::v1::ORIGIN_PROFILE, "mangler.", "is missing."},
    {"FORMAT", standard::v1::ORIGIN_PROFILE, "har ikke den rette form.",
     "does not have the right form."},
    {"NOT-FIXED", standard::v1::ORIGIN_PROFILE,
     "har ikke den værdi, som standarden fastsætter.",
     "does not have the value that the standard assigns."},
    {"UNKNOWN-CODE", standard::v1::ORIGIN_PROFILE,
     "er en kode, der ikke findes.", "is a code that does not exist."},
    {"NOT-IN-VALUESET", standard::v1::ORIGIN_PROFILE,
     "er ikke en af de koder, der må bruges her.",
     "is not one of the codes that may be used here."},
    {"SYSTEM-MISSING", standard::v1::ORIGIN_PROFILE,
     "har en kode uden kodesystem; uden det betyder koden ingenting.",
     "has a code without its code system; without it the code means nothing."},
    {"FORBIDDEN", standard::v1::ORIGIN_PROFILE,
     "må ikke bruges i denne standard.", "must not be used in this standard."},
    {"TOO-MANY", standard::v1::ORIGIN_PROFILE, "står flere gange, end der må.",
     "occurs more often than allowed."},
    {"REFERENCE-UNRESOLVED", standard::v1::ORIGIN_PROFILE,
     "peger ikke på noget i rapporten.",
     "does not point at anything in the report."},
    {"REFERENCE-WRONG-TYPE", standard::v1::ORIGIN_PROFILE,
     "peger på en forkert slags oplysning i rapporten.",
     "points at the wrong kind of record in the report."},
    {"DISPLAY-WRONG", standard::v1::ORIGIN_GUIDE,
     "er en anden tekst end kodesystemets.",
     "is another text than the code system's."},
    {"UNKNOWN-FIELD", standard::v1::ORIGIN_PLAUSIBILITY,
     "har felter, som standarden ikke kender; de bliver i originalen og sendes "
     "ikke videre.",
     "has fields that the standard does not know; they are kept in the "
     "original and not carried onward."},
}};

const WhatText& TextOf(What what) { return kTexts[static_cast<size_t>(what)]; }

}  // namespace

std::string_view WhatCode(What what) { return TextOf(what).code; }

standard::v1::Origin WhatOrigin(What what) { return TextOf(what).origin; }

Severity SeverityOf(standard::v1::Origin origin, Strictness strictness) {
  switch (origin) {
    case standard::v1::ORIGIN_GUIDE:
      return strictness == Strictness::kGuide ? Severity::kError
                                              : Severity::kWarning;
    case standard::v1::ORIGIN_PLAUSIBILITY:
      return Severity::kWarning;
    case standard::v1::ORIGIN_NOTICE:
      return Severity::kInformation;
    default:
      return Severity::kError;
  }
}

std::string RuleCode(std::string_view record, std::string_view code_path,
                     What what) {
  std::string code = "LTT-";
  code += record;
  code += '-';
  if (!code_path.empty()) {
    code += code_path;
    code += '-';
  }
  code += WhatCode(what);
  return code;
}

std::string DanishSentence(What what, std::string_view record,
                           std::string_view danish,
                           std::string_view fhir_path) {
  std::string sentence(record);
  if (!danish.empty() || !fhir_path.empty()) sentence += ": ";
  if (danish.empty() || danish == fhir_path) {
    sentence += fhir_path;
  } else {
    sentence += danish;
    if (!fhir_path.empty())
      sentence += absl::StrCat(" (", std::string(fhir_path), ")");
  }
  sentence += ' ';
  sentence += TextOf(what).danish;
  return sentence;
}

std::string EnglishSentence(What what, std::string_view record,
                            std::string_view fhir_path) {
  std::string sentence(record);
  if (!fhir_path.empty()) {
    sentence += ": ";
    sentence += fhir_path;
  }
  sentence += ' ';
  sentence += TextOf(what).english;
  return sentence;
}

}  // namespace trivsel::validator
