#include "validator/finding.h"

#include <gtest/gtest.h>

#include <string>

namespace trivsel::validator {
namespace {

Finding Make(const std::string& code, Severity severity,
             const std::string& path) {
  Finding finding;
  finding.code = code;
  finding.severity = severity;
  finding.path = path;
  return finding;
}

TEST(FindingsTest, KeepsErrorsWhenFull) {
  Findings findings;
  for (size_t i = 0; i < Findings::kMax; ++i)
    findings.Add(Make("W", Severity::kWarning, "w" + std::to_string(i)));
  findings.Add(Make("W", Severity::kWarning, "late"));
  findings.Add(Make("E", Severity::kError, "late"));
  EXPECT_EQ(findings.list().size(), Findings::kMax);
  EXPECT_EQ(findings.left_out(), 2u);
  findings.Settle();
  EXPECT_TRUE(findings.has_error());
  EXPECT_EQ(findings.list().front().code, "E");
}

TEST(FindingsTest, SettleDropsWhatTheReaderSaidBetter) {
  struct Row {
    const char* other;
    const char* other_path;
    bool dropped;
  };
  const Row rows[] = {
      {"FHIR-NOT-A-STRING", "a.period.start", true},    // at the element
      {"FHIR-NOT-A-STRING", "a.period.start.x", true},  // beneath it
      {"FHIR-NOT-AN-OBJECT", "a.period", true},         // of form, above it
      {"LTT-X-FORBIDDEN", "a.period", false},        // of the standard, above
      {"FHIR-NOT-A-STRING", "a.period.end", false},  // beside it
      {"FHIR-NOT-A-STRING", "a.period.start2", false},  // only alike
      {"FHIR-NOT-A-STRING", "", false},                 // the report as a whole
  };
  for (const Row& row : rows) {
    Findings findings;
    findings.Add(
        Make("LTT-X-PERIOD-START-MISSING", Severity::kError, "a.period.start"));
    findings.Add(Make(row.other, Severity::kError, row.other_path));
    findings.Settle();
    EXPECT_EQ(findings.list().size(), row.dropped ? 1u : 2u)
        << row.other << " " << row.other_path;
  }
}

TEST(FindingsTest, AWarningExplainsNothing) {
  Findings findings;
  findings.Add(Make("LTT-X-MISSING", Severity::kError, "a"));
  findings.Add(Make("FHIR-Y", Severity::kWarning, "a"));
  findings.Settle();
  EXPECT_EQ(findings.list().size(), 2u);
}

TEST(FindingsTest, SettleSortsAndDropsRepeats) {
  Findings findings;
  findings.Add(Make("B", Severity::kWarning, "a"));
  findings.Add(Make("A", Severity::kError, "b"));
  findings.Add(Make("A", Severity::kError, "b"));
  findings.Add(Make("A", Severity::kError, "a"));
  findings.Settle();
  ASSERT_EQ(findings.list().size(), 3u);
  EXPECT_EQ(findings.list()[0].path, "a");
  EXPECT_EQ(findings.list()[0].severity, Severity::kError);
  EXPECT_EQ(findings.list()[1].path, "b");
  EXPECT_EQ(findings.list()[2].code, "B");
  findings.Clear();
  EXPECT_TRUE(findings.empty());
  EXPECT_FALSE(findings.has_error());
}

}  // namespace
}  // namespace trivsel::validator
