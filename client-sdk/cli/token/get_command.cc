// trivsel token get: a token from the STS.
#include "absl/time/clock.h"
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/token/token_output.h"
#include "client-sdk/cli/token_options.h"

namespace trivsel::cli {

ExitCode RunGetToken(const GetTokenArguments& arguments,
                     const GatewayArguments& gateway,
                     const ViewArguments& view) {
  const absl::Status checked = CheckStsArguments(gateway);
  if (!checked.ok()) {
    ComplainAbout(checked, view.language);
    return kUsage;
  }
  const auto token = client::FetchStsToken(StsOptionsOf(gateway));
  if (!token.ok()) {
    ComplainAbout(token.status(), view.language);
    return absl::IsPermissionDenied(token.status()) ? kSomeInvalid
                                                    : ExitOf(token.status());
  }
  return HandOver(token->token, token->expires - absl::Now(), arguments.out,
                  view);
}

}  // namespace trivsel::cli
