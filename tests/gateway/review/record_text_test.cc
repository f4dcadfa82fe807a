// A record as text: its form, what is hidden, and where findings stand.
#include "gateway/review/record_text.h"

#include <gmock/gmock.h>

#include <vector>

#include "absl/strings/str_split.h"
#include "tests/support/report_factory.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::gateway::review {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RecordText, IsIndentedInItsOrder) {
  const RecordText record(
      R"({"b":1,"a":[true,null,{"x":"æ\"\u00e5"}],"e":{},"f":[],"b":2.5})");
  EXPECT_EQ(record.text(), R"({
  "b": 1,
  "a": [
    true,
    null,
    {
      "x": "æ\"å"
    }
  ],
  "e": {},
  "f": [],
  "b": 2.5
})");
}

TEST(RecordText, WhatIsNoJsonOrTooDeepIsNoText) {
  for (const std::string& bad :
       {std::string(), std::string("{"), std::string("\xff"),
        std::string("{\"a\":\"\xc3\"}"), std::string(100000, '['),
        std::string(70, '[') + "1" + std::string(70, ']')}) {
    const RecordText record(bad);
    EXPECT_EQ(record.text(), "");
    EXPECT_EQ(record.LineOf("Bundle.id"), 0);
  }
}

TEST(RecordText, HidesTheNumberWhereverItStands) {
  const RecordText record(R"({
    "2512489996": "251248-9996 er 2512489996",
    "n": 2512489996,
    "odd": {"system": "urn:oid:1.2.208.176.1.2", "value": "25124899"},
    "again": "id-25124899-x",
    "entry": [{"resource": {"resourceType": "Patient",
       "identifier": [{"system": "typo", "value": "0x0y0z"}]}}],
    "sor": {"system": "urn:oid:1.2.208.176.1.1", "value": "451000016003"},
    "escaped": "\u0032512489996"})");
  EXPECT_THAT(record.text(), Not(HasSubstr("2512489996")));
  EXPECT_THAT(record.text(), Not(HasSubstr("251248")));
  EXPECT_THAT(record.text(), Not(HasSubstr("0x0y0z")));
  EXPECT_THAT(record.text(), HasSubstr("\"n\": \"******-****\""));
  EXPECT_THAT(record.text(), HasSubstr("\"again\": \"id-******-****-x\""));
  EXPECT_THAT(record.text(), HasSubstr("\"value\": \"451000016003\""));
}

class PlacesTest : public ::testing::Test {
 protected:
  // The line that a path leads to, without what is around it.
  std::string LineAt(const std::string& path) {
    const int line = record_.LineOf(path);
    const std::vector<std::string> lines = absl::StrSplit(record_.text(), '\n');
    if (line < 1 || line > static_cast<int>(lines.size())) return "";
    const std::string& text = lines[static_cast<size_t>(line - 1)];
    return text.substr(text.find_first_not_of(' '));
  }

  const RecordText record_{R"({"resourceType":"Bundle","entry":[
    {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient",
      "deceasedBoolean":false,"_birthDate":{"id":"x"},
      "name":[{"family":"Hansen"},{"family":"Jensen"}]}},
    {"resource":{"resourceType":"CarePlan","period":{"start":"2025"},
      "status":"active","status":"draft","category":[]}}]})"};
};

TEST_F(PlacesTest, AnElementIsOnItsLine) {
  EXPECT_EQ(LineAt("Bundle"), "{");
  EXPECT_EQ(LineAt("Bundle.resourceType"), "\"resourceType\": \"Bundle\",");
  EXPECT_EQ(LineAt("Bundle.entry"), "\"entry\": [");
  EXPECT_EQ(LineAt("Bundle.entry[1].resource.period.start"),
            "\"start\": \"2025\"");
  EXPECT_EQ(LineAt("Bundle.entry[0].resource.name[1].family"),
            "\"family\": \"Jensen\"");
  // The place in an array may be left out, and be there where none is.
  EXPECT_EQ(LineAt("Bundle.entry[0].resource.name.family"),
            "\"family\": \"Hansen\"");
  EXPECT_EQ(LineAt("Bundle.entry[1].resource.period[0].start"),
            "\"start\": \"2025\"");
  // What stands twice is wrong where it stands again.
  EXPECT_EQ(LineAt("Bundle.entry[1].resource.status"),
            "\"status\": \"draft\",");
  EXPECT_EQ(LineAt("Bundle.entry[1].resource.category"), "\"category\": []");
}

TEST_F(PlacesTest, AChoiceAndACompanionAreFound) {
  EXPECT_EQ(LineAt("Bundle.entry[0].resource.deceased"),
            "\"deceasedBoolean\": false,");
  EXPECT_EQ(LineAt("Bundle.entry[0].resource.birthDate"), "\"_birthDate\": {");
}

TEST_F(PlacesTest, WhatIsMissingIsOnTheLineOfWhatItIsMissingFrom) {
  EXPECT_EQ(LineAt("Bundle.entry[1].resource.period.end"), "\"period\": {");
  EXPECT_EQ(LineAt("Bundle.entry[1].resource.subject.reference"),
            "\"resource\": {");
  EXPECT_EQ(LineAt("Bundle.entry[7].resource"), "\"entry\": [");
  EXPECT_EQ(LineAt("Bundle.entry[0].resource.?"), "\"resource\": {");
  EXPECT_EQ(LineAt("Bundle.id"), "{");
  EXPECT_EQ(record_.LineOf(""), 0);
  // Nonsense is no fault.
  EXPECT_EQ(LineAt("Bundle.entry[99999999999999999999]"), "\"entry\": [");
  EXPECT_EQ(LineAt("Bundle..[]."), "{");
}

TEST(RecordText, HoldsAWholeReport) {
  const auto mapping = *validator::fhir::FhirMapping::Create();
  testing::ReportFactory factory(5);
  const ltt::v1::DeliveryReport report = factory.Next();
  std::string json;
  validator::fhir::AppendFhirJson(*mapping, report, &json);
  const std::string& cpr = report.entry(0).citizen().identifier().value();
  ASSERT_EQ(cpr.size(), 10u);
  ASSERT_THAT(json, HasSubstr(cpr));
  const RecordText record(json);
  EXPECT_THAT(record.text(), Not(HasSubstr(cpr)));
  EXPECT_THAT(record.text(), HasSubstr("******-****"));
  EXPECT_THAT(record.text(), HasSubstr(testing::kFactorySor));
}

}  // namespace
}  // namespace trivsel::gateway::review
