// Errors of the client's own, worded as the gateway's: Danish beside English.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_DANISH_STATUS_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_DANISH_STATUS_H_

#include <string>

#include "absl/status/status.h"

namespace trivsel::client::internal {

// The message is English; DanishMessageOf (error.h) gives the Danish one.
absl::Status DanishStatus(absl::StatusCode code, const std::string& danish,
                          const std::string& english);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_DANISH_STATUS_H_
