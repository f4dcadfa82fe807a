#include "validator/terminology.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "tests/validator/good_report.h"
#include "validator/dictionary.h"

namespace trivsel::validator {
namespace {

constexpr char kSets[] = "http://fhir.kl.dk/ltt/ValueSet/fkgateway-ltt-";
constexpr const char* kSetIds[] = {
    "encounter-types",  "care-plan-activity-types", "focus-area",
    "type-of-delivery", "type-of-participants",     "type-of-referral"};

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(TerminologyTest, ValueSetsHaveTheirSizes) {
  const auto terminology = Terminology::BuiltIn();
  ASSERT_TRUE(terminology.ok()) << terminology.status();
  const size_t sizes[] = {6, 1, 8, 2, 2, 6};
  for (size_t i = 0; i < 6; ++i) {
    const int set =
        (*terminology)->FindValueSet(std::string(kSets) + kSetIds[i]);
    ASSERT_GE(set, 0);
    EXPECT_EQ((*terminology)->Expand(set).size(), sizes[i]) << kSetIds[i];
  }
  EXPECT_EQ((*terminology)->edition(), "20250530");
  EXPECT_TRUE((*terminology)->IsWhole(kLtt));
  EXPECT_FALSE((*terminology)->IsWhole(kCareSocialCodes));
  EXPECT_FALSE(
      (*terminology)
          ->IsWhole("http://terminology.hl7.org/CodeSystem/v3-ActCode"));
  EXPECT_FALSE((*terminology)->KnowsSystem("http://fhir.kl.dk/term/"));
  EXPECT_EQ(
      (*terminology)->Display(kLtt, "5cea8eb2-5374-45f7-a985-cef1f577f0a1"),
      "Selvskade");
}

TEST(TerminologyTest, TellsWhatNamesNoCodeSystem) {
  const auto terminology = Terminology::BuiltIn();
  ASSERT_TRUE(terminology.ok()) << terminology.status();
  for (const char* url : {kLtt, "http://vendor.dk/codes", "urn:oid:1.2.208.1",
                          "https://vendor.dk/codes"}) {
    EXPECT_TRUE((*terminology)->MayBeSystem(url)) << url;
  }
  for (const char* url :
       {"", "codes", "/codes", "ftp://vendor.dk/codes",
        "https://fhir.kl.dk/term/CodeSystem/LTT",
        "http://fhir.kl.dk/ltt/ValueSet/fkgateway-ltt-focus-area"}) {
    EXPECT_FALSE((*terminology)->MayBeSystem(url)) << url;
  }
}

TEST(TerminologyTest, DescendentOfIsTransitiveAndLeavesTheParentOut) {
  Terminology::Builder builder;
  ASSERT_TRUE(builder
                  .AddTextProto(R"(
    code_system { url: "s" concepts { code: "a" }
      concepts { code: "b" parent: "a" } concepts { code: "c" parent: "b" }
      concepts { code: "d" } }
    value_set { url: "v" include { system: "s" descendent_of: "a" } })")
                  .ok());
  const auto terminology = builder.Build();
  ASSERT_TRUE(terminology.ok()) << terminology.status();
  const int set = (*terminology)->FindValueSet("v");
  EXPECT_FALSE((*terminology)->Contains(set, "s", "a"));
  EXPECT_TRUE((*terminology)->Contains(set, "s", "b"));
  EXPECT_TRUE((*terminology)->Contains(set, "s", "c"));
  EXPECT_FALSE((*terminology)->Contains(set, "s", "d"));
  EXPECT_FALSE((*terminology)->Contains(set, "", "b"));
  EXPECT_FALSE((*terminology)->Contains(-1, "s", "b"));
}

TEST(TerminologyTest, RefusesWhatIsBroken) {
  const char* const broken[] = {
      "nonsense",
      R"(code_system { url: "s" concepts { code: "a" parent: "x" } })",
      R"(code_system { url: "s" concepts { code: "a" parent: "b" }
                                concepts { code: "b" parent: "a" } })",
      R"(code_system { url: "s" concepts { code: "a" } concepts { code: "a" } })",
      R"(value_set { url: "v" include { system: "x" code: "a" } })",
      R"(code_system { url: "s" concepts { code: "a" } }
         value_set { url: "v" include { system: "s" code: "b" } })",
      R"(code_system { url: "s" concepts { code: "a" } }
         value_set { url: "v" include { system: "s" descendent_of: "b" } })",
  };
  for (const char* text : broken) {
    Terminology::Builder builder;
    EXPECT_FALSE(builder.AddTextProto(text).ok() && builder.Build().ok())
        << text;
  }
  for (
      const char* json :
      {"", "[", "{}", R"({"resourceType":"Patient"})",
       R"({"resourceType":"CodeSystem","url":"s"})",
       R"({"resourceType":"ValueSet","url":"v"})",
       R"({"resourceType":"ValueSet","url":"v","compose":{"include":[{"system":"s"}]}})"}) {
    EXPECT_FALSE(Terminology::Builder().AddFhirJson(json).ok()) << json;
  }
}

// What is built in says of every LTT code what KL's publication says.
TEST(TerminologyTest, BuiltInIsAsPublished) {
  const std::string folder = TRIVSEL_REFERENCE_DATA;
  Terminology::Builder builder;
  for (const char* name : {"LTT", "CareSocialCodes"}) {
    const std::string json =
        ReadFile(folder + "/terminology/CodeSystem-" + name + ".json");
    if (json.empty()) GTEST_SKIP() << "the published files are not here";
    ASSERT_TRUE(builder.AddFhirJson(json).ok());
  }
  for (const char* id : kSetIds) {
    ASSERT_TRUE(builder
                    .AddFhirJson(ReadFile(folder + "/package/ValueSet-" +
                                          "fkgateway-ltt-" + id + ".json"))
                    .ok());
  }
  const auto published = builder.Build();
  ASSERT_TRUE(published.ok()) << published.status();
  const auto built_in = Terminology::BuiltIn();
  EXPECT_EQ((*published)->edition(), (*built_in)->edition());
  for (const char* id : kSetIds) {
    const std::string url = std::string(kSets) + id;
    const auto theirs = (*published)->Expand((*published)->FindValueSet(url));
    const auto ours = (*built_in)->Expand((*built_in)->FindValueSet(url));
    ASSERT_EQ(ours.size(), theirs.size()) << id;
    for (size_t i = 0; i < ours.size(); ++i) {
      EXPECT_EQ(ours[i].system, theirs[i].system);
      EXPECT_EQ(ours[i].code, theirs[i].code);
      EXPECT_EQ(ours[i].display, theirs[i].display);
    }
  }
}

TEST(DictionaryTest, PrintsEveryRecordSetAndFinding) {
  const auto terminology = Terminology::BuiltIn();
  const auto text = PrintDictionary(
      **terminology, {{"GW-X", Severity::kWarning, "Dansk.", "English."}});
  ASSERT_TRUE(text.ok()) << text.status();
  for (const char* part :
       {"## Borger (Citizen)", "## Forløb (CarePlan)", "## Kontakt (Encounter)",
        "## Henvisning (Referral)", "journalførendeOrganisation",
        "| `period.start` | `period.start` | forløbstart | 1..1 | dateTime |",
        "## fkgateway-ltt-focus-area", "Uro og uopmærksomhed",
        "LTT-CAREPLAN-PERIOD-END-MISSING", "LTT-CITIZEN-NAME-FORBIDDEN",
        "| `GW-X` | advarsel/warning | Dansk. | English. |"}) {
    EXPECT_NE(text->find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace trivsel::validator
