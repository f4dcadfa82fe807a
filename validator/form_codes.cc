#include "validator/form_codes.h"

#include <array>

namespace trivsel::validator {
namespace {

using standard::v1::ORIGIN_PROFILE;

constexpr auto kFormCodes = std::to_array<FormCode>({
    {"FHIR-JSON-TOO-LARGE", ORIGIN_PROFILE,
     "Rapporten er større, end gatewayen læser.",
     "The report is larger than the gateway reads."},
    {"FHIR-JSON-TOO-DEEP", ORIGIN_PROFILE,
     "Rapporten er indlejret i flere lag, end gatewayen læser.",
     "The report is nested deeper than the gateway reads."},
    {"FHIR-JSON-NOT-UTF8", ORIGIN_PROFILE, "Rapporten er ikke gyldig UTF-8.",
     "The report is not valid UTF-8."},
    {"FHIR-JSON-SYNTAX", ORIGIN_PROFILE, "Rapporten er ikke gyldig JSON.",
     "The report is not valid JSON."},
    {"FHIR-JSON-NOT-BUNDLE", ORIGIN_PROFILE,
     "Rapporten er ikke en FHIR Bundle.", "The report is not a FHIR Bundle."},
    {"FHIR-JSON-DUPLICATE-KEY", ORIGIN_PROFILE,
     "Elementet står to gange i det samme objekt.",
     "The element stands twice in the same object."},
    {"FHIR-JSON-UNKNOWN-ELEMENT", ORIGIN_PROFILE,
     "FHIR kender ikke elementet på dette sted.",
     "FHIR does not know the element at this place."},
    {"FHIR-JSON-WRONG-TYPE", ORIGIN_PROFILE,
     "Elementet har en forkert JSON-type.",
     "The element has the wrong JSON type."},
    {"FHIR-JSON-EMPTY", ORIGIN_PROFILE,
     "Elementet er tomt; FHIR kræver, at et element, der er med, har indhold.",
     "The element is empty; FHIR demands content of an element that is there."},
});

}  // namespace

std::span<const FormCode> FormCodes() { return kFormCodes; }

}  // namespace trivsel::validator
