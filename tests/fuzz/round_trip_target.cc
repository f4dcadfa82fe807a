// read -> write -> read, in every form that `trivsel convert` knows.
#include "client-sdk/cli/proto_forms.h"
#include "tests/fuzz/check.h"
#include "validator/extra_codings.h"
#include "validator/fhir/fhir_validation.h"

namespace trivsel::fuzz {
namespace {

using cli::ReportForm;
using ltt::v1::DeliveryReport;
using validator::Findings;
using validator::Strictness;
namespace fhir = validator::fhir;

void CheckForm(ReportForm form, const DeliveryReport& report,
               std::string_view what) {
  std::string printed, twice;
  Check(cli::PrintProto(form, report, &printed).ok(), what);
  DeliveryReport again;
  Check(cli::ParseProto(form, printed, &again).ok(), what);
  CheckEqual(Bytes(report), Bytes(again), what);
  Check(cli::PrintProto(form, again, &twice).ok(), what);
  CheckEqual(printed, twice, what);
}

void Run(std::string_view json) {
  static auto* const reader = new fhir::FhirReader(TheMapping());
  DeliveryReport report;
  Findings findings;
  if (fhir::JudgeFhirJson(*reader, TheValidator(), json,
                          At(Strictness::kProfile), &report,
                          &findings) == fhir::Readability::kUnreadable) {
    return;
  }
  CheckOnward(report, findings);
  CheckForm(ReportForm::kBinary, report, "binary form");
  CheckForm(ReportForm::kProtoJson, report, "proto JSON");
  CheckForm(ReportForm::kText, report, "text form");
  // As the gateway carries it onward.
  validator::DropExtraCodings(TheValidator().terminology(), &report);
  CheckOnward(report, findings);
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  [[maybe_unused]] static const bool silent = [] {
    trivsel::cli::SilenceProtobufLog();
    return true;
  }();
  trivsel::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
