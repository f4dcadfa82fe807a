#include "gateway/queue/settlement_params.h"

#include <set>
#include <string>
#include <utility>

#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::queue {
namespace {

using Element = store::ArrayWriter::Element;

std::string JoinCodes(const std::string& findings) {
  trivsel::gateway::v1::Receipt receipt;
  // Ours to write and to read; unreadable ones are stored without codes.
  if (!receipt.ParseFromString(findings)) return {};
  std::set<std::string> codes;
  for (const auto& finding : receipt.findings()) codes.insert(finding.code());
  std::string joined;
  for (const std::string& code : codes) {
    if (!joined.empty()) joined.push_back('\x1f');
    joined += code;
  }
  return joined;
}

}  // namespace

void AddSettlements(const std::vector<ItemSettlement>& items,
                    store::Params* params) {
  store::ArrayWriter keys(Element::kInt8), outcomes(Element::kInt2),
      references(Element::kText), findings(Element::kBytea),
      codes(Element::kText);
  for (const ItemSettlement& item : items) {
    keys.Int64(item.report_key);
    outcomes.Int16(static_cast<int16_t>(item.outcome));
    references.Bytes(item.receiver_reference);
    if (item.findings.empty()) {
      findings.Null();
    } else {
      findings.Bytes(item.findings);
    }
    codes.Bytes(JoinCodes(item.findings));
  }
  for (store::ArrayWriter* array :
       {&keys, &outcomes, &references, &findings, &codes}) {
    params->Array(std::move(*array));
  }
}

}  // namespace trivsel::gateway::queue
