// Telling the four forms of a report apart by their bytes.
#ifndef TRIVSEL_CLIENT_SDK_CLI_REPORT_FORM_H_
#define TRIVSEL_CLIENT_SDK_CLI_REPORT_FORM_H_

#include <optional>
#include <string_view>

#include "client-sdk/cli/arguments.h"

namespace trivsel::cli {

// Never answers kDetect. When in doubt it says FHIR JSON: that is what nearly
// everyone sends, and its reader explains best what is wrong.
ReportForm DetectForm(std::string_view bytes);

// "fhir-json", "proto-json", "text", "binary"; "auto" for kDetect.
std::string_view FormName(ReportForm form);
std::optional<ReportForm> FormOfName(std::string_view name);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_REPORT_FORM_H_
