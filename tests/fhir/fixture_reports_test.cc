// Our own reports, judged by reader and validator together.
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "tests/fhir/fhir_fixture.h"
#include "validator/fhir/fhir_validation.h"
#include "validator/fhir/operation_outcome.h"
#include "validator/terminology.h"
#include "validator/validator.h"

namespace trivsel::validator::fhir {
namespace {

const Validator& TheValidator() {
  static const Validator* const validator = [] {
    auto terminology = Terminology::BuiltIn();
    if (!terminology.ok()) std::abort();
    auto created = Validator::Create(*terminology);
    if (!created.ok()) std::abort();
    return created->release();
  }();
  return *validator;
}

std::vector<std::string> Judge(std::string_view json, Strictness strictness,
                               Findings* findings) {
  FhirReader reader(Mapping());
  ltt::v1::DeliveryReport report;
  Context context;
  context.now_seconds = 1767225600;  // 2026-01-01
  context.strictness = strictness;
  EXPECT_EQ(
      JudgeFhirJson(reader, TheValidator(), json, context, &report, findings),
      Readability::kReadable);
  std::vector<std::string> lines;
  for (const Finding& finding : findings->list()) {
    lines.push_back(finding.code + " " + finding.path + " " +
                    finding.fhir_path);
  }
  return lines;
}

TEST(FixtureReports, AreValidButTheFaultyOne) {
  for (const std::string& path : OwnReportPaths()) {
    SCOPED_TRACE(path);
    Findings findings;
    const auto lines = Judge(ReadFile(path), Strictness::kGuide, &findings);
    if (path.find("faulty") == std::string::npos) {
      EXPECT_EQ(lines, std::vector<std::string>());
      continue;
    }
    EXPECT_EQ(lines, (std::vector<std::string>{
                         "LTT-CAREPLAN-PERIOD-END-MISSING "
                         "entry[1].care_plan.period.end "
                         "Bundle.entry[1].resource.period.end",
                         "LTT-ENCOUNTER-PARTICIPANT-MISSING-FOR-TREATMENT "
                         "entry[2].encounter.participant "
                         "Bundle.entry[2].resource.participant"}));
  }
}

TEST(FixtureReports, PublishedExamplesAreValid) {
  const auto paths = PublishedReportPaths();
  if (paths.empty()) GTEST_SKIP() << "the published examples are not here";
  for (const std::string& path : paths) {
    SCOPED_TRACE(path);
    Findings findings;
    Judge(ReadFile(path), Strictness::kProfile, &findings);
    EXPECT_FALSE(findings.has_error());
  }
}

// A malformed element is told once, not also as missing.
TEST(FixtureReports, MalformedIsNotAlsoMissing) {
  Json json = FullReport();
  json["entry"][1]["resource"]["status"] = 7;
  json["entry"][1]["resource"]["period"] = Json::object();
  Findings findings;
  EXPECT_EQ(
      Judge(json.dump(), Strictness::kProfile, &findings),
      (std::vector<std::string>{"FHIR-EMPTY-OBJECT entry[1].care_plan.period "
                                "Bundle.entry[1].resource.period",
                                "FHIR-NOT-A-STRING entry[1].care_plan.status "
                                "Bundle.entry[1].resource.status"}));
}

TEST(FixtureReports, AsOperationOutcome) {
  Findings findings;
  std::string text;
  AppendOperationOutcome(findings, &text);
  Json outcome = Json::parse(text);
  EXPECT_EQ(outcome["resourceType"], "OperationOutcome");
  EXPECT_EQ(outcome["issue"].size(), 1u);
  EXPECT_EQ(outcome["issue"][0]["severity"], "information");
  Json json = FullReport();
  json["entry"][1]["resource"].erase("status");
  json["language"] = "da";
  Judge(json.dump(), Strictness::kProfile, &findings);
  text.clear();
  AppendOperationOutcome(findings, &text);
  outcome = Json::parse(text);
  ASSERT_EQ(outcome["issue"].size(), 2u);
  const Json& error = outcome["issue"][0];
  EXPECT_EQ(error["severity"], "error");
  EXPECT_EQ(error["code"], "required");
  EXPECT_EQ(error["details"]["coding"][0]["code"],
            "LTT-CAREPLAN-STATUS-MISSING");
  EXPECT_EQ(error["expression"][0], "Bundle.entry[1].resource.status");
  EXPECT_FALSE(error["details"]["text"].get<std::string>().empty());
  EXPECT_EQ(outcome["issue"][1]["severity"], "warning");
}

}  // namespace
}  // namespace trivsel::validator::fhir
