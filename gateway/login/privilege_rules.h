// From what an identity provider vouches for to what somebody may do here.
// Pure; default deny.
#ifndef TRIVSEL_GATEWAY_LOGIN_PRIVILEGE_RULES_H_
#define TRIVSEL_GATEWAY_LOGIN_PRIVILEGE_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "gateway/access/access_book.h"
#include "gateway/access/operator.h"
#include "trivsel/gateway/v1/login_policy.pb.h"
#include "validator/token/claims.h"

namespace trivsel::gateway::login {

// Somebody as the identity provider named them.
struct Person {
  std::string user_key = {};
  std::string cvr = {};   // of their organisation
  std::string name = {};  // may be empty
  std::vector<validator::token::Privilege> privileges = {};
};

// A role that is mapped, scoped to a municipality that is registered, is a
// grant for it; scoped to one of all_municipalities_cvrs, which is the person's
// own organisation too, a grant for all. A group with a KLE constraint counts
// if its values cover every one of kle_subjects; a group with any other
// constraint gives nothing. No grants: the person may not come in.
access::Operator OperatorOf(const v1::LoginPolicy& policy,
                            const access::AccessBook& book,
                            const Person& person);

// Whether a KLE value covers a subject: the same ("29.24.16"), a group or main
// group above it ("29.24", "29"), or with a star ("29.24.*", "29.*").
bool CoversKle(std::string_view value, std::string_view subject);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_PRIVILEGE_RULES_H_
