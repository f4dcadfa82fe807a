// A private key out of its file.
#ifndef TRIVSEL_CLIENT_SDK_CLI_PRIVATE_KEY_H_
#define TRIVSEL_CLIENT_SDK_CLI_PRIVATE_KEY_H_

#include <openssl/types.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace trivsel::cli {

// INVALID_ARGUMENT, in both languages: the file cannot be read, holds no
// private key in PEM form, or one that is encrypted. Never asks for a password
// and never says anything of the key.
absl::StatusOr<std::shared_ptr<EVP_PKEY>> ReadPrivateKey(
    const std::string& path);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_PRIVATE_KEY_H_
