// The report that trivsel doctor has judged.
#ifndef TRIVSEL_CLIENT_SDK_CLI_DOCTOR_DRY_RUN_REPORT_H_
#define TRIVSEL_CLIENT_SDK_CLI_DOCTOR_DRY_RUN_REPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::cli::doctor {

// About KL's published test child, nobody real, in the municipality with that
// SOR code: a course that began the day before `now`. INVALID_ARGUMENT if the
// code cannot be one.
absl::StatusOr<gateway::v1::Submission> MakeUpReport(const std::string& sor,
                                                     absl::Time now);

// A file in any form that trivsel submit reads; as it is sent there.
absl::StatusOr<gateway::v1::Submission> ReadReport(const std::string& path);

}  // namespace trivsel::cli::doctor

#endif  // TRIVSEL_CLIENT_SDK_CLI_DOCTOR_DRY_RUN_REPORT_H_
