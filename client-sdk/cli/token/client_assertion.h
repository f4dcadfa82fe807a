// Proof of who asks the token endpoint (RFC 7523 section 3).
#ifndef TRIVSEL_CLIENT_SDK_CLI_TOKEN_CLIENT_ASSERTION_H_
#define TRIVSEL_CLIENT_SDK_CLI_TOKEN_CLIENT_ASSERTION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::cli {

struct ClientAssertion {
  std::string client_id;  // "iss" and "sub"
  std::string audience;   // "aud"
  std::string key_file;   // PEM, RSA of at least 2048 bits, not encrypted
  absl::Time now;
};

// A JWT, RS256, good for a minute and for one use: "jti" is random. "kid" is
// the base64url of the SHA-256 of the public key (DER SubjectPublicKeyInfo).
// INVALID_ARGUMENT, in both languages, if the key cannot be used.
absl::StatusOr<std::string> SignClientAssertion(
    const ClientAssertion& assertion);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_TOKEN_CLIENT_ASSERTION_H_
