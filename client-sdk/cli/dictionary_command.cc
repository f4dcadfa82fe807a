// trivsel dictionary: the standard as Markdown.
#include <cstdio>
#include <utility>

#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/phrases.h"
#include "validator/dictionary.h"
#include "validator/fhir/fhir_codes.h"
#include "validator/gateway_finding.h"

namespace trivsel::cli {
namespace {

// What only the FHIR reader and the gateway find.
std::vector<validator::OtherFinding> OtherFindings() {
  std::vector<validator::OtherFinding> out;
  for (auto& finding : validator::AllGatewayFindings()) {
    out.push_back({std::move(finding.code), finding.severity,
                   std::move(finding.danish), std::move(finding.english)});
  }
  for (const auto& fault : validator::fhir::AllFaults()) {
    out.push_back({std::string(fault.code), fault.severity,
                   std::string(fault.danish), std::string(fault.english)});
  }
  return out;
}

absl::StatusOr<std::string> Dictionary(bool findings_only) {
  if (findings_only) return validator::PrintFindingTable(OtherFindings());
  const auto terminology = validator::Terminology::BuiltIn();
  if (!terminology.ok()) return terminology.status();
  return validator::PrintDictionary(**terminology, OtherFindings());
}

}  // namespace

ExitCode RunDictionary(bool findings_only, Language language) {
  const auto text = Dictionary(findings_only);
  if (!text.ok()) {
    const std::string why(text.status().message());
    Complain({why, why}, language);
    return kUsage;
  }
  std::fwrite(text->data(), 1, text->size(), stdout);
  return kAllWell;
}

}  // namespace trivsel::cli
