// Why a report is the operators', as findings to be stored with it.
#ifndef TRIVSEL_GATEWAY_DELIVERY_REFUSAL_FINDINGS_H_
#define TRIVSEL_GATEWAY_DELIVERY_REFUSAL_FINDINGS_H_

#include <string>
#include <string_view>

#include "trivsel/gateway/v1/gateway_finding.pb.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::delivery {

// Adds a finding of ours; `reason` follows its sentences. It must be clean
// (clean_text.h).
void AddFinding(trivsel::gateway::v1::GatewayFinding finding,
                std::string_view reason,
                trivsel::gateway::v1::Receipt* receipt);

// Serialized receipts with one finding (queue::ItemSettlement::findings).
std::string UnansweredFindings();
// `detail` is the send's (SendResult::detail): "HTTP 422".
std::string RefusedWholeFindings(std::string_view detail);

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_REFUSAL_FINDINGS_H_
