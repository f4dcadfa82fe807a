// trivsel submit of a year's reports: streams them in, keeps each child's
// order, goes on where it stopped, and sums up.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_BACKLOAD_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_BACKLOAD_H_

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/exit_code.h"
#include "client-sdk/cli/input_plan.h"

namespace trivsel::cli::backload {

// The input is large, or the arguments ask for what only this can do.
bool IsBackload(const SubmitArguments& arguments, const InputPlan& plan);

// No other thread may have been started before: see Interrupt.
ExitCode RunBackload(const SubmitArguments& arguments,
                     const GatewayArguments& gateway, const ViewArguments& view,
                     InputPlan plan);

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_BACKLOAD_H_
