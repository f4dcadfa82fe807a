// What a token endpoint answers (RFC 6749 sections 5.1 and 5.2).
#ifndef TRIVSEL_CLIENT_SDK_STS_TOKEN_ANSWER_H_
#define TRIVSEL_CLIENT_SDK_STS_TOKEN_ANSWER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client-sdk/sts/form_post.h"

namespace trivsel::client::sts {

struct TokenAnswer {
  std::string access_token;
  std::string token_type;
  absl::Duration expires_in;  // 5 minutes if it does not say
  std::string refresh_token;  // may be empty
};

// UNAVAILABLE for 5xx and 429, PERMISSION_DENIED with "error" and
// "error_description" for every other refusal, INTERNAL if it cannot be
// understood. `who` names the endpoint in messages.
absl::StatusOr<TokenAnswer> ReadTokenAnswer(const std::string& who,
                                            const FormAnswer& answer);

}  // namespace trivsel::client::sts

#endif  // TRIVSEL_CLIENT_SDK_STS_TOKEN_ANSWER_H_
