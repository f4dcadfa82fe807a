// Every case of the corpus, exactly: verdict, codes and paths.
//
// trivsel_conformance_test --print-actual prints instead what comes out of
// every case that differs, to help to see why; it never writes an expectation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <string_view>

#include "tests/conformance/corpus.h"
#include "tests/conformance/judge.h"

namespace trivsel::conformance {
namespace {

std::vector<v1::Case> AllCases() {
  auto cases = ReadCases();
  // An unreadable corpus must not look like an empty one.
  if (!cases.ok()) {
    std::cerr << cases.status() << "\n";
    std::abort();
  }
  return *std::move(cases);
}

class ConformanceTest : public testing::TestWithParam<v1::Case> {};

TEST_P(ConformanceTest, HasExactlyTheExpectedAnswer) {
  const v1::Case& c = GetParam();
  const auto report = MakeReport(c);
  ASSERT_TRUE(report.ok()) << report.status();
  const Answer expected = ExpectedAnswer(c);
  const Answer actual = Judge(*report, c.strict());
  EXPECT_EQ(v1::Verdict_Name(actual.verdict),
            v1::Verdict_Name(expected.verdict))
      << c.why();
  EXPECT_THAT(actual.errors, testing::ElementsAreArray(expected.errors));
  EXPECT_THAT(actual.warnings, testing::ElementsAreArray(expected.warnings));
  EXPECT_THAT(actual.information,
              testing::ElementsAreArray(expected.information));
}

INSTANTIATE_TEST_SUITE_P(Corpus, ConformanceTest, testing::ValuesIn(AllCases()),
                         [](const testing::TestParamInfo<v1::Case>& info) {
                           return info.param.name();
                         });

void PrintLines(std::string_view label, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    std::cout << "  " << label << " " << line << "\n";
  }
}

bool Same(const Answer& a, const Answer& b) {
  return a.verdict == b.verdict && a.errors == b.errors &&
         a.warnings == b.warnings && a.information == b.information;
}

int PrintActual() {
  int differing = 0;
  for (const v1::Case& c : AllCases()) {
    const auto report = MakeReport(c);
    if (!report.ok()) {
      std::cout << c.name() << " " << report.status() << "\n";
      ++differing;
      continue;
    }
    const Answer actual = Judge(*report, c.strict());
    if (Same(actual, ExpectedAnswer(c))) continue;
    ++differing;
    std::cout << c.name() << " " << v1::Verdict_Name(actual.verdict) << "\n";
    PrintLines("error", actual.errors);
    PrintLines("warning", actual.warnings);
    PrintLines("information", actual.information);
  }
  return differing == 0 ? 0 : 1;
}

}  // namespace
}  // namespace trivsel::conformance

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (argc > 1 && std::string_view(argv[1]) == "--print-actual") {
    return trivsel::conformance::PrintActual();
  }
  return RUN_ALL_TESTS();
}
