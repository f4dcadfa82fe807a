// What R4 leaves open and the standard does not carry: a warning if it is
// FHIR, an error if not.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/fhir/fhir_fixture.h"
#include "validator/fhir/xhtml.h"

namespace trivsel::validator::fhir {
namespace {

struct Case {
  std::string pointer;  // into the full report
  std::string value;    // JSON that is put there
  // Expected code, and FHIR path beneath "Bundle.entry[2].resource."
  std::string code;
  std::string path;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.pointer << " = " << c.value;
}

class OpenElementTest : public ::testing::TestWithParam<Case> {};

TEST_P(OpenElementTest, FindsExactly) {
  const Case& c = GetParam();
  Json json = FullReport();
  Json& encounter = json["entry"][2]["resource"];
  encounter = encounter.patch(Json::array(
      {{{"op", "add"}, {"path", c.pointer}, {"value", Json::parse(c.value)}}}));
  const ReadResult read = Read(json.dump());
  std::vector<std::string> found;
  for (const Finding& finding : read.findings.list()) {
    found.push_back(finding.code + " " + finding.fhir_path);
  }
  EXPECT_EQ(found, std::vector<std::string>{
                       c.code + " Bundle.entry[2].resource." + c.path});
  EXPECT_EQ(read.findings.has_error(), c.code != "FHIR-NOT-CARRIED");
  const ReadResult guide = Read(json.dump(), Strictness::kGuide);
  EXPECT_TRUE(guide.findings.has_error());
}

const char kDiv[] =
    R"("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Tekst</p></div>")";

std::string Narrative(const std::string& status, const std::string& div) {
  return R"({"status":")" + status + R"(","div":)" + div + "}";
}

INSTANTIATE_TEST_SUITE_P(
    Allowed, OpenElementTest,
    ::testing::Values(
        Case{"/language", "\"da\"", "FHIR-NOT-CARRIED", "language"},
        Case{"/implicitRules", "\"http://kl.dk/rules\"", "FHIR-NOT-CARRIED",
             "implicitRules"},
        Case{"/text", Narrative("generated", kDiv), "FHIR-NOT-CARRIED", "text"},
        Case{"/meta/versionId", "\"1\"", "FHIR-NOT-CARRIED", "meta.versionId"},
        Case{"/meta/source", "\"urn:x:y\"", "FHIR-NOT-CARRIED", "meta.source"},
        Case{"/meta/tag", R"([{"system":"http://kl.dk/t","code":"a"}])",
             "FHIR-NOT-CARRIED", "meta.tag[0]"},
        Case{"/subject/display", "\"x\"", "FHIR-NOT-CARRIED",
             "subject.display"},
        Case{"/subject/type", "\"Patient\"", "FHIR-NOT-CARRIED",
             "subject.type"},
        Case{"/subject/identifier", R"({"system":"urn:x:y","value":"v"})",
             "FHIR-NOT-CARRIED", "subject.identifier"},
        Case{"/participant/0/type/0/text", "\"x\"", "FHIR-NOT-CARRIED",
             "participant[0].type[0].text"},
        Case{"/participant/0/type/0/coding/0/version", "\"20250530\"",
             "FHIR-NOT-CARRIED", "participant[0].type[0].coding[0].version"},
        Case{"/extension/-", R"({"url":"http://kl.dk/e","valueString":"x"})",
             "FHIR-NOT-CARRIED", "extension[2]"},
        Case{"/extension/-",
             R"({"url":"http://kl.dk/e","extension":[)"
             R"({"url":"a","valueBoolean":true}]})",
             "FHIR-NOT-CARRIED", "extension[2]"},
        Case{"/class/id", "\"x\"", "FHIR-NOT-CARRIED", "class.id"},
        Case{"/_status", R"({"id":"x"})", "FHIR-NOT-CARRIED", "status"}));

INSTANTIATE_TEST_SUITE_P(
    Refused, OpenElementTest,
    ::testing::Values(
        Case{"/language", "1", "FHIR-NOT-A-STRING", "language"},
        Case{"/language", "\" da\"", "FHIR-VALUE-FORMAT", "language"},
        Case{"/implicitRules", "\"a b\"", "FHIR-VALUE-FORMAT", "implicitRules"},
        Case{"/text", R"({"status":"generated"})", "FHIR-REQUIRED-MISSING",
             "text.div"},
        Case{"/text", Narrative("ok", kDiv), "FHIR-VALUE-CODE", "text.status"},
        Case{"/text", Narrative("empty", "\"<p>x</p>\""), "FHIR-NARRATIVE",
             "text.div"},
        Case{"/meta/versionId", "\"a b\"", "FHIR-VALUE-FORMAT",
             "meta.versionId"},
        Case{"/meta/tag", "[]", "FHIR-EMPTY-ARRAY", "meta.tag"},
        Case{"/meta/tag", "[{}]", "FHIR-EMPTY-OBJECT", "meta.tag[0]"},
        Case{"/meta/tag", R"([{"system":"x","code":"a"}])", "FHIR-VALUE-FORMAT",
             "meta.tag[0].system"},
        Case{"/meta/tag",
             R"([{"system":"http://fhir.kl.dk/term/CodeSystem/LTT",)"
             R"("code":"none"}])",
             "FHIR-VALUE-CODE", "meta.tag[0].code"},
        Case{"/meta/tag",
             R"([{"system":"https://fhir.kl.dk/term/CodeSystem/LTT"}])",
             "FHIR-VALUE-FORMAT", "meta.tag[0].system"},
        Case{"/meta/security",
             R"([{"system":"urn:a:b","code":"R"},)"
             R"({"system":"urn:a:b","code":"R"}])",
             "FHIR-META-SECURITY-DUPLICATE", "meta.security[1]"},
        Case{"/subject/identifier",
             R"({"id":"a","type":{"id":"a","text":"x"}})", "FHIR-DUPLICATE-ID",
             "subject.identifier.type.id"},
        Case{"/subject/identifier",
             R"({"period":{"start":"2025-02","end":"2025-01"}})",
             "FHIR-PERIOD-START-AFTER-END", "subject.identifier.period"},
        Case{"/subject/type", "\"Device\"", "FHIR-VALUE-CODE", "subject.type"},
        Case{"/subject/identifier", R"({"use":"mine"})", "FHIR-VALUE-CODE",
             "subject.identifier.use"},
        Case{"/subject/identifier", R"({"assigner":{"reference":"#a"}})",
             "FHIR-LOCAL-REFERENCE", "subject.identifier.assigner.reference"},
        Case{"/subject/identifier", R"({"valu":"x"})", "FHIR-UNKNOWN-ELEMENT",
             "subject.identifier.valu"},
        Case{"/extension/-", R"({"url":"http://kl.dk/e"})",
             "FHIR-EXTENSION-EMPTY", "extension[2]"},
        Case{"/extension/-", R"({"valueString":"x"})", "FHIR-EXTENSION-URL",
             "extension[2].url"},
        Case{"/extension/-", R"({"url":"relative","valueString":"x"})",
             "FHIR-EXTENSION-URL", "extension[2].url"},
        Case{"/extension/-",
             R"({"url":"http://kl.dk/e","valueString":"x","valueCode":"x"})",
             "FHIR-CHOICE-TWICE", "extension[2].valueString"},
        Case{"/extension/-",
             R"({"url":"http://kl.dk/e","valueString":"x",)"
             R"("extension":[{"url":"a","valueCode":"x"}]})",
             "FHIR-EXTENSION-BOTH", "extension[2]"},
        Case{"/extension/-", R"({"url":"http://kl.dk/e","valueDate":"13"})",
             "FHIR-VALUE-FORMAT", "extension[2].valueDate"},
        Case{"/extension/-", R"({"url":"http://kl.dk/e","valuePositiveInt":0})",
             "FHIR-VALUE-FORMAT", "extension[2].valuePositiveInt"},
        Case{"/extension/-", "1", "FHIR-NOT-AN-OBJECT", "extension[2]"},
        Case{"/period/extension",
             R"([{"url":"http://fhir.kl.dk/ltt/StructureDefinition/)"
             R"(klgateway-ltt-encounter-delivery-type","valueCode":"x"}])",
             "FHIR-EXTENSION-MISPLACED", "period.extension[0]"},
        Case{"/extension/1/valueString", "\"x\"", "FHIR-EXTENSION-TYPE",
             "extension[1].valueString"},
        Case{"/extension/0/extension", "[]", "FHIR-EXTENSION-BOTH",
             "extension[0].extension"},
        Case{"/extension/-",
             R"({"url":"http://fhir.kl.dk/ltt/StructureDefinition/)"
             R"(klgateway-ltt-encounter-delivery-type",)"
             R"("valueCodeableConcept":{"text":"x"}})",
             "LTT-ENCOUNTER-DELIVERYTYPE-TOO-MANY", "extension[2]"},
        Case{"/_status", "1", "FHIR-NOT-AN-OBJECT", "status"},
        Case{"/_status", "{}", "FHIR-EMPTY-OBJECT", "status"},
        Case{"/_period", "{}", "FHIR-UNKNOWN-ELEMENT", "_period"},
        Case{"/contained", R"([{"resourceType":"Organization"}])",
             "FHIR-CONTAINED-ID", "contained[0]"},
        Case{"/contained", R"([{"resourceType":"Organization","id":"o"}])",
             "FHIR-CONTAINED-ORPHAN", "contained[0]"},
        Case{"/contained", R"([{"id":"o"}])", "FHIR-RESOURCE-TYPE",
             "contained[0]"}));

