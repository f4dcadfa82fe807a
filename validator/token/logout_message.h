// LogoutRequest and LogoutResponse of an identity provider (SAML core 3.7). The
// signature is that of the Redirect binding around them.
#ifndef TRIVSEL_VALIDATOR_TOKEN_LOGOUT_MESSAGE_H_
#define TRIVSEL_VALIDATOR_TOKEN_LOGOUT_MESSAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "validator/token/access_fault.h"

namespace trivsel::validator::token {

// What a message must fit.
struct LogoutExpectation {
  std::string issuer;       // the identity provider
  std::string destination;  // our single logout address
  absl::Duration max_skew = absl::Seconds(120);
};

struct LogoutMessage {
  std::string id;
  std::string in_response_to;  // of a response
  std::string name_id;         // of a request
  std::vector<std::string> session_indexes;
  absl::Time not_after;  // of a request: until when it has to be remembered
};

// TOKEN_MALFORMED, DESTINATION_WRONG, ISSUER_UNKNOWN, TOKEN_EXPIRED (older than
// five minutes, or NotOnOrAfter), TOKEN_NOT_YET_VALID, CLAIM_MISSING,
// CLAIM_INVALID, and what hostile XML is refused for.
OrFault<LogoutMessage> ReadLogoutRequest(std::string_view xml,
                                         const LogoutExpectation& expected,
                                         absl::Time now);
OrFault<LogoutMessage> ReadLogoutResponse(std::string_view xml,
                                          const LogoutExpectation& expected,
                                          absl::Time now);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_LOGOUT_MESSAGE_H_
