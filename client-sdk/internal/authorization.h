// A token as the metadata of a call.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_AUTHORIZATION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_AUTHORIZATION_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trivsel::client::internal {

// "Bearer TOKEN" (RFC 6750). FAILED_PRECONDITION if that can be no token:
// empty, over 16 KiB, or with characters that would not even pass as
// metadata. Says of a SAML assertion what to do with it, and never says the
// token.
absl::StatusOr<std::string> AuthorizationOf(std::string_view token);

// The gateway refused the token for a reason that a new one may mend:
// UNAUTHENTICATED with TOKEN_EXPIRED, KEY_UNKNOWN, KEY_NOT_VALID_NOW or
// CONFIRMATION_MISMATCH.
bool NewTokenMayHelp(const absl::Status& status);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_AUTHORIZATION_H_
