// Bad tokens of one kind, made with the STS's own keys.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_BAD_DESK_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_BAD_DESK_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deploy/sandbox/sts/issue_desk.h"
#include "deploy/sandbox/sts/mint/bad_token.h"

namespace trivsel::sandbox::sts {

struct BadOrder {
  std::string kind;
  std::string cvr = "11111111";
  std::string peer_der;  // the client certificate it will be used with
  // Of client assertions.
  std::string client_id = "demo-fagsystem";
  std::string audience = "https://localhost:8443/token";
};

// NOT_FOUND if there is no such kind.
absl::StatusOr<mint::BadToken> MakeBad(const IssueDesk& desk,
                                       const BadOrder& order, absl::Time now);

// [{"name":…,"form":…,"expected":["TOKEN_EXPIRED"]}, …]
std::string KindsJson(const IssueDesk& desk, absl::Time now);

// "TOKEN_EXPIRED,…": the reasons for which it may be refused.
std::string ExpectedOf(const mint::BadToken& token);

}  // namespace trivsel::sandbox::sts

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_BAD_DESK_H_
