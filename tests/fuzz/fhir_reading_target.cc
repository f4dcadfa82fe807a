// FHIR JSON -> record and findings: any bytes.
#include <rapidjson/document.h>

#include "tests/fuzz/check.h"
#include "validator/fhir/fhir_validation.h"
#include "validator/fhir/json_fault.h"
#include "validator/fhir/operation_outcome.h"

namespace trivsel::fuzz {
namespace {

using ltt::v1::DeliveryReport;
using validator::Findings;
using validator::Strictness;
namespace fhir = validator::fhir;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Judged {
  fhir::Readability readability = fhir::Readability::kUnreadable;
  std::string findings;
  std::string report;
  bool accepted = false;

  bool operator==(const Judged&) const = default;
};

void CheckOutcome(const Findings& findings, const PersonNumbers& numbers) {
  std::string outcome;
  fhir::AppendOperationOutcome(findings, &outcome);
  numbers.CheckAbsent(outcome);
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(outcome.data(),
                                                        outcome.size());
  Check(!document.HasParseError() && document["issue"].Size() > 0,
        "an OperationOutcome that is none");
}

// What is unreadable says so once, and leaves no report.
void CheckUnreadable(const Findings& findings, const DeliveryReport& report) {
  Check(findings.has_error(), "unreadable, and no error says why");
  Check(report.ByteSizeLong() == 0, "unreadable, and yet there is a report");
  for (const auto& finding : findings.list()) {
    Check(finding.path.empty() && finding.fhir_path.empty(),
          "unreadable, and yet a place in it is named");
  }
}

Judged Judge(fhir::FhirReader& reader, std::string_view json,
             Strictness strictness, const PersonNumbers& numbers,
             DeliveryReport* report) {
  Findings findings;
  Judged judged;
  judged.readability = fhir::JudgeFhirJson(reader, TheValidator(), json,
                                           At(strictness), report, &findings);
  CheckFindings(findings, numbers);
  CheckOutcome(findings, numbers);
  if (judged.readability == fhir::Readability::kUnreadable) {
    CheckUnreadable(findings, *report);
  }
  judged.findings = Lines(findings);
  judged.report = Bytes(*report);
  judged.accepted = !findings.has_error();
  return judged;
}

// The parser and what explains its refusals must agree on what JSON is.
void CheckFault(std::string_view json) {
  if (json.starts_with(kByteOrderMark)) {
    json.remove_prefix(kByteOrderMark.size());
  }
  const fhir::JsonFault fault =
      fhir::FindJsonFault(json, fhir::FhirReader::kMaxDepth);
  Check(fault.fault == fhir::Fault::kSyntax && fault.offset == json.size(),
        "read, and yet there is a fault in its JSON");
}

void Run(std::string_view json) {
  const PersonNumbers numbers(json);
  // Kept from input to input, as a gateway's are: nothing may stay behind.
  static auto* const reused = new fhir::FhirReader(TheMapping());
  static auto* const reused_report = new DeliveryReport();
  const Judged first =
      Judge(*reused, json, Strictness::kProfile, numbers, reused_report);
  fhir::FhirReader fresh(TheMapping());
  DeliveryReport report;
  const Judged second =
      Judge(fresh, json, Strictness::kProfile, numbers, &report);
  CheckEqual(first.findings, second.findings, "the same input, other findings");
  Check(first == second, "the same input, another report");
  const Judged guide = Judge(fresh, json, Strictness::kGuide, numbers, &report);
  Check(guide.report == second.report, "the guide's prose changes the report");
  Check(second.accepted || !guide.accepted,
        "the guide's prose takes what the profile refuses");
  if (second.readability == fhir::Readability::kReadable) CheckFault(json);
}

}  // namespace
}  // namespace trivsel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  trivsel::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
