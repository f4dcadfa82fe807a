// Reading what we wrote gives the same report; writing what we read gives the
// same FHIR content.
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/fhir/fhir_fixture.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::validator::fhir {
namespace {

using google::protobuf::util::MessageDifferencer;

std::string Write(const ltt::v1::DeliveryReport& report) {
  std::string out;
  AppendFhirJson(Mapping(), report, &out);
  return out;
}

void ExpectRoundTrip(const std::string& path) {
  SCOPED_TRACE(path);
  const std::string text = ReadFile(path);
  const ReadResult read = Read(text);
  ASSERT_EQ(read.readability, Readability::kReadable);
  EXPECT_EQ(Lines(read.findings), std::vector<std::string>());
  const std::string written = Write(read.report);
  // Sorted keys: JSON objects have no order.
  EXPECT_EQ(nlohmann::json::parse(written), nlohmann::json::parse(text));
  const ReadResult again = Read(written);
  EXPECT_EQ(Lines(again.findings), std::vector<std::string>());
  EXPECT_TRUE(MessageDifferencer::Equals(again.report, read.report));
  EXPECT_EQ(Write(again.report), written);
}

TEST(RoundTrip, OwnReports) {
  const auto paths = OwnReportPaths();
  ASSERT_EQ(paths.size(), 10u);
  for (const std::string& path : paths) ExpectRoundTrip(path);
}

TEST(RoundTrip, PublishedExamples) {
  const auto paths = PublishedReportPaths();
  if (paths.empty()) GTEST_SKIP() << "the published examples are not here";
  for (const std::string& path : paths) ExpectRoundTrip(path);
}

// One reader and one report for all: nothing of a report may stay behind in
// the next one.
TEST(RoundTrip, ReusedReportKeepsNothing) {
  FhirReader reader(Mapping());
  ltt::v1::DeliveryReport reused;
  std::vector<std::string> paths = OwnReportPaths();
  paths.insert(paths.end(), paths.rbegin(), paths.rend());
  paths.push_back(paths[3]);
  paths.push_back(paths[0]);
  Findings findings;
  for (const std::string& path : paths) {
    SCOPED_TRACE(path);
    const std::string text = ReadFile(path);
    reader.Read(text, &reused, &findings);
    EXPECT_TRUE(MessageDifferencer::Equals(reused, Read(text).report));
  }
  const std::string bare =
      R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:a:b"}]})";
  reader.Read(bare, &reused, &findings);
  EXPECT_TRUE(MessageDifferencer::Equals(reused, Read(bare).report));
  EXPECT_TRUE(reused.id().empty());
  EXPECT_FALSE(reused.entry(0).has_referral());
}

// No object or array without content anywhere: FHIR has none.
bool HasHollow(const nlohmann::json& node) {
  if (!node.is_structured()) return false;
  if (node.empty()) return true;
  return std::any_of(node.begin(), node.end(), HasHollow);
}

constexpr char kDeliveryTypeUrl[] =
    "http://fhir.kl.dk/ltt/StructureDefinition/"
    "klgateway-ltt-encounter-delivery-type";

// A text is not carried onward; what is left of the extension is nothing, and
// must not be written as one without a value.
TEST(RoundTrip, DeliveryTypeWithATextOnly) {
  Json json = FullReport();
  bool changed = false;
  for (Json& extension : json["entry"][2]["resource"]["extension"]) {
    if (extension["url"] != kDeliveryTypeUrl) continue;
    extension["valueCodeableConcept"] = {{"text", "i en gruppe"}};
    changed = true;
  }
  ASSERT_TRUE(changed);
  const ReadResult read = Read(json.dump());
  ASSERT_EQ(read.readability, Readability::kReadable);
  ASSERT_TRUE(read.report.entry(2).encounter().has_delivery_type());
  const std::string written = Write(read.report);
  EXPECT_EQ(written.find("delivery-type"), std::string::npos) << written;
  EXPECT_FALSE(HasHollow(nlohmann::json::parse(written))) << written;
  const ReadResult again = Read(written);
  EXPECT_EQ(Lines(again.findings), std::vector<std::string>());
  EXPECT_EQ(Write(again.report), written);
  ltt::v1::DeliveryReport expected = read.report;
  expected.mutable_entry(2)->mutable_encounter()->clear_delivery_type();
  EXPECT_TRUE(MessageDifferencer::Equals(again.report, expected));
}

// Neither messages that only hold other empty ones, nor what only a newer
// sender knows.
TEST(RoundTrip, HollowMessagesAreNotWritten) {
  ltt::v1::DeliveryReport report = Read(FullReport().dump()).report;
  const std::string whole = Write(report);
  ltt::v1::Encounter* encounter = report.mutable_entry(2)->mutable_encounter();
  encounter->mutable_delivery_type()->add_coding();
  EXPECT_EQ(Write(report), whole);
  encounter->mutable_delivery_type()->clear_coding();
  encounter->mutable_delivery_type()->add_coding();
  ltt::v1::CarePlan* plan = report.mutable_entry(1)->mutable_care_plan();
  plan->clear_period();
  ltt::v1::Period* period = plan->mutable_period();
  period->GetReflection()->MutableUnknownFields(period)->AddVarint(99, 1);
  const std::string written = Write(report);
  EXPECT_FALSE(HasHollow(nlohmann::json::parse(written))) << written;
  EXPECT_EQ(written.find("delivery-type"), std::string::npos);
}

}  // namespace
}  // namespace trivsel::validator::fhir
