// An STS's SAML assertion, in whatever wrapping it was saved.
#ifndef TRIVSEL_CLIENT_SDK_CLI_TOKEN_ASSERTION_FILE_H_
#define TRIVSEL_CLIENT_SDK_CLI_TOKEN_ASSERTION_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace trivsel::cli {

// The XML of a file ("-": standard input) that holds it as it is, in base64 or
// base64url, or as RequestedSecurityToken.Assertion of the STS's JSON answer.
// Changes nothing in it: its signature must hold. INVALID_ARGUMENT, in both
// languages. At most 256 KiB.
absl::StatusOr<std::string> ReadAssertion(const std::string& path);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_TOKEN_ASSERTION_FILE_H_
