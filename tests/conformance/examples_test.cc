// The published examples of the LTT guide, where they lie beside the project.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/conformance/corpus.h"
#include "tests/conformance/judge.h"

namespace trivsel::conformance {
namespace {

namespace fs = std::filesystem;

TEST(PublishedExamplesTest, DeliveryReportsAreValid) {
  const fs::path folder = TRIVSEL_EXAMPLES_FOLDER;
  if (!fs::exists(folder)) GTEST_SKIP() << "no examples beside the project";
  int reports = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto text = ReadFile(entry.path().string());
    ASSERT_TRUE(text.ok()) << text.status();
    const Answer answer = Judge(*text, /*strict=*/false);
    if (entry.path().filename() == "Bundle-TestIncrementalDelivery.json") {
      // A bundle of bundles for receivers, not a delivery report.
      EXPECT_EQ(answer.verdict, v1::INVALID);
      continue;
    }
    ++reports;
    EXPECT_EQ(answer.verdict, v1::VALID);
    EXPECT_THAT(answer.errors, testing::IsEmpty());
    EXPECT_THAT(answer.warnings, testing::IsEmpty());
  }
  EXPECT_EQ(reports, 8);
}

TEST(StoryTest, OurReportsAreValidAndTheFaultyOneIsNot) {
  int reports = 0;
  for (const auto& entry : fs::directory_iterator(TRIVSEL_STORY_FOLDER)) {
    if (entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().filename().string());
    const auto text = ReadFile(entry.path().string());
    ASSERT_TRUE(text.ok()) << text.status();
    const Answer answer = Judge(*text, /*strict=*/false);
    if (entry.path().filename() == "josefine-faulty.json") {
      EXPECT_EQ(answer.verdict, v1::INVALID);
      continue;
    }
    ++reports;
    EXPECT_EQ(answer.verdict, v1::VALID);
    EXPECT_THAT(answer.errors, testing::IsEmpty());
    EXPECT_THAT(answer.warnings, testing::IsEmpty());
  }
  EXPECT_EQ(reports, 9);
}

}  // namespace
}  // namespace trivsel::conformance
