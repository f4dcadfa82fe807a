#include "client-sdk/cli/report_reader.h"

#include <utility>

#include "client-sdk/cli/input_files.h"
#include "client-sdk/cli/proto_forms.h"
#include "client-sdk/cli/report_form.h"

namespace trivsel::cli {
namespace {

using validator::Finding;
using validator::Findings;
using validator::Severity;

void AddError(const char* code, std::string danish, std::string english,
              Findings* findings) {
  findings->Add(Finding{code, Severity::kError, "", "", std::move(danish),
                        std::move(english)});
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
  report->Clear();
  form_ = form;
  const absl::Status read = ReadInput(path, kMaxBytes + 1, &bytes_);
  if (!read.ok()) {
    AddError("GW-FILE-UNREADABLE", "Filen kan ikke læses fra disken.",
             "The file cannot be read from disk.", findings);
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
    AddError("GW-PROTO-TOO-LARGE", "Rapporten fylder mere end 4 MiB.",
             "The report is larger than 4 MiB.", findings);
    return false;
  }
  const absl::Status parsed = ParseProto(form_, bytes_, report);
  if (parsed.ok()) return true;
  report->Clear();
  const std::string form(FormName(form_));
  const std::string where(parsed.message());
  AddError(
      "GW-PROTO-UNREADABLE",
      "Filen kan ikke læses som DeliveryReport (" + form + where + ").",
      "The file cannot be read as a DeliveryReport (" + form + where + ").",
      findings);
  return false;
}

}  // namespace trivsel::cli
