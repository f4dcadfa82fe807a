// A client from the command line's options, and what to do when it fails.
#ifndef TRIVSEL_CLIENT_SDK_CLI_GATEWAY_CLIENT_H_
#define TRIVSEL_CLIENT_SDK_CLI_GATEWAY_CLIENT_H_

#include <memory>
#include <optional>
#include <string>

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/exit_code.h"
#include "trivsel/client/client.h"
#include "trivsel/client/connection.h"

namespace trivsel::cli {

// Connects and waits until the gateway is there, a few seconds at most. Says
// on standard error why not, and sets `exit`, if it fails.
std::optional<client::Client> Reach(const GatewayArguments& gateway,
                                    Language language, ExitCode* exit);

// The same, but each call is made once: what to repeat is the caller's
// business. Null if it fails.
std::shared_ptr<client::Connection> ReachForOneAttempt(
    const GatewayArguments& gateway, Language language, ExitCode* exit);

// What the command line says of the gateway, without the token.
client::Options OptionsOf(const GatewayArguments& gateway);

// kUnreachable for UNAVAILABLE and DEADLINE_EXCEEDED; kUsage for what the
// caller did wrong or may not do.
ExitCode ExitOf(const absl::Status& status);

// Code, reason and message of a failed call, and what to do if it is a refusal
// of access, on standard error.
void ComplainAbout(const absl::Status& status, Language language);

// "UNAVAILABLE": the code's name as gRPC writes it.
std::string CodeName(const absl::Status& status);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_GATEWAY_CLIENT_H_
