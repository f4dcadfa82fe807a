// Times as tokens write them, and as faults show them.
#ifndef TRIVSEL_VALIDATOR_TOKEN_INSTANT_H_
#define TRIVSEL_VALIDATOR_TOKEN_INSTANT_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace trivsel::validator::token {

// xs:dateTime with a zone, "2021-12-08T11:48:08.326Z"; nullopt for any other
// form. SAML core 1.3.3 asks for UTC; an offset is understood.
std::optional<absl::Time> ReadInstant(std::string_view text);

// "2021-12-08T11:48:08Z"; "-" for one that is not finite.
std::string ShowInstant(absl::Time time);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_INSTANT_H_
