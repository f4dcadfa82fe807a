// The gateway's own tokens, as far as others than the gateway can read them.
#ifndef TRIVSEL_CLIENT_SDK_CLI_TOKEN_OWN_TOKEN_H_
#define TRIVSEL_CLIENT_SDK_CLI_TOKEN_OWN_TOKEN_H_

#include <optional>
#include <string_view>

#include "validator/token/claims.h"

namespace trivsel::cli {

// What its token endpoint gives out: a JWT (HS256) with issuer, municipality,
// certificate and times, and neither audience nor roles, which the gateway
// looks up. nullopt for every other text, white space around it apart. The
// signature is the gateway's business.
std::optional<validator::token::Claims> ReadOwnToken(std::string_view text);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_TOKEN_OWN_TOKEN_H_
