// Base64 as tokens write it (RFC 4648): read strictly, or as people paste it.
#ifndef TRIVSEL_VALIDATOR_TOKEN_BASE64_H_
#define TRIVSEL_VALIDATOR_TOKEN_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace trivsel::validator::token {

// base64url as JWS wants it: no padding, no white space, no stray bits; one
// text for each sequence of octets. Nullopt otherwise.
std::optional<std::string> DecodeBase64Url(std::string_view text);

// As XML and mail write it: either alphabet (not both in one text), white
// space anywhere, the padding right or left out. Nullopt otherwise.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_BASE64_H_
