// Why one is not let in, and what to do about it.
#ifndef TRIVSEL_CLIENT_SDK_CLI_REFUSAL_VIEW_H_
#define TRIVSEL_CLIENT_SDK_CLI_REFUSAL_VIEW_H_

#include <string>

#include "absl/status/status.h"
#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/json_writer.h"
#include "client-sdk/cli/phrases.h"
#include "validator/token/access_fault.h"

namespace trivsel::cli {

// What a failed call says, in both languages as far as it does. Of a refusal
// of access only its sentence: RefusalText has the rest, line by line.
Words SentenceOf(const absl::Status& status);

// What a failed call says beyond its sentence: expected, found, advice and the
// page that helps, a line each behind `indent`; empty for an error that is no
// refusal of access.
std::string RefusalText(const absl::Status& status, Language language,
                        const std::string& indent);
// The same as "expected", "found", "advice", "advice_en" and "help", as far as
// there are.
void AppendRefusal(const absl::Status& status, JsonWriter* json);

// A fault found on this machine: its code, the sentence in both languages, and
// the advice, behind `indent`.
std::string FaultText(const validator::token::Fault& fault,
                      const ViewArguments& view, const std::string& indent);
// {"code","message","message_en","expected","found","advice","advice_en"}
void AppendFault(const validator::token::Fault& fault, JsonWriter* json);

// Foreign text for people: control characters become '?', and what may be a
// CPR number "******-****".
std::string Masked(std::string_view text);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_REFUSAL_VIEW_H_
