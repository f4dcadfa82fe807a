#include "validator/fhir/other_findings.h"

#include <string>
#include <utility>

#include "validator/fhir/fhir_codes.h"
#include "validator/gateway_finding.h"

namespace trivsel::validator::fhir {

std::vector<OtherFinding> OtherFindings() {
  std::vector<OtherFinding> out;
  for (auto& finding : AllGatewayFindings()) {
    out.push_back({std::move(finding.code), finding.severity,
                   std::move(finding.danish), std::move(finding.english)});
  }
  for (const auto& fault : AllFaults()) {
    out.push_back({std::string(fault.code), fault.severity,
                   std::string(fault.danish), std::string(fault.english)});
  }
  return out;
}

}  // namespace trivsel::validator::fhir
