// Judging a report on this machine: the gateway's own rules, no gateway.
#ifndef TRIVSEL_CLIENT_CHECK_H_
#define TRIVSEL_CLIENT_CHECK_H_

#include <vector>

#include "absl/time/time.h"
#include "trivsel/gateway/v1/finding.pb.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::client {

// All findings, errors first; empty = nothing to say. `now` decides what lies
// in the future. With `strict`, what only the guide's prose asks is an error.
// Thread safe; the first call compiles the rules.
std::vector<gateway::v1::Finding> CheckSubmission(
    const gateway::v1::Submission& submission, absl::Time now,
    bool strict = false);
std::vector<gateway::v1::Finding> CheckReport(
    const ltt::v1::DeliveryReport& report, absl::Time now, bool strict = false);

// Whether one of them is an error, so that the report would be rejected.
bool HasError(const std::vector<gateway::v1::Finding>& findings);

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_CHECK_H_
