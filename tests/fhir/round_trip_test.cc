// Reading what we wrote gives the same report; writing what we read gives the
// same FHIR content.
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace trivsel::validator::fhir
