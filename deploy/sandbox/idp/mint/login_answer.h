// Context Handler 2's answer to a login, minted: the assertion, its signature,
// its encryption, and the Response around it; each also in ways that nobody
// should accept.
#ifndef TRIVSEL_DEPLOY_SANDBOX_IDP_MINT_LOGIN_ANSWER_H_
#define TRIVSEL_DEPLOY_SANDBOX_IDP_MINT_LOGIN_ANSWER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "deploy/sandbox/sts/mint/token_request.h"

namespace trivsel::sandbox::mint {

// Who logs in.
struct LoginUser {
  std::string key;  // UUID
  std::string name = {};
  std::string cvr = {};
  std::string organisation = {};
  std::string email = {};
  std::string level = "Substantial";  // NSIS
  std::vector<PrivilegeGroup> groups = {};
};

// What stands in assertion and Response, value by value, as text.
struct LoginForm {
  std::string id, response_id, session_index;
  std::string issuer, envelope_issuer;
  std::string issue_instant;
  std::string name_id, name_id_format;
  std::string method;
  std::string recipient, destination;
  std::string in_response_to, envelope_in_response_to;
  std::string not_before, not_on_or_after;  // of conditions and confirmation
  std::string audience;
  std::string class_ref;
  std::string status;
  std::vector<std::pair<std::string, std::string>> attributes;
};

struct LoginOrder {
  std::string issuer, acs_url, audience, request_id;
  LoginUser user;
  absl::Time now;
};

LoginForm FormOf(const LoginOrder& order);
// The assertion in canonical form, with kSignaturePlace after the Issuer.
std::string LoginAssertionXml(const LoginForm& form);
// The Response around its content.
std::string LoginResponseXml(const LoginForm& form, std::string_view content);
// OIO-BPP 1.2.
std::string LoginPrivilegesXml(const std::vector<PrivilegeGroup>& groups);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_IDP_MINT_LOGIN_ANSWER_H_
