// The file in which operators write whom the gateway trusts: AccessPolicy
// (access_policy.proto) as textproto, with the certificate files it names.
#ifndef TRIVSEL_GATEWAY_ACCESS_ACCESS_POLICY_H_
#define TRIVSEL_GATEWAY_ACCESS_ACCESS_POLICY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/access/watched_file.h"
#include "trivsel/gateway/v1/access_policy.pb.h"
#include "validator/token/certificate.h"

namespace trivsel::gateway::access {

inline constexpr int kMaxIssuers = 32;
inline constexpr int kMaxIssuerFiles = 32;
inline constexpr int kMaxNames = 32;  // entityIDs, roles, retired issuers …

// What an issuer's files say.
struct PolicyIssuer {
  // Its certificates, each once, also those that are not valid (any more).
  std::vector<validator::token::PublicKey> keys;
  // Who may have signed its metadata; the same as `keys` if no others are
  // named.
  std::vector<validator::token::PublicKey> metadata_signers;
};

// A policy that can be used.
struct LoadedPolicy {
  // Defaults filled in, files as absolute paths.
  gateway::v1::AccessPolicy policy;
  // One for each of policy.issuers.
  std::vector<PolicyIssuer> issuers;
};

// The policy in a text, defaults filled in; files are not looked at.
// INVALID_ARGUMENT says the line, or the field and what is wrong with it.
absl::StatusOr<gateway::v1::AccessPolicy> ParseAccessPolicy(
    std::string_view text);

// The policy in a file with the files it names, relative to its folder.
// NOT_FOUND, FAILED_PRECONDITION or INVALID_ARGUMENT begin with the file's
// name. `seen` gets every file that was looked at, in either case.
absl::StatusOr<LoadedPolicy> LoadAccessPolicy(const std::string& path,
                                              std::vector<WatchedFile>* seen);

// Metadata that comes from a URL, not from a file.
bool IsUrl(std::string_view metadata);

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_ACCESS_POLICY_H_
