// The narrative of a FHIR resource: a small part of XHTML.
#ifndef TRIVSEL_VALIDATOR_FHIR_XHTML_H_
#define TRIVSEL_VALIDATOR_FHIR_XHTML_H_

#include <string_view>

namespace trivsel::validator::fhir {

// Whether `text` is one well-formed <div> in XHTML's namespace, with elements
// and attributes that FHIR allows only, and not empty (txt-1, txt-2).
bool IsNarrative(std::string_view text);

}  // namespace trivsel::validator::fhir

#endif  // TRIVSEL_VALIDATOR_FHIR_XHTML_H_
