#include "trivsel/client/check.h"

#include <memory>
#include <mutex>
#include <utility>

#include "validator/fhir/fhir_reader.h"
#include "validator/fhir/fhir_validation.h"
#include "validator/finding.h"
#include "validator/gateway_finding.h"
#include "validator/terminology.h"
#include "validator/validator.h"

namespace trivsel::client {
namespace {

namespace v1 = trivsel::gateway::v1;
using validator::Findings;

// The compiled rules; a whole program shares them.
struct Rules {
  absl::Status status;
  std::unique_ptr<const validator::fhir::FhirMapping> mapping;
  std::unique_ptr<const validator::Validator> validator;
};

Rules* Compile() {
  auto rules = std::make_unique<Rules>();
  auto terminology = validator::Terminology::BuiltIn();
  auto mapping = validator::fhir::FhirMapping::Create();
  rules->status = terminology.status();
  rules->status.Update(mapping.status());
  if (!rules->status.ok()) return rules.release();
  rules->mapping = *std::move(mapping);
  auto validator = validator::Validator::Create(*std::move(terminology));
  rules->status = validator.status();
  if (validator.ok()) rules->validator = *std::move(validator);
  return rules.release();
}

const Rules& SharedRules() {
  static const Rules* const rules = Compile();  // lives as long as the program
  return *rules;
}

v1::Finding ToProto(const validator::Finding& from) {
  v1::Finding to;
  to.set_code(from.code);
  to.set_severity(static_cast<v1::Severity>(from.severity));
  to.set_path(from.path);
  to.set_fhir_path(from.fhir_path);
  to.set_danish(from.danish);
  to.set_english(from.english);
  return to;
}

v1::Finding Failure(v1::GatewayFinding finding) {
  return ToProto(validator::GatewayFindingOf(finding));
}

// Fails closed: without rules nothing is called valid.
v1::Finding RulesBroken() {
  return Failure(v1::GATEWAY_FINDING_RULES_UNAVAILABLE);
}

std::vector<v1::Finding> ToProto(const Findings& findings) {
  std::vector<v1::Finding> out;
  out.reserve(findings.list().size());
  for (const auto& finding : findings.list()) out.push_back(ToProto(finding));
  return out;
}

validator::Context ContextOf(absl::Time now, bool strict) {
  validator::Context context;
  context.now_seconds = absl::ToUnixSeconds(now);
  context.strictness =
      strict ? validator::Strictness::kGuide : validator::Strictness::kProfile;
  return context;
}

std::vector<v1::Finding> CheckFhirJson(const Rules& rules,
                                       const std::string& json, absl::Time now,
                                       bool strict) {
  thread_local validator::fhir::FhirReader reader(*rules.mapping);
  thread_local ltt::v1::DeliveryReport report;
  Findings findings;
  validator::fhir::JudgeFhirJson(reader, *rules.validator, json,
                                 ContextOf(now, strict), &report, &findings);
  return ToProto(findings);
}

}  // namespace

std::vector<v1::Finding> CheckReport(const ltt::v1::DeliveryReport& report,
                                     absl::Time now, bool strict) {
  const Rules& rules = SharedRules();
  if (!rules.status.ok()) return {RulesBroken()};
  Findings findings;
  rules.validator->Validate(report, ContextOf(now, strict), &findings);
  findings.Settle();
  return ToProto(findings);
}

std::vector<v1::Finding> CheckSubmission(const v1::Submission& submission,
                                         absl::Time now, bool strict) {
  const Rules& rules = SharedRules();
  if (!rules.status.ok()) return {RulesBroken()};
  switch (submission.content_case()) {
    case v1::Submission::kReport:
      return CheckReport(submission.report(), now, strict);
    case v1::Submission::kFhirJson:
      return CheckFhirJson(rules, submission.fhir_json(), now, strict);
    case v1::Submission::kReportBinary: {
      ltt::v1::DeliveryReport report;
      if (report.ParseFromString(submission.report_binary())) {
        return CheckReport(report, now, strict);
      }
      return {Failure(v1::GATEWAY_FINDING_PROTO_UNREADABLE)};
    }
    case v1::Submission::CONTENT_NOT_SET:
      break;
  }
  return {Failure(v1::GATEWAY_FINDING_CONTENT_MISSING)};
}

bool HasError(const std::vector<v1::Finding>& findings) {
  for (const v1::Finding& finding : findings) {
    if (finding.severity() == v1::SEVERITY_ERROR) return true;
  }
  return false;
}

}  // namespace trivsel::client
