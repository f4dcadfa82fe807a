// What the reader finds, one edit of a right report at a time.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/fhir/fhir_fixture.h"

namespace trivsel::validator::fhir {
namespace {

struct Case {
  // JSON pointer into the full report, and what comes to stand there; "" as
  // the value takes the element away.
  std::string pointer;
  std::string value;
  // Code, proto path and FHIR path of every finding.
  std::vector<std::string> findings;
};

const char kP[] = "/entry/0/resource";
const char kC[] = "/entry/1/resource";
const char kE[] = "/entry/2/resource";
const char kR[] = "/entry/3/resource";

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.pointer << " = " << c.value;
}

Json Edited(const Case& c) {
  Json json = FullReport();
  Json patch = Json::array();
  if (c.value.empty()) {
    patch.push_back({{"op", "remove"}, {"path", c.pointer}});
  } else {
    patch.push_back(
        {{"op", "add"}, {"path", c.pointer}, {"value", Json::parse(c.value)}});
  }
  return json.patch(patch);
}

class ReaderTest : public ::testing::TestWithParam<Case> {};

TEST_P(ReaderTest, FindsExactly) {
  const ReadResult read = Read(Edited(GetParam()).dump());
  EXPECT_EQ(read.readability, Readability::kReadable);
  EXPECT_EQ(Lines(read.findings), GetParam().findings);
}

INSTANTIATE_TEST_SUITE_P(
    JsonForm, ReaderTest,
    ::testing::Values(
        Case{std::string(kC) + "/status",
             "1",
             {"FHIR-NOT-A-STRING entry[1].care_plan.status "
              "Bundle.entry[1].resource.status"}},
        Case{std::string(kC) + "/status",
             "null",
             {"FHIR-NULL entry[1].care_plan.status "
              "Bundle.entry[1].resource.status"}},
        Case{std::string(kC) + "/status",
             "\"\"",
             {"FHIR-EMPTY-STRING entry[1].care_plan.status "
              "Bundle.entry[1].resource.status"}},
        Case{std::string(kC) + "/status",
             "[\"active\"]",
             {"FHIR-NOT-SINGLE entry[1].care_plan.status "
              "Bundle.entry[1].resource.status"}},
        Case{std::string(kP) + "/active",
             "\"true\"",
             {"FHIR-NOT-A-BOOLEAN entry[0].citizen.active "
              "Bundle.entry[0].resource.active"}},
        Case{std::string(kC) + "/period",
             "[]",
             {"FHIR-NOT-SINGLE entry[1].care_plan.period "
              "Bundle.entry[1].resource.period"}},
        Case{std::string(kC) + "/period",
             "{}",
             {"FHIR-EMPTY-OBJECT entry[1].care_plan.period "
              "Bundle.entry[1].resource.period"}},
        Case{std::string(kC) + "/period",
             "\"2025\"",
             {"FHIR-NOT-AN-OBJECT entry[1].care_plan.period "
              "Bundle.entry[1].resource.period"}},
        Case{std::string(kC) + "/period/start",
             "20250514",
             {"FHIR-NOT-A-STRING entry[1].care_plan.period.start "
              "Bundle.entry[1].resource.period.start"}},
        Case{std::string(kP) + "/identifier",
             "{\"value\":\"x\"}",
             {"FHIR-NOT-AN-ARRAY entry[0].citizen.identifier "
              "Bundle.entry[0].resource.identifier"}},
        Case{std::string(kP) + "/identifier",
             "[]",
             {"FHIR-EMPTY-ARRAY entry[0].citizen.identifier "
              "Bundle.entry[0].resource.identifier"}},
        Case{std::string(kP) + "/identifier",
             "[null]",
             {"FHIR-NULL entry[0].citizen.identifier "
              "Bundle.entry[0].resource.identifier[0]"}},
        Case{"/entry", "{}", {"FHIR-NOT-AN-ARRAY entry Bundle.entry"}},
        Case{"/entry/1/resource",
             "\"x\"",
             {"FHIR-NOT-AN-OBJECT entry[1].resource "
              "Bundle.entry[1].resource"}},
        Case{"/meta/profile",
             "\"x\"",
             {"FHIR-NOT-AN-ARRAY meta.profile Bundle.meta.profile"}},
        Case{std::string(kE) + "/period/starrt",
             "\"2025\"",
             {"FHIR-UNKNOWN-ELEMENT entry[2].encounter.period.starrt "
              "Bundle.entry[2].resource.period.starrt"}},
        // A key may be anything; it is never shown if it may be data.
        Case{std::string(kE) + "/period/0505149996",
             "\"2025\"",
             {"FHIR-UNKNOWN-ELEMENT entry[2].encounter.period.? "
              "Bundle.entry[2].resource.period.?"}},
        Case{"/extension",
             "[]",
             {"FHIR-UNKNOWN-ELEMENT extension Bundle.extension"}}));

INSTANTIATE_TEST_SUITE_P(
    Profile, ReaderTest,
    ::testing::Values(
        Case{std::string(kP) + "/name",
             "[{\"family\":\"x\"}]",
             {"LTT-CITIZEN-NAME-FORBIDDEN entry[0].citizen.name "
              "Bundle.entry[0].resource.name"}},
        Case{std::string(kP) + "/_birthDate",
             "{}",
             {"LTT-CITIZEN-BIRTHDATE-FORBIDDEN entry[0].citizen.birthDate "
              "Bundle.entry[0].resource.birthDate"}},
        Case{std::string(kP) + "/managingOrganization/display",
             "\"x\"",
             {"LTT-CITIZEN-MANAGINGORGANIZATION-DISPLAY-FORBIDDEN "
              "entry[0].citizen.managing_organization.display "
              "Bundle.entry[0].resource.managingOrganization.display"}},
        Case{std::string(kE) + "/period/end",
             "\"2025\"",
             {"LTT-ENCOUNTER-PERIOD-END-FORBIDDEN "
              "entry[2].encounter.period.end "
              "Bundle.entry[2].resource.period.end"}},
        Case{std::string(kE) + "/type/0/coding/0/version",
             "\"1\"",
             {"LTT-ENCOUNTER-TYPE-CODING-VERSION-FORBIDDEN "
              "entry[2].encounter.type.coding[0].version "
              "Bundle.entry[2].resource.type[0].coding[0].version"}},
        Case{std::string(kC) + "/activity/0/detail/code/text",
             "\"x\"",
             {"LTT-CAREPLAN-ACTIVITY-DETAIL-CODE-TEXT-FORBIDDEN "
              "entry[1].care_plan.activity.detail.code.text "
              "Bundle.entry[1].resource.activity[0].detail.code.text"}},
        Case{std::string(kR) + "/identifier",
             "[{\"value\":\"x\"}]",
             {"LTT-REFERRAL-IDENTIFIER-FORBIDDEN entry[3].referral.identifier "
              "Bundle.entry[3].resource.identifier"}},
        Case{"/entry/0/search",
             "{\"mode\":\"match\"}",
             {"LTT-REPORT-ENTRY-SEARCH-FORBIDDEN entry[0].search "
              "Bundle.entry[0].search"}},
        Case{std::string(kP) + "/identifier/-",
             "{\"value\":\"x\"}",
             {"LTT-CITIZEN-IDENTIFIER-TOO-MANY entry[0].citizen.identifier "
              "Bundle.entry[0].resource.identifier[1]"}},
        Case{std::string(kE) + "/participant/0/type/-",
             "{\"text\":\"x\"}",
             {"LTT-ENCOUNTER-PARTICIPANT-TYPE-TOO-MANY "
              "entry[2].encounter.participant.type "
              "Bundle.entry[2].resource.participant[0].type[1]"}},
        Case{"/entry/2/resource/resourceType",
             "\"Observation\"",
             {"LTT-REPORT-ENTRY-RESOURCE-FOREIGN entry[2].resource "
              "Bundle.entry[2].resource"}},
        Case{"/entry/2/resource/resourceType",
             "\"Kontakt\"",
             {"FHIR-RESOURCE-TYPE entry[2].resource "
              "Bundle.entry[2].resource"}},
        Case{"/entry/2/resource/resourceType",
             "",
             {"FHIR-RESOURCE-TYPE entry[2].resource "
              "Bundle.entry[2].resource"}}));

INSTANTIATE_TEST_SUITE_P(
    Claims, ReaderTest,
    ::testing::Values(
        Case{"/meta/profile", "[]", {}},
        Case{"/meta/profile/0",
             "\"http://fhir.kl.dk/ltt/StructureDefinition/"
             "klgateway-ltt-delivery-report|1.0.1\"",
             {}},
        Case{"/meta/profile/-",
             "\"http://kl.dk/unknown\"",
             {"FHIR-PROFILE-UNKNOWN meta.profile[1] Bundle.meta.profile[1]"}},
        Case{"/meta/profile/-",
             "\"klgateway\"",
             {"FHIR-PROFILE-RELATIVE meta.profile[1] Bundle.meta.profile[1]"}},
        Case{"/meta/profile/-",
             "\"http://example.org/p\"",
             {"FHIR-PROFILE-EXAMPLE meta.profile[1] Bundle.meta.profile[1]"}},
        Case{"/meta/profile/0",
             "\"http://fhir.kl.dk/ltt/StructureDefinition/"
             "klgateway-ltt-incremental-delivery\"",
             {"FHIR-PROFILE-FOREIGN meta.profile[0] Bundle.meta.profile[0]"}},
        Case{std::string(kP) + "/meta/profile/-",
             "\"http://hl7.dk/fhir/core/StructureDefinition/dk-core-patient\"",
             {}},
        Case{std::string(kE) + "/meta/profile/0",
             "\"http://fhir.kl.dk/ltt/StructureDefinition/"
             "klgateway-ltt-citizen\"",
             {"FHIR-PROFILE-FOREIGN entry[2].encounter.meta.profile[0] "
              "Bundle.entry[2].resource.meta.profile[0]"}},
        Case{std::string(kR) + "/meta/profile/-",
             "\"http://fhir.kl.dk/ltt/StructureDefinition/"
             "klgateway-ltt-care-plan\"",
             {"FHIR-PROFILE-BOTH entry[3].referral.meta.profile[1] "
              "Bundle.entry[3].resource.meta.profile[1]"}},
        Case{std::string(kR) + "/meta", "", {}},
        Case{std::string(kC) + "/meta", "", {}}));

TEST(Reader, TellsCarePlanAndReferralApartWithoutAProfile) {
  Json json = FullReport();
  json["entry"][1]["resource"].erase("meta");
  json["entry"][3]["resource"].erase("meta");
  ReadResult read = Read(json.dump());
  EXPECT_TRUE(read.report.entry(1).has_care_plan());
  EXPECT_TRUE(read.report.entry(3).has_referral());
  // By the code's system alone.
  json["entry"][3]["resource"].erase("basedOn");
  read = Read(json.dump());
  EXPECT_TRUE(read.report.entry(3).has_referral());
}

TEST(Reader, KeepsTimesAsTheyWereWritten) {
  for (const char* time :
       {"2025", "2025-05", "2025-05-14", "2025-05-14T11:12:05.250+02:00",
        "2016-12-31T23:59:60Z"}) {
    Json json = FullReport();
    json["entry"][1]["resource"]["period"]["start"] = time;
    EXPECT_EQ(Read(json.dump()).report.entry(1).care_plan().period().start(),
              time);
  }
}

TEST(Reader, LeavesUnknownCodesToTheRules) {
  Json json = FullReport();
  json["entry"][1]["resource"]["status"] = "Active";
  const ReadResult read = Read(json.dump());
  EXPECT_TRUE(read.findings.empty());
  EXPECT_EQ(read.report.entry(1).care_plan().status(), -1);
}

TEST(Reader, FindsDuplicateKeysEverywhere) {
  std::string text = FullReport().dump();
  const auto with = [&](std::string_view what, std::string_view by) {
    std::string edited = text;
    edited.replace(edited.find(what), what.size(), by);
    return Lines(Read(edited).findings);
  };
  EXPECT_EQ(
      with("\"active\":true", "\"active\":true,\"active\":false"),
      std::vector<std::string>{"FHIR-DUPLICATE-ELEMENT entry[0].citizen.active "
                               "Bundle.entry[0].resource.active"});
  EXPECT_EQ(with("\"active\":true",
                 "\"active\":true,\"text\":{\"status\":\"empty\","
                 "\"status\":\"empty\",\"div\":\"<div xmlns=\\\"http://"
                 "www.w3.org/1999/xhtml\\\">x</div>\"}"),
            std::vector<std::string>{
                "FHIR-DUPLICATE-ELEMENT entry[0].citizen.text.status "
                "Bundle.entry[0].resource.text.status"});
}

}  // namespace
}  // namespace trivsel::validator::fhir
