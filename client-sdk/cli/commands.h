// The commands of `trivsel`, one file each.
#ifndef TRIVSEL_CLIENT_SDK_CLI_COMMANDS_H_
#define TRIVSEL_CLIENT_SDK_CLI_COMMANDS_H_

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/exit_code.h"

namespace trivsel::cli {

// Results go to standard output, everything else to standard error.
ExitCode RunValidate(const ValidateArguments& arguments,
                     const ViewArguments& view);
ExitCode RunConvert(const ConvertArguments& arguments,
                    const ViewArguments& view);
ExitCode RunSubmit(const SubmitArguments& arguments,
                   const GatewayArguments& gateway, const ViewArguments& view);
ExitCode RunStatus(const StatusArguments& arguments,
                   const GatewayArguments& gateway, const ViewArguments& view);
ExitCode RunWatch(const WatchArguments& arguments,
                  const GatewayArguments& gateway, const ViewArguments& view);
// kSomeInvalid: the token has faults.
ExitCode RunInspect(const InspectArguments& arguments,
                    const ViewArguments& view);
ExitCode RunGetToken(const GetTokenArguments& arguments,
                     const GatewayArguments& gateway,
                     const ViewArguments& view);
ExitCode RunExchange(const ExchangeArguments& arguments,
                     const GatewayArguments& gateway,
                     const ViewArguments& view);
ExitCode RunDoctor(const DoctorArguments& arguments,
                   const GatewayArguments& gateway, const ViewArguments& view);
// kUsage: there is no such code.
ExitCode RunDictionary(const DictionaryArguments& arguments,
                       const ViewArguments& view);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_COMMANDS_H_
