// Asking an STS once.
#ifndef TRIVSEL_CLIENT_SDK_STS_FETCH_TOKEN_H_
#define TRIVSEL_CLIENT_SDK_STS_FETCH_TOKEN_H_

#include <atomic>

#include "absl/status/statusor.h"
#include "trivsel/client/sts_token_source.h"

namespace trivsel::client::sts {

// See FetchStsToken; broken off soon after `stop`, which may be null, is true.
absl::StatusOr<StsToken> FetchToken(const StsOptions& options,
                                    const std::atomic<bool>* stop);

}  // namespace trivsel::client::sts

#endif  // TRIVSEL_CLIENT_SDK_STS_FETCH_TOKEN_H_
