// Answers to a login that must be refused, each with its reason. Made with the
// sandbox identity provider's mint; used against the verifier and against a
// whole gateway.
#ifndef TRIVSEL_TESTS_VALIDATOR_TOKEN_LOGIN_CASES_H_
#define TRIVSEL_TESTS_VALIDATOR_TOKEN_LOGIN_CASES_H_

#include <string>
#include <vector>

#include "deploy/sandbox/idp/mint/login_answer.h"
#include "deploy/sandbox/sts/mint/key_pair.h"
#include "trivsel/gateway/v1/access_fault.pb.h"

namespace trivsel::testing {

// What a good answer would be, and who makes it.
struct LoginSetting {
  sandbox::mint::LoginOrder order;
  EVP_PKEY* recipient = nullptr;    // the service's key
  sandbox::mint::KeyPair idp;       // its signing certificate
  sandbox::mint::KeyPair stranger;  // an attacker's
  sandbox::mint::KeyPair expired;   // the IdP's, valid no longer
};

struct LoginCase {
  std::string name;
  std::vector<gateway::v1::AccessFault> allowed;  // normally one
  std::string response;                           // XML
};

// A good Response of the setting.
std::string GoodResponse(const LoginSetting& setting);
// Every kind that must be refused.
std::vector<LoginCase> BadResponses(const LoginSetting& setting);

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_VALIDATOR_TOKEN_LOGIN_CASES_H_
