// KLE: formats, the rule table and the tagger.
#include <gtest/gtest.h>

#include <string>

#include "gateway/kle/kle_format.h"
#include "gateway/kle/kle_tagger.h"
#include "gateway/kle/rule_table.h"

namespace trivsel::gateway::kle {
namespace {

constexpr char kSystem[] = "http://fhir.kl.dk/term/CodeSystem/CareSocialCodes";
constexpr char kCode[] = "01302bcb-c7f3-42c4-8ded-68e33da064eb";

TEST(KleFormatTest, Subject) {
  EXPECT_TRUE(IsSubject("29.24.16"));
  for (const char* wrong : {"", "29.24", "29.24.1", "29.24.166", "29-24-16",
                            "29.24.1x", " 29.24.16", "9*"}) {
    EXPECT_FALSE(IsSubject(wrong)) << wrong;
  }
}

TEST(KleFormatTest, FacetHasOneOfSevenCategories) {
  for (const char* right : {"A00", "P01", "S99", "Ø54", "G01", "K02", "I00"}) {
    EXPECT_TRUE(IsFacet(right)) << right;
  }
  // Å and Æ are letters of the older pattern, and no categories.
  for (const char* wrong : {"", "G", "G1", "G011", "g01", "B01", "Å01", "Æ01",
                            "Ø1", "Ø", "\xC3", "\xC3\x98", ",01", "01G"}) {
    EXPECT_FALSE(IsFacet(wrong)) << wrong;
  }
}

TEST(RuleTableTest, BuiltInTableIsRight) {
  auto table = ParseRules(BuiltInRules());
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->edition(), "2025-05-01");
  ASSERT_GE(table->rules_size(), 1);
  EXPECT_EQ(table->rules(0).subject(), "29.24.16");
}

std::string TableWith(const std::string& rule) {
  return "edition: \"2025-05-01\" rules {" + rule + "}";
}

TEST(RuleTableTest, RefusesWhatIsWrongAndNamesTheRule) {
  const std::string good =
      "name: \"r\" standard: \"ltt\" subject: \"29.24.16\" facet: \"G01\"";
  EXPECT_TRUE(ParseRules(TableWith(good)).ok());
  const struct {
    std::string text, says;
  } cases[] = {
      {"edition: \"2025\" rules {" + good + "}", "edition"},
      {"edition: \"2025-05-01\"", "no rules"},
      {TableWith(good) + "rules {" + good + "}", "twice"},
      {TableWith("name: \"r\" standard: \"ltt\" subject: \"29.24\" facet: "
                 "\"G01\""),
       "subject"},
      {TableWith("name: \"r\" standard: \"ltt\" subject: \"29.24.16\" facet: "
                 "\"B01\""),
       "facet"},
      {TableWith(good + " care_plan_code: \"x\""), "go together"},
      {TableWith(good + " record_types: \"Patient\""), "record type"},
      {TableWith("standard: \"ltt\""), "name"},
      {"rules { colour: 1 }", "line 1"},
  };
  for (const auto& c : cases) {
    auto table = ParseRules(c.text);
    ASSERT_FALSE(table.ok()) << c.text;
    EXPECT_NE(std::string(table.status().message()).find(c.says),
              std::string::npos)
        << table.status();
  }
}

ltt::v1::DeliveryReport WithCarePlan(const std::string& system,
                                     const std::string& code) {
  ltt::v1::DeliveryReport report;
  report.add_entry()->mutable_citizen();
  auto* coding = report.add_entry()
                     ->mutable_care_plan()
                     ->mutable_activity()
                     ->mutable_detail()
                     ->mutable_code()
                     ->add_coding();
  coding->set_system(system);
  coding->set_code(code);
  return report;
}

TEST(KleTaggerTest, TagsByTheCarePlansCode) {
  const KleTagger tagger(*ParseRules(BuiltInRules()));
  const Tag* tag = tagger.Find(WithCarePlan(kSystem, kCode));
  ASSERT_NE(tag, nullptr);
  EXPECT_EQ(tag->subject, "29.24.16");
  EXPECT_EQ(tag->facet, "G01");
  EXPECT_EQ(tag->rule, "ltt-care-plan");
  EXPECT_EQ(tag->edition, "2025-05-01");
}

TEST(KleTaggerTest, FallsBackToTheRecordsAlone) {
  const KleTagger tagger(*ParseRules(BuiltInRules()));
  ltt::v1::DeliveryReport report;
  report.add_entry()->mutable_encounter();
  ASSERT_NE(tagger.Find(report), nullptr);
  EXPECT_EQ(tagger.Find(report)->rule, "ltt-record");
  ltt::v1::DeliveryReport only_citizen;
  only_citizen.add_entry()->mutable_citizen();
  EXPECT_EQ(tagger.Find(only_citizen), nullptr);
}

TEST(KleTaggerTest, SystemAndCodeAndStandardMustAllFit) {
  auto table = ParseRules(
      "edition: \"2025-05-01\" rules { name: \"a\" standard: \"other\" "
      "subject: \"11.11.11\" facet: \"A00\" } rules { name: \"b\" standard: "
      "\"ltt\" care_plan_system: \"s\" care_plan_code: \"c\" subject: "
      "\"22.22.22\" facet: \"Ø00\" }");
  ASSERT_TRUE(table.ok()) << table.status();
  const KleTagger tagger(*table);
  ASSERT_NE(tagger.Find(WithCarePlan("s", "c")), nullptr);
  EXPECT_EQ(tagger.Find(WithCarePlan("s", "c"))->facet, "Ø00");
  EXPECT_EQ(tagger.Find(WithCarePlan("s", "x")), nullptr);
  EXPECT_EQ(tagger.Find(WithCarePlan("x", "c")), nullptr);
}

TEST(KleTaggerTest, FacetCanBeConfigured) {
  auto table = ParseRules(BuiltInRules());
  ASSERT_TRUE(OverrideFacet("K01", &*table).ok());
  EXPECT_EQ(KleTagger(*table).Find(WithCarePlan(kSystem, kCode))->facet, "K01");
  EXPECT_FALSE(OverrideFacet("Q01", &*table).ok());
}

}  // namespace
}  // namespace trivsel::gateway::kle
