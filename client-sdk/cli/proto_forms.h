// The three forms of a DeliveryReport that Protocol Buffers define.
#ifndef TRIVSEL_CLIENT_SDK_CLI_PROTO_FORMS_H_
#define TRIVSEL_CLIENT_SDK_CLI_PROTO_FORMS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "client-sdk/cli/arguments.h"
#include "trivsel/ltt/v1/delivery_report.pb.h"

namespace trivsel::cli {

// Reads proto JSON, text or binary. Unknown fields are errors in JSON and
// text. An error says at most where (", line 3"), never what stood there: that
// could be a CPR number.
absl::Status ParseProto(ReportForm form, std::string_view bytes,
                        ltt::v1::DeliveryReport* report);

// Writes proto JSON (compact, one line), text or binary (deterministic).
absl::Status PrintProto(ReportForm form, const ltt::v1::DeliveryReport& report,
                        std::string* out);

// Stops the library from printing what it cannot parse to standard error.
void SilenceProtobufLog();

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_PROTO_FORMS_H_
