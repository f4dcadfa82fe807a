#include "gateway/queue/settlement_params.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "trivsel/gateway/v1/gateway_finding.pb.h"
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

// The finding as its proto tells it; code "GW-…".
trivsel::gateway::v1::Finding ReplayFinding() {
  namespace v1 = trivsel::gateway::v1;
  constexpr std::string_view kPrefix = "GATEWAY_FINDING_";
  const auto* value = v1::GatewayFinding_descriptor()->FindValueByNumber(
      v1::GATEWAY_FINDING_REPLAY_ANSWER_DIFFERS);
  const v1::FindingText& text = value->options().GetExtension(v1::finding_text);
  std::string code = "GW-" + value->name().substr(kPrefix.size());
  std::replace(code.begin(), code.end(), '_', '-');
  v1::Finding finding;
  finding.set_code(code);
  finding.set_severity(text.severity());
  finding.set_danish(text.danish());
  finding.set_english(text.english());
  return finding;
}

}  // namespace

void AddReplayFinding(store::Params* params) {
  static const auto* const finding =
      new trivsel::gateway::v1::Finding(ReplayFinding());
  trivsel::gateway::v1::Receipt receipt;
  *receipt.add_findings() = *finding;
  // The receiver's own findings are put behind these bytes: serialized
  // messages of one type, one after the other, are one message.
  params->Text(finding->code()).Bytes(receipt.SerializeAsString());
}

void AddOwners(const std::vector<ItemSettlement>& items,
               const ReportOwners& owners, store::Params* params) {
  store::ArrayWriter submitters(Element::kInt4), municipalities(Element::kInt4);
  for (const ItemSettlement& item : items) {
    const auto owner = owners.find(item.report_key);
    if (owner == owners.end()) {
      submitters.Null();
      municipalities.Null();
      continue;
    }
    submitters.Int32(owner->second.submitter_id);
    municipalities.Int32(owner->second.municipality_id);
  }
  params->Array(std::move(submitters)).Array(std::move(municipalities));
}

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
