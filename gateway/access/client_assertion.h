// What a client signs to show that it is one: RFC 7523 section 3, as vendors
// make it for the gateway that they integrated with before.
#ifndef TRIVSEL_GATEWAY_ACCESS_CLIENT_ASSERTION_H_
#define TRIVSEL_GATEWAY_ACCESS_CLIENT_ASSERTION_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/access_book.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::access {

// Writes down that an assertion was used. True: for the first time, on any
// gateway; false: it has been used before. The hash may be forgotten some time
// after `expires`. An error: it is not known. Thread safe; may wait for the
// database.
using SpendAssertion = std::function<absl::StatusOr<bool>(
    const validator::token::Sha256& hash, absl::Time expires)>;

struct ClientAssertionRules {
  // "aud" must name one of them, letter by letter.
  std::vector<std::string> audiences;
  // How far the clocks may differ.
  absl::Duration max_skew = absl::Seconds(120);
};

// "exp" may be so far ahead.
inline constexpr absl::Duration kMaxAssertionAhead = absl::Minutes(5);

// Nothing if `text` is an assertion of `client_id`, signed with one of its
// registered keys (RS256 or PS256; "kid" is the base64url of SHA-256 over the
// SubjectPublicKeyInfo), now, for us, for the first time. It is spent only
// when all the rest is right. CLIENT_KEY_UNKNOWN, CLIENT_ASSERTION_INVALID,
// CLIENT_ASSERTION_REPLAYED, TEMPORARILY_UNAVAILABLE.
std::optional<validator::token::Fault> CheckClientAssertion(
    std::string_view text, const std::string& client_id,
    const RegisteredClient& client, const ClientAssertionRules& rules,
    const SpendAssertion& spend, absl::Time now);

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_CLIENT_ASSERTION_H_
