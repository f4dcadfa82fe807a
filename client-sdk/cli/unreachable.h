// Why there is no connection, in words that say what to look at.
#ifndef TRIVSEL_CLIENT_SDK_CLI_UNREACHABLE_H_
#define TRIVSEL_CLIENT_SDK_CLI_UNREACHABLE_H_

#include <string_view>

#include "client-sdk/cli/phrases.h"

namespace trivsel::cli {

// `cause` is gRPC's own account of a failed connection. Both sentences are
// empty for a cause that we have no better words for.
Phrase ExplainUnreachable(std::string_view cause);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_UNREACHABLE_H_
