// Errors as the gateway words them.
#ifndef TRIVSEL_TESTS_CLIENT_SDK_STATUSES_H_
#define TRIVSEL_TESTS_CLIENT_SDK_STATUSES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace trivsel::client {

// With ErrorInfo, LocalizedMessage and, if it is more than 0, RetryInfo.
google::rpc::Status RpcError(absl::StatusCode code, const std::string& reason,
                             absl::Duration retry = absl::ZeroDuration());

// A refusal of access, with what was expected and found and a page that helps.
google::rpc::Status Refusal(absl::StatusCode code, const std::string& reason);

}  // namespace trivsel::client

#endif  // TRIVSEL_TESTS_CLIENT_SDK_STATUSES_H_