TEST(OpenElements, ContainedResourceThatIsReferredTo) {
  Json json = FullReport();
  Json& citizen = json["entry"][0]["resource"];
  citizen["contained"] =
      Json::parse(R"([{"resourceType":"Organization","id":"o","name":"x"}])");
  citizen["identifier"][0]["assigner"] = {{"reference", "#o"}};
  const ReadResult read = Read(json.dump());
  EXPECT_FALSE(read.findings.has_error());
  EXPECT_EQ(Lines(read.findings),
            (std::vector<std::string>{
                "FHIR-NOT-CARRIED entry[0].citizen.contained[0] "
                "Bundle.entry[0].resource.contained[0]",
                "FHIR-NOT-CARRIED entry[0].citizen.identifier.assigner "
                "Bundle.entry[0].resource.identifier[0].assigner"}));
}

TEST(OpenElements, ExtensionInTheStead) {
  const Json extension = Json::parse(
      R"({"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/)"
      R"(data-absent-reason","valueCode":"unknown"}]})");
  Json json = FullReport();
  Json& plan = json["entry"][1]["resource"];
  plan["period"].erase("start");
  plan["period"]["_start"] = extension;
  ReadResult read = Read(json.dump());
  EXPECT_FALSE(read.findings.has_error());
  // The record's own rule is told, whichever of the two speaks first.
  read.findings.Add({"LTT-CAREPLAN-PERIOD-START-MISSING", Severity::kError,
                     "entry[1].care_plan.period.start", "", "x", "x"});
  read.findings.Settle();
  EXPECT_FALSE(read.findings.has_error());
  // A bound code must have its value.
  plan.erase("status");
  plan["_status"] = extension;
  EXPECT_EQ(Lines(Read(json.dump()).findings).front(),
            "FHIR-WITHOUT-VALUE entry[1].care_plan.status "
            "Bundle.entry[1].resource.status");
}

