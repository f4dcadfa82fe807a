// The token in what somebody has at hand: a file, an answer of the STS.
#ifndef TRIVSEL_VALIDATOR_TOKEN_TOKEN_TEXT_H_
#define TRIVSEL_VALIDATOR_TOKEN_TOKEN_TEXT_H_

#include <string>
#include <string_view>

#include "validator/token/access_fault.h"
#include "validator/token/explain.h"

namespace trivsel::validator::token {

struct TokenText {
  TokenKind kind = TokenKind::kUnknown;
  std::string text = {};  // a compact JWT, or XML
};

// A JWT, XML, either in base64 or base64url, the STS's JSON answer
// ("access_token", "RequestedSecurityToken"."Assertion"); white space around.
// TOKEN_TOO_LARGE. Of the kind kUnknown if it is none of them.
OrFault<TokenText> FindToken(std::string_view text);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_TOKEN_TEXT_H_
