// URLs of the form that a FHIR server gives its resources.
#ifndef TRIVSEL_VALIDATOR_REST_URL_H_
#define TRIVSEL_VALIDATOR_REST_URL_H_

#include <string_view>

namespace trivsel::validator {

// Whether `url` is [base/]Type/id with a resource type of FHIR R4 and a base
// of http(s) segments without unusual characters, as the pattern in FHIR's
// text on references has it.
bool IsRestUrl(std::string_view url);

// Whether `url` ends in "/Type/id".
bool EndsInTypeAndId(std::string_view url, std::string_view type,
                     std::string_view id);

// Whether FHIR R4 has a resource type of this name.
bool IsResourceType(std::string_view name);

}  // namespace trivsel::validator

#endif  // TRIVSEL_VALIDATOR_REST_URL_H_
