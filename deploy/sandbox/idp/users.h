// The fictive people of the sandbox's identity provider, from a file.
#ifndef TRIVSEL_DEPLOY_SANDBOX_IDP_USERS_H_
#define TRIVSEL_DEPLOY_SANDBOX_IDP_USERS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "deploy/sandbox/idp/mint/login_answer.h"

namespace trivsel::sandbox::idp {

// "reader" is kRolePrefix + "reader/1" in a token.
inline constexpr char kRolePrefix[] =
    "http://trivsel.sandbox.localhost/roles/usersystemrole/";
inline constexpr char kKleConstraint[] =
    "http://sts.kombit.dk/constraints/KLE/1";

// JSON: [{"key", "name", "cvr", "organisation", "email", "level" (Substantial),
// "privileges": [{"role", "scope", "kle" (none)}]}]. INVALID_ARGUMENT,
// NOT_FOUND.
absl::StatusOr<std::vector<mint::LoginUser>> ReadUsers(const std::string& file);

}  // namespace trivsel::sandbox::idp

#endif  // TRIVSEL_DEPLOY_SANDBOX_IDP_USERS_H_
