// The file in which operators write how people log in: LoginPolicy
// (login_policy.proto) as textproto, with the certificates, keys and secrets
// that it names.
#ifndef TRIVSEL_GATEWAY_LOGIN_LOGIN_POLICY_H_
#define TRIVSEL_GATEWAY_LOGIN_LOGIN_POLICY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/access/watched_file.h"
#include "trivsel/gateway/v1/login_policy.pb.h"
#include "validator/token/certificate.h"
#include "validator/token/private_key.h"

namespace trivsel::gateway::login {

// A certificate of ours with its key; RSA of at least 2048 bits.
struct OwnKey {
  validator::token::PublicKey certificate;
  validator::token::PrivateKey key;
};

// A policy that can be used.
struct LoadedLogin {
  v1::LoginPolicy policy;  // defaults filled in, files as absolute paths
  // SAML: ours, the first signs; and who may have signed the IdP's metadata.
  std::vector<OwnKey> own = {};
  std::vector<validator::token::PublicKey> metadata_signers = {};
  // OpenID Connect: one of them.
  std::string client_secret = {};
  validator::token::PrivateKey client_key = {};
};

// The policy in a text, defaults filled in; files are not looked at.
// INVALID_ARGUMENT says the line, or the field and what is wrong with it.
absl::StatusOr<v1::LoginPolicy> ParseLoginPolicy(std::string_view text);

// The policy in a file with the files it names, relative to its folder.
// NOT_FOUND, FAILED_PRECONDITION or INVALID_ARGUMENT begin with the file's
// name, and have nothing of a key or secret. `seen` gets every file that was
// looked at, in either case.
absl::StatusOr<LoadedLogin> LoadLoginPolicy(
    const std::string& path, std::vector<access::WatchedFile>* seen);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_LOGIN_POLICY_H_
