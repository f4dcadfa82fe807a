// What `trivsel` says to the shell.
#ifndef TRIVSEL_CLIENT_SDK_CLI_EXIT_CODE_H_
#define TRIVSEL_CLIENT_SDK_CLI_EXIT_CODE_H_

#include <algorithm>

namespace trivsel::cli {

enum ExitCode : int {
  kAllWell = 0,        // every report is valid, accepted, confirmed
  kSomeInvalid = 1,    // at least one is not
  kUsage = 2,          // unreadable input, or the command is used wrongly
  kUnreachable = 3,    // the gateway cannot be reached
  kInterrupted = 130,  // stopped by Ctrl-C or SIGTERM; can be gone on with
};

// The graver of two: unreadable input wins over an invalid report, an
// unreachable gateway over both.
inline ExitCode Worse(ExitCode a, ExitCode b) { return std::max(a, b); }

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_EXIT_CODE_H_
