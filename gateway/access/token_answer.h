// What the token endpoint answers, as JSON: RFC 6749 section 5, RFC 8693
// section 2.2, and OIO IDWS REST 1.0 for those who speak that.
#ifndef TRIVSEL_GATEWAY_ACCESS_TOKEN_ANSWER_H_
#define TRIVSEL_GATEWAY_ACCESS_TOKEN_ANSWER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "validator/token/access_fault.h"

namespace trivsel::gateway::access {

// The two ways of asking; they differ in their errors.
enum class TokenDialect {
  // RFC 6749: 400 or 401 with one of its errors; what is wrong with the
  // subject_token is "invalid_request" (RFC 8693 section 2.2.2).
  kOAuth,
  // OIO IDWS REST: 401 with WWW-Authenticate: Bearer error="invalid_token".
  kOioRest,
};

struct TokenAnswer {
  int status = 200;
  std::string json;
  std::vector<std::pair<std::string, std::string>> headers;

  // For log and metrics.
  gateway::v1::AccessFault fault = gateway::v1::ACCESS_FAULT_UNSPECIFIED;
  std::string grant = {};    // "token_exchange", "refresh_token", "oio_rest"
  int32_t submitter_id = 0;  // if it is known
  std::string cvr = {};      // of a token that was given out
};

// A token that is given out.
struct GivenToken {
  std::string access;
  int64_t expires_in = 0;  // seconds
  std::string refresh;     // empty: none
  int64_t refresh_expires_in = 0;
  // "urn:ietf:params:oauth:token-type:access_token" where RFC 8693 wants it.
  std::string issued_token_type = {};
};

TokenAnswer Give(const GivenToken& token, TokenDialect dialect);

// {error, error_description, error_uri} of RFC 6749, and our own: code (the
// fault's name), danish, expected, found, advice and danish_advice. The
// description is the English sentence, as RFC 6749 section 5.2 allows ASCII
// alone there. `help_url`: the page about faults, without a fragment; empty:
// there is none.
TokenAnswer Refuse(const validator::token::Fault& fault, TokenDialect dialect,
                   const std::string& help_url);

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_TOKEN_ANSWER_H_
