// Where a token that was got goes.
#ifndef TRIVSEL_CLIENT_SDK_CLI_TOKEN_TOKEN_OUTPUT_H_
#define TRIVSEL_CLIENT_SDK_CLI_TOKEN_TOKEN_OUTPUT_H_

#include <string>

#include "absl/time/time.h"
#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/exit_code.h"

namespace trivsel::cli {

// To the file, readable by its owner alone, or to standard output if it is
// empty; until when it is good goes to standard error.
ExitCode HandOver(const std::string& token, absl::Duration valid,
                  const std::string& file, const ViewArguments& view);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_TOKEN_TOKEN_OUTPUT_H_
