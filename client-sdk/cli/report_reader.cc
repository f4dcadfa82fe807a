#include "client-sdk/cli/report_reader.h"

#include <utility>

#include "client-sdk/cli/input_files.h"
#include "client-sdk/cli/proto_forms.h"
#include "client-sdk/cli/report_form.h"
#include "validator/gateway_finding.h"

namespace trivsel::cli {
namespace {

using validator::Finding;
using validator::Findings;
using validator::Severity;

// The sentences with, in brackets, where reading ended, or why.
Finding Unreadable(gateway::v1::GatewayFinding code, const std::string& where) {
  Finding finding = validator::GatewayFindingOf(code);
  for (std::string* sentence : {&finding.danish, &finding.english}) {
    sentence->insert(sentence->size() - 1, " (" + where + ")");
  }
  return finding;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReportReader>> ReportReader::Create(
    validator::Strictness strictness) {
  auto mapping = validator::fhir::FhirMapping::Create();
  if (!mapping.ok()) return mapping.status();
  return std::unique_ptr<ReportReader>(
      new ReportReader(*std::move(mapping), strictness));
}

ReportReader::ReportReader(
    std::unique_ptr<const validator::fhir::FhirMapping> mapping,
    validator::Strictness strictness)
    : mapping_(std::move(mapping)), strictness_(strictness), fhir_(*mapping_) {}

bool ReportReader::ReadFile(const std::string& path, ReportForm form,
                            ltt::v1::DeliveryReport* report,
                            Findings* findings) {
  form_ = form;
  return Read(ReadInput(path, kMaxBytes + 1, &bytes_), report, findings);
}

bool ReportReader::ReadRaw(RawReport* raw, ReportForm form,
                           ltt::v1::DeliveryReport* report,
                           Findings* findings) {
  form_ = form;
  bytes_ = std::move(raw->bytes);
  return Read(raw->status, report, findings);
}

bool ReportReader::Read(const absl::Status& status,
                        ltt::v1::DeliveryReport* report, Findings* findings) {
  report->Clear();
  if (!status.ok()) {
    findings->Add(Unreadable(gateway::v1::GATEWAY_FINDING_FILE_UNREADABLE,
                             std::string(status.message())));
    return false;
  }
  if (form_ == ReportForm::kDetect) form_ = DetectForm(bytes_);
  if (form_ == ReportForm::kFhirJson) {
    return fhir_.Read(bytes_, report, findings, strictness_) ==
           validator::fhir::Readability::kReadable;
  }
  return ReadProto(report, findings);
}

bool ReportReader::ReadProto(ltt::v1::DeliveryReport* report,
                             Findings* findings) {
  if (bytes_.size() > kMaxBytes) {
    findings->Add(validator::GatewayFindingOf(
        gateway::v1::GATEWAY_FINDING_PROTO_TOO_LARGE));
    return false;
  }
  const absl::Status parsed = ParseProto(form_, bytes_, report);
  if (parsed.ok()) return true;
  report->Clear();
  findings->Add(
      Unreadable(gateway::v1::GATEWAY_FINDING_PROTO_UNREADABLE,
                 std::string(FormName(form_)) + std::string(parsed.message())));
  return false;
}

}  // namespace trivsel::cli
