// The command line's token as the SDK's options.
#ifndef TRIVSEL_CLIENT_SDK_CLI_TOKEN_OPTIONS_H_
#define TRIVSEL_CLIENT_SDK_CLI_TOKEN_OPTIONS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "client-sdk/cli/arguments.h"
#include "trivsel/client/sts_token_source.h"
#include "trivsel/client/token_source.h"

namespace trivsel::cli {

// The certificate of the connection is the one that the STS binds to.
client::StsOptions StsOptionsOf(const GatewayArguments& gateway);

// Null if no token is asked for. A file wins over an STS. INVALID_ARGUMENT,
// worded as command-line options, if something is missing for the STS.
absl::StatusOr<std::shared_ptr<client::TokenSource>> TokenSourceOf(
    const GatewayArguments& gateway);

// INVALID_ARGUMENT, with what is missing, unless a token can be asked of an
// STS.
absl::Status CheckStsArguments(const GatewayArguments& gateway);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_TOKEN_OPTIONS_H_
