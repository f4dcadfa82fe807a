// Findings about the form of FHIR JSON, made by validator/fhir/. They are
// listed here so that the catalogue is whole without the reader.
#ifndef TRIVSEL_VALIDATOR_FORM_CODES_H_
#define TRIVSEL_VALIDATOR_FORM_CODES_H_

#include <span>
#include <string_view>

#include "trivsel/standard/v1/annotations.pb.h"

namespace trivsel::validator {

struct FormCode {
  std::string_view code;  // "FHIR-JSON-DUPLICATE-KEY"
  standard::v1::Origin origin;
  std::string_view danish;
  std::string_view english;
};

// All findings of form, by code.
std::span<const FormCode> FormCodes();

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_FORM_CODES_H_
