#include "tests/conformance/judge.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/fhir/fhir_validation.h"
#include "validator/validator.h"

namespace trivsel::conformance {
namespace {

constexpr int64_t kNow = 1768478400;  // 2026-01-15T12:00:00Z

template <typename T>
T OrDie(absl::StatusOr<T> result) {
  if (!result.ok()) {
    std::cerr << result.status() << "\n";
    std::abort();
  }
  return *std::move(result);
}

const validator::Validator& TheValidator() {
  static const auto* const validator =
      OrDie(validator::Validator::Create(
                OrDie(validator::Terminology::BuiltIn())))
          .release();
  return *validator;
}

const validator::fhir::FhirMapping& TheMapping() {
  static const auto* const mapping =
      OrDie(validator::fhir::FhirMapping::Create()).release();
  return *mapping;
}

std::string MakeLine(const std::string& code, const std::string& path,
                     const std::string& fhir_path) {
  return absl::StrCat(code, " ", path, " ", fhir_path);
}

std::vector<std::string> Lines(
    const google::protobuf::RepeatedPtrField<v1::Expected>& expected) {
  std::vector<std::string> lines;
  for (const v1::Expected& e : expected) lines.push_back(conformance::Line(e));
  std::sort(lines.begin(), lines.end());
  return lines;
}

void Distribute(const validator::Findings& findings, Answer* answer) {
  for (const validator::Finding& finding : findings.list()) {
    const std::string line =
        MakeLine(finding.code, finding.path, finding.fhir_path);
    switch (finding.severity) {
      case validator::Severity::kError:
        answer->errors.push_back(line);
        break;
      case validator::Severity::kWarning:
        answer->warnings.push_back(line);
        break;
      case validator::Severity::kInformation:
        answer->information.push_back(line);
        break;
    }
  }
  std::sort(answer->errors.begin(), answer->errors.end());
  std::sort(answer->warnings.begin(), answer->warnings.end());
  std::sort(answer->information.begin(), answer->information.end());
}

}  // namespace

std::string Line(const v1::Expected& e) {
  return MakeLine(e.code(), e.path(), e.fhir_path());
}

Answer ExpectedAnswer(const v1::Case& c) {
  return {c.verdict(), Lines(c.error()), Lines(c.warning()),
          Lines(c.information())};
}

Answer Judge(std::string_view report, bool strict) {
  validator::fhir::FhirReader reader(TheMapping());
  ltt::v1::DeliveryReport message;
  validator::Findings findings;
  const validator::Context context{kNow, strict
                                             ? validator::Strictness::kGuide
                                             : validator::Strictness::kProfile};
  const auto readability = validator::fhir::JudgeFhirJson(
      reader, TheValidator(), report, context, &message, &findings);
  Answer answer;
  if (readability == validator::fhir::Readability::kUnreadable) {
    answer.verdict = v1::UNREADABLE;
  } else {
    answer.verdict = findings.has_error() ? v1::INVALID : v1::VALID;
  }
  Distribute(findings, &answer);
  return answer;
}

}  // namespace trivsel::conformance
