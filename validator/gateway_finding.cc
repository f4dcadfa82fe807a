#include "validator/gateway_finding.h"

#include <algorithm>
#include <string_view>

namespace trivsel::validator {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr std::string_view kPrefix = "GATEWAY_FINDING_";

Finding FromValue(const google::protobuf::EnumValueDescriptor& value) {
  const v1::FindingText& text = value.options().GetExtension(v1::finding_text);
  Finding finding;
  finding.code = "GW-" + value.name().substr(kPrefix.size());
  std::replace(finding.code.begin(), finding.code.end(), '_', '-');
  finding.severity = static_cast<Severity>(text.severity());
  finding.danish = text.danish();
  finding.english = text.english();
  return finding;
}

}  // namespace

Finding GatewayFindingOf(v1::GatewayFinding finding) {
  const auto* value =
      v1::GatewayFinding_descriptor()->FindValueByNumber(finding);
  return value != nullptr ? FromValue(*value) : Finding();
}

std::vector<Finding> AllGatewayFindings() {
  std::vector<Finding> all;
  const auto* type = v1::GatewayFinding_descriptor();
  for (int i = 1; i < type->value_count(); ++i) {
    all.push_back(FromValue(*type->value(i)));
  }
  return all;
}

}  // namespace trivsel::validator
