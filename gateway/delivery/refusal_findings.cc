#include "gateway/delivery/refusal_findings.h"

#include "absl/strings/str_cat.h"
#include "validator/gateway_finding.h"

namespace trivsel::gateway::delivery {

namespace v1 = trivsel::gateway::v1;

void AddFinding(v1::GatewayFinding finding, std::string_view reason,
                v1::Receipt* receipt) {
  const validator::Finding ours = validator::GatewayFindingOf(finding);
  v1::Finding* added = receipt->add_findings();
  added->set_code(ours.code);
  added->set_severity(v1::SEVERITY_ERROR);
  const std::string after =
      reason.empty() ? "" : absl::StrCat(" ", std::string(reason));
  added->set_danish(absl::StrCat(ours.danish, after));
  added->set_english(absl::StrCat(ours.english, after));
}

std::string UnansweredFindings() {
  v1::Receipt receipt;
  AddFinding(v1::GATEWAY_FINDING_RECEIVER_UNANSWERED, "", &receipt);
  return receipt.SerializeAsString();
}

std::string RefusedWholeFindings(std::string_view detail) {
  v1::Receipt receipt;
  AddFinding(v1::GATEWAY_FINDING_RECEIVER_REFUSED_WHOLE, detail, &receipt);
  return receipt.SerializeAsString();
}

}  // namespace trivsel::gateway::delivery
