// The error for a report that the standard refuses.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_INVALID_REPORT_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_INVALID_REPORT_H_

#include <vector>

#include "absl/status/status.h"
#include "trivsel/gateway/v1/finding.pb.h"

namespace trivsel::client::internal {

// INVALID_ARGUMENT, reason REPORT_INVALID, with the findings (FindingsOf).
// There must be at least one.
absl::Status InvalidReport(const std::vector<gateway::v1::Finding>& findings);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_INVALID_REPORT_H_
