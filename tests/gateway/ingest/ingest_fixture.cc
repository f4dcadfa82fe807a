#include "tests/gateway/ingest/ingest_fixture.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "gateway/kle/rule_table.h"
#include "validator/fhir/fhir_reader.h"
#include "validator/terminology.h"

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;

const RuleBook& TestRules() {
  static const RuleBook* const rules = [] {
    std::array<uint8_t, CitizenKey::kBytes> key{};
    key.fill(42);
    return new RuleBook{
        *validator::Validator::Create(*validator::Terminology::BuiltIn()),
        *validator::fhir::FhirMapping::Create(),
        kle::KleTagger(*kle::ParseRules(kle::BuiltInRules())), CitizenKey(key)};
  }();
  return *rules;
}

access::Caller HolbaekCaller() {
  auto holbaek = std::make_shared<access::Municipality>();
  *holbaek = {7, "29189447", "Holbæk Kommune", {"451000016003"}};
  access::Caller caller;
  caller.submitter_id = 3;
  caller.submitter = "vendor";
  caller.municipalities.push_back(std::move(holbaek));
  return caller;
}

std::string FixtureJson(const std::string& name) {
  std::ifstream file(std::string(TRIVSEL_SOURCE_DIR) +
                     "/deploy/quickstart-data/" + name + ".json");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

ltt::v1::DeliveryReport FixtureReport(const std::string& name) {
  validator::fhir::FhirReader reader(*TestRules().mapping);
  ltt::v1::DeliveryReport report;
  validator::Findings findings;
  EXPECT_EQ(reader.Read(FixtureJson(name), &report, &findings),
            validator::fhir::Readability::kReadable);
  return report;
}

v1::Submission JsonSubmission(std::string json, std::string id) {
  v1::Submission submission;
  submission.set_report_id(std::move(id));
  submission.set_fhir_json(std::move(json));
  return submission;
}

v1::Submission ReportSubmission(ltt::v1::DeliveryReport report,
                                std::string id) {
  v1::Submission submission;
  submission.set_report_id(std::move(id));
  *submission.mutable_report() = std::move(report);
  return submission;
}

v1::Submission BinarySubmission(std::string bytes, std::string id) {
  v1::Submission submission;
  submission.set_report_id(std::move(id));
  submission.set_report_binary(std::move(bytes));
  return submission;
}

absl::Time TestNow() {
  return absl::FromCivil(absl::CivilSecond(2026, 11, 24, 12, 0, 0),
                         absl::UTCTimeZone());
}

}  // namespace trivsel::gateway::ingest
