#include "validator/references.h"

#include <gtest/gtest.h>

#include <string>

namespace trivsel::validator {
namespace {

ltt::v1::DeliveryReport ReportOf(int citizens, const std::string& base) {
  ltt::v1::DeliveryReport report;
  for (int i = 0; i < citizens; ++i) {
    auto* entry = report.add_entry();
    entry->set_full_url(base + std::to_string(i));
    entry->mutable_citizen()->set_id(std::to_string(i));
  }
  return report;
}

// Few entries are searched one by one, many by a hash: the same answers.
class ReferencesTest : public testing::TestWithParam<int> {};

TEST_P(ReferencesTest, ResolvesAgainstTheOwnBase) {
  const auto report = ReportOf(GetParam(), "https://x/fhir/Patient/");
  const ReferenceIndex index(report);
  const int last = GetParam() - 1;
  const std::string id = std::to_string(last);
  EXPECT_EQ(index.Resolve("Patient/" + id, 0), last);
  EXPECT_EQ(index.Resolve("https://x/fhir/Patient/" + id, 0), last);
  EXPECT_EQ(index.Resolve("https://y/fhir/Patient/" + id, 0), -1);
  EXPECT_EQ(index.Resolve("CarePlan/" + id, 0), -1);
  EXPECT_EQ(index.Resolve("Patient/" + std::to_string(last + 1), 0), -1);
  for (const char* bad : {"", "#1", "1", "/Patient/1", "Patient/", "Patient",
                          "Patient/1/_history/1", "Patient?identifier=1"}) {
    EXPECT_EQ(index.Resolve(bad, 0), -1) << bad;
  }
}

TEST_P(ReferencesTest, ResolvesUrnsByTypeAndId) {
  const auto report = ReportOf(GetParam(), "urn:uuid:");
  const ReferenceIndex index(report);
  EXPECT_EQ(index.Resolve("Patient/1", 0), 1);
  EXPECT_EQ(index.Resolve("urn:uuid:1", 0), 1);
  EXPECT_EQ(index.Resolve("CarePlan/1", 0), -1);
}

TEST_P(ReferencesTest, FindsDuplicatesAndCitizens) {
  auto report = ReportOf(GetParam(), "https://x/Patient/");
  report.mutable_entry(GetParam() - 1)->set_full_url("https://x/Patient/0");
  const ReferenceIndex index(report);
  EXPECT_EQ(index.Duplicate(GetParam() - 1), 0);
  EXPECT_EQ(index.Duplicate(0), -1);
  EXPECT_EQ(index.citizen(), 0);
  EXPECT_EQ(index.second_citizen(), 1);
}

INSTANTIATE_TEST_SUITE_P(Sizes, ReferencesTest,
                         testing::Values(3, 16, 17, 500));

TEST(ReferencesTest, ABaseLongerThanTheBuffer) {
  const auto report =
      ReportOf(3, "https://x/" + std::string(600, 'a') + "/Patient/");
  EXPECT_EQ(ReferenceIndex(report).Resolve("Patient/2", 0), 2);
}

}  // namespace
}  // namespace trivsel::validator
