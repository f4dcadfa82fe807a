#include "gateway/ingest/finding_codec.h"

#include <algorithm>

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;

void ToReceipt(const validator::Findings& findings, v1::Receipt* receipt) {
  for (const validator::Finding& finding : findings.list()) {
    v1::Finding* out = receipt->add_findings();
    out->set_code(finding.code);
    // Same numbers on both sides; validator/finding.h promises it.
    out->set_severity(static_cast<v1::Severity>(finding.severity));
    out->set_path(finding.path);
    out->set_fhir_path(finding.fhir_path);
    out->set_danish(finding.danish);
    out->set_english(finding.english);
  }
}

std::string SerializeFindings(const v1::Receipt& receipt) {
  if (receipt.findings().empty()) return {};
  v1::Receipt only;
  *only.mutable_findings() = receipt.findings();
  return only.SerializeAsString();
}

bool ReadFindings(std::string_view stored, v1::Receipt* receipt) {
  v1::Receipt only;
  if (!only.ParseFromArray(stored.data(), static_cast<int>(stored.size()))) {
    return false;
  }
  receipt->mutable_findings()->MergeFrom(only.findings());
  return true;
}

std::vector<std::string> ErrorCodes(const validator::Findings& findings) {
  std::vector<std::string> codes;
  for (const validator::Finding& finding : findings.list()) {
    if (finding.severity == validator::Severity::kError) {
      codes.push_back(finding.code);
    }
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace trivsel::gateway::ingest
