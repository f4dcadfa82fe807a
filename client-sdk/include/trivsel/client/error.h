// What a failed call has to say beyond its code and message.
//
// Every error of the gateway carries a stable reason. Branch on the code and
// the reason, never on the words.
#ifndef TRIVSEL_CLIENT_ERROR_H_
#define TRIVSEL_CLIENT_ERROR_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "trivsel/gateway/v1/access_fault.pb.h"
#include "trivsel/gateway/v1/error_reason.pb.h"
#include "trivsel/gateway/v1/finding.pb.h"

namespace trivsel::client {

// The gateway's reason; ERROR_REASON_UNSPECIFIED if there is none, or one that
// this version does not know (see ErrorReasonNameOf).
gateway::v1::ErrorReason ErrorReasonOf(const absl::Status& status);

// Why the gateway does not let the caller in: its token, its certificate or
// what it may do; ACCESS_FAULT_UNSPECIFIED if that is not the reason, or not
// one that this version knows. ErrorMetadataOf has what was expected and what
// was found, and a page that helps.
gateway::v1::AccessFault AccessFaultOf(const absl::Status& status);

// The reason's name without its prefix, "REPORT_ID_REUSED"; empty if there is
// none.
std::string ErrorReasonNameOf(const absl::Status& status);

// What else ErrorInfo names: "limit", "municipality", "expected", "found",
// "help", …
std::map<std::string, std::string> ErrorMetadataOf(const absl::Status& status);

// When the gateway asks to be called again.
std::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

// The message in Danish, for people; empty if there is none.
std::string DanishMessageOf(const absl::Status& status);

// Why the local check held a report back; empty for every other status.
std::vector<gateway::v1::Finding> FindingsOf(const absl::Status& status);

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_ERROR_H_
