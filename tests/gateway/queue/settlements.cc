#include "tests/gateway/queue/settlements.h"

#include "absl/strings/str_cat.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::queue {

ItemSettlement Confirmed(int64_t report_key) {
  return {report_key, ItemOutcome::kConfirmed, absl::StrCat("ref-", report_key),
          ""};
}

ItemSettlement Refused(int64_t report_key, const std::string& code) {
  return {report_key, ItemOutcome::kRefused, "", FindingsOf(code)};
}

std::string FindingsOf(const std::string& code) {
  trivsel::gateway::v1::Receipt receipt;
  receipt.add_findings()->set_code(code);
  return receipt.SerializeAsString();
}

std::vector<std::string> IdsOf(const SealedBatch& batch) {
  std::vector<std::string> ids;
  for (const BatchItem& item : batch.items) ids.push_back(item.report_id);
  return ids;
}

}  // namespace trivsel::gateway::queue