TEST(Narrative, Xhtml) {
  const std::string start = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
  for (const char* good :
       {"x", "<p>a <b>b</b></p>", "<br/>x", "<!-- c -->x", "&amp;",
        "<a href=\"http://kl.dk\">k</a>", "<table><tr><td>1</td></tr></table>",
        "<img src=\"x.png\" alt=\"x\"/>", "\n  x\n"}) {
    EXPECT_TRUE(IsNarrative(start + good + "</div>")) << good;
  }
  for (const char* bad :
       {"", " \n ", "<script>x</script>", "<p onclick=\"x\">x</p>", "<p>x</b>",
        "<p>x", "x</div><div>", "<p a=b>x</p>", "& x", "<iframe src=\"x\"/>x",
        "<a href=\"javascript:x\">x</a>", "<p class=\"a\" class=\"b\">x</p>",
        "<!-- -- -->x"}) {
    EXPECT_FALSE(IsNarrative(start + bad + "</div>")) << bad;
  }
  EXPECT_FALSE(IsNarrative("<div>x</div>"));
  EXPECT_FALSE(IsNarrative("x"));
  EXPECT_FALSE(IsNarrative("<div xmlns=\"http://www.w3.org/1999/xhtml\"/>"));
}

}  // namespace
}  // namespace trivsel::validator::fhir
