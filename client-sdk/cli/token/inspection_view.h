// Shows what a token says and what is wrong with it, never the token.
#ifndef TRIVSEL_CLIENT_SDK_CLI_TOKEN_INSPECTION_VIEW_H_
#define TRIVSEL_CLIENT_SDK_CLI_TOKEN_INSPECTION_VIEW_H_

#include <string>

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/token/inspection.h"

namespace trivsel::cli {

// Lines for people.
std::string InspectionText(const std::string& file,
                           const Inspection& inspection,
                           const ViewArguments& view);

// {"file","good","kind":"JWT|SAML|gateway|unknown","issuer","subject","id","audiences","recipient",
// "municipality","issued_at","not_before","expires_at","expires_in_seconds",
// "certificate_sha256","certificate_x5t_s256","algorithm","key_id",
// "signature":"good|bad|not_checked","roles":[{"role","scope","municipality",
// "constraints":[{"name","value"}]}],"faults":[…]}; times are RFC 3339, UTC.
// Without what could not be read.
std::string InspectionJson(const std::string& file,
                           const Inspection& inspection);

// "good", "bad" or "not_checked".
std::string SignatureWord(const Inspection& inspection);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_TOKEN_INSPECTION_VIEW_H_
