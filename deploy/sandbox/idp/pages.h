// What the sandbox's identity provider answers, and its pages.
#ifndef TRIVSEL_DEPLOY_SANDBOX_IDP_PAGES_H_
#define TRIVSEL_DEPLOY_SANDBOX_IDP_PAGES_H_

#include <string>
#include <utility>
#include <vector>

#include "deploy/sandbox/idp/mint/login_answer.h"

namespace trivsel::sandbox::idp {

struct Answer {
  int status = 200;
  std::string body = {};
  std::string type = "text/html; charset=utf-8";
  std::string location = {};  // with 303
};

Answer Refused(const std::string& why);
Answer SeeOther(const std::string& location);
Answer Told(const std::string& title, const std::string& text);
// A button for each user: POST to `action` with the hidden fields and "user".
Answer ChooseUser(
    const std::vector<mint::LoginUser>& users, const std::string& action,
    const std::vector<std::pair<std::string, std::string>>& hidden);
// A form that sends itself to `action`, or by its button.
Answer SendOn(const std::string& action,
              const std::vector<std::pair<std::string, std::string>>& hidden);

}  // namespace trivsel::sandbox::idp

#endif  // TRIVSEL_DEPLOY_SANDBOX_IDP_PAGES_H_
