// Every rule on what a report carries: a breaking change to a good report with
// the code and the path it must give, and a neighbouring change that is
// allowed.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "tests/validator/good_report.h"
#include "tests/validator/rule_cases.h"
#include "validator/catalogue.h"
#include "validator/validator.h"

namespace trivsel::validator {

void PrintTo(const Finding& f, std::ostream* out) {
  *out << f.code << " at " << f.path << " (" << f.fhir_path << ")";
}

namespace {

using ltt::v1::DeliveryReport;

const Validator& TheValidator() {
  static const Validator* const validator =
      Validator::Create(*Terminology::BuiltIn()).value().release();
  return *validator;
}

std::vector<Finding> Judge(const DeliveryReport& report,
                           Strictness strictness = Strictness::kProfile) {
  Context context = GoodContext();
  context.strictness = strictness;
  Findings findings;
  TheValidator().Validate(report, context, &findings);
  findings.Settle();
  return findings.list();
}

class BreakingTest : public testing::TestWithParam<RuleCase> {};

TEST_P(BreakingTest, IsFoundAtItsPlace) {
  DeliveryReport report = GoodReport();
  GetParam().change(&report);
  const std::vector<Finding> findings = Judge(report);
  bool found = false;
  for (const Finding& f : findings) {
    if (f.code != GetParam().code || f.path != GetParam().path) continue;
    found = true;
    EXPECT_EQ(f.severity, GetParam().severity);
    EXPECT_EQ(f.fhir_path, GetParam().fhir_path);
    EXPECT_FALSE(f.danish.empty());
    EXPECT_FALSE(f.english.empty());
  }
  EXPECT_TRUE(found) << testing::PrintToString(findings);
  for (const Finding& f : findings) {
    EXPECT_LE(f.severity, GetParam().severity)
        << "another finding is worse: " << testing::PrintToString(f);
  }
}

// The verdict is a function of the content, not of how it came here.
TEST_P(BreakingTest, IsTheSameAfterSerializing) {
  DeliveryReport report = GoodReport();
  GetParam().change(&report);
  DeliveryReport copy;
  ASSERT_TRUE(copy.ParseFromString(report.SerializeAsString()));
  const auto a = Judge(report);
  const auto b = Judge(copy);
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].code, b[i].code);
    EXPECT_EQ(a[i].path, b[i].path);
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, BreakingTest,
                         testing::ValuesIn(BreakingCases()),
                         [](const auto& info) { return info.param.name; });

class AllowedTest : public testing::TestWithParam<AllowedCase> {};

TEST_P(AllowedTest, GivesNoFinding) {
  DeliveryReport report = GoodReport();
  GetParam().change(&report);
  EXPECT_EQ(testing::PrintToString(Judge(report)), "{}");
}

INSTANTIATE_TEST_SUITE_P(Rules, AllowedTest, testing::ValuesIn(AllowedCases()),
                         [](const auto& info) { return info.param.name; });

TEST(StrictnessTest, GuideMakesProseAnErrorAndNothingElse) {
  for (const RuleCase& rule : BreakingCases()) {
    DeliveryReport report = GoodReport();
    rule.change(&report);
    const auto standard = ResolveStandard();
    const auto catalogue = Catalogue::Create(**standard);
    for (const Finding& f : Judge(report, Strictness::kGuide)) {
      const auto origin = (*catalogue)->Find(f.code)->origin;
      EXPECT_EQ(f.severity == Severity::kError,
                origin == standard::v1::ORIGIN_PROFILE ||
                    origin == standard::v1::ORIGIN_GUIDE)
          << f.code;
    }
  }
}

TEST(CatalogueTest, EveryEntryIsWhole) {
  const auto standard = ResolveStandard();
  ASSERT_TRUE(standard.ok()) << standard.status();
  const auto catalogue = Catalogue::Create(**standard);
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_GT((*catalogue)->entries().size(), 200u);
  std::set<std::string> codes;
  for (const auto& entry : (*catalogue)->entries()) {
    EXPECT_TRUE(codes.insert(entry->code).second) << entry->code;
    for (char c : entry->code) {
      EXPECT_TRUE((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')
          << entry->code;
    }
    for (const std::string& sentence : {entry->danish, entry->english}) {
      EXPECT_GE(sentence.size(), 10u) << entry->code;
      EXPECT_EQ(sentence.find_first_of("{}<>%"), std::string::npos) << sentence;
      EXPECT_EQ(sentence.back(), '.') << sentence;
    }
  }
}

// Each invariant that the protos name has a breaking case above.
TEST(CatalogueTest, EveryInvariantIsTested) {
  std::set<std::string> tested;
  for (const RuleCase& rule : BreakingCases()) tested.insert(rule.code);
  const auto standard = ResolveStandard();
  const std::function<void(const Element&)> walk = [&](const Element& e) {
    for (const auto& invariant : e.message_rule->invariant())
      EXPECT_EQ(tested.count(invariant.code()), 1u) << invariant.code();
    for (const auto& child : e.children) walk(*child);
  };
  walk(**standard);
}

}  // namespace
}  // namespace trivsel::validator
