// Our own keys of the login policy, read from files.
#ifndef TRIVSEL_GATEWAY_LOGIN_KEY_FILES_H_
#define TRIVSEL_GATEWAY_LOGIN_KEY_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/access/watched_file.h"
#include "gateway/login/login_policy.h"

namespace trivsel::gateway::login {

// All of them name the file in their errors, and have nothing of a key in
// them. `seen` gets the files. FAILED_PRECONDITION, INVALID_ARGUMENT,
// NOT_FOUND.

// A private key, PEM, RSA of at least 2048 bits.
absl::StatusOr<validator::token::PrivateKey> ReadPrivateKey(
    const std::string& file, std::vector<access::WatchedFile>* seen);
// The first certificate of a file with its key.
absl::StatusOr<OwnKey> ReadOwnKey(const std::string& certificate_file,
                                  const std::string& key_file,
                                  std::vector<access::WatchedFile>* seen);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_KEY_FILES_H_
