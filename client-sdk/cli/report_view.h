// Shows what the gateway says about reports.
#ifndef TRIVSEL_CLIENT_SDK_CLI_REPORT_VIEW_H_
#define TRIVSEL_CLIENT_SDK_CLI_REPORT_VIEW_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/json_writer.h"
#include "trivsel/gateway/v1/report_service.pb.h"
#include "validator/finding.h"

namespace trivsel::cli {

// The gateway's findings as the validator's own.
std::vector<validator::Finding> FromProto(
    const google::protobuf::RepeatedPtrField<gateway::v1::Finding>& findings);

// "code", "reason", "message" and "message_en" of a failed call, and what
// AppendRefusal adds.
void AppendError(const absl::Status& status, JsonWriter* json);

// What became of one submitted file.
// JSON: {"file","report_id","verdict":"accepted|rejected","replayed","kle",
// "findings"} or {"file","report_id","verdict":"error","code","reason",
// "message","message_en"}.
void ShowOutcome(const std::string& file, const std::string& report_id,
                 const absl::StatusOr<gateway::v1::Receipt>& outcome,
                 const ViewArguments& view);

// A stored report with its deliveries; one that was rejected also with what the
// operators have done, and each finding with a link to its rule.
// JSON: {"report_id","verdict","receive_time","kle","municipality_cvr",
// "deliveries":[{"destination","state","batch_id","settle_time",
// "receiver_reference"}],"review":{"state","returned_message","update_time"},
// "findings"}; "review" only of a report that was rejected.
void ShowReport(const gateway::v1::Report& report, const ViewArguments& view);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_REPORT_VIEW_H_
