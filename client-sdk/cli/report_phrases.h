// What people read about a stored report, shared by the views of it.
#ifndef TRIVSEL_CLIENT_SDK_CLI_REPORT_PHRASES_H_
#define TRIVSEL_CLIENT_SDK_CLI_REPORT_PHRASES_H_

#include <string>

#include "client-sdk/cli/phrases.h"
#include "trivsel/gateway/v1/receipt.pb.h"
#include "trivsel/gateway/v1/review.pb.h"

namespace trivsel::cli {

Phrase VerdictPhrase(gateway::v1::Verdict verdict);
Phrase StatePhrase(gateway::v1::DeliveryState state);
Phrase ReviewPhrase(gateway::v1::ReviewState state);

// "29.24.16 G01"; empty when there is no tag.
std::string KleText(const gateway::v1::Receipt& receipt);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_REPORT_PHRASES_H_
