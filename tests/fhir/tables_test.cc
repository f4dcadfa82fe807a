// The tables behind the reader.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/fhir/fhir_fixture.h"
#include "validator/fhir/fhir_codes.h"
#include "validator/fhir/fhir_writer.h"
#include "validator/fhir/name_table.h"
#include "validator/fhir/r4_primitives.h"
#include "validator/fhir/r4_types.h"

namespace trivsel::validator::fhir {
namespace {

TEST(FhirCodes, AreUniqueAndSpeakBothLanguages) {
  std::set<std::string_view> codes;
  for (const FaultText& text : AllFaults()) {
    EXPECT_TRUE(codes.insert(text.code).second) << text.code;
    EXPECT_FALSE(text.danish.empty());
    EXPECT_FALSE(text.english.empty());
    EXPECT_EQ(text.danish.back(), '.');
    EXPECT_EQ(text.english.back(), '.');
  }
}

TEST(NameTable, FindsEveryNameAndNoOther) {
  std::vector<std::pair<std::string, int>> names;
  for (int i = 0; i < 300; ++i) {
    names.emplace_back(
        std::string(static_cast<size_t>(i % 40), 'a') + std::to_string(i), i);
  }
  NameTable table;
  ASSERT_TRUE(table.Build(names).ok());
  for (const auto& [name, number] : names) {
    EXPECT_EQ(table.Find(name), number);
    // The parser's buffer has more behind the name.
    const std::string buffer = name + "\"xxxxxxxxxxxxxxxxxxxx";
    EXPECT_EQ(table.FindPadded({buffer.data(), name.size()}), number);
    EXPECT_EQ(table.Find(name + "b"), -1);
  }
  EXPECT_EQ(table.Find(""), -1);
  EXPECT_EQ(table.Find(std::string(255, '\0')), -1);
  // Same first and last eight bytes, same length.
  NameTable longer;
  ASSERT_TRUE(longer.Build({{"aaaaaaaaXbbbbbbbb", 1}}).ok());
  EXPECT_EQ(longer.Find("aaaaaaaaXbbbbbbbb"), 1);
  EXPECT_EQ(longer.Find("aaaaaaaaYbbbbbbbb"), -1);
  EXPECT_FALSE(longer.Build({{"a", 1}, {"a", 2}}).ok());
}

TEST(R4Primitives, Forms) {
  struct Case {
    Primitive primitive;
    const char* good;
    const char* bad;
  };
  for (const Case& c : {
           Case{Primitive::kDate, "2025-05-14", "2025-05-14T10:00:00Z"},
           Case{Primitive::kDate, "2025", "2025-13"},
           Case{Primitive::kTime, "23:59:59.5", "24:00:00"},
           Case{Primitive::kTime, "10:00:00", "10:00"},
           Case{Primitive::kInstant, "2025-05-14T10:00:00Z", "2025-05-14"},
           Case{Primitive::kBase64, "YWJj", "YWJ"},
           Case{Primitive::kBase64, "YQ==", "Y=Q="},
           Case{Primitive::kOid, "urn:oid:1.2.208.176", "1.2.208.176"},
           Case{Primitive::kUuid,
                "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
                "c757873d-ec9a-4326-a141-556f43239520"},
           Case{Primitive::kCanonical, "http://kl.dk/p|1", "p"},
           Case{Primitive::kCode, "a b", "a  b"},
           Case{Primitive::kId, "a.b-C", "a_b"},
           Case{Primitive::kString, " a ", "\v"},
           Case{Primitive::kUri, "relative/x", "a b"},
       }) {
    EXPECT_TRUE(HasForm(c.primitive, c.good)) << c.good;
    EXPECT_FALSE(HasForm(c.primitive, c.bad)) << c.bad;
  }
  EXPECT_EQ(PrimitiveByName("xhtml"), Primitive::kXhtml);
  EXPECT_EQ(PrimitiveByName("boolean"), Primitive::kBoolean);
  EXPECT_EQ(PrimitiveByName("Coding"), Primitive::kNone);
}

TEST(R4Types, KnowExtensionsAndResources) {
  const auto types = R4Types::Create();
  ASSERT_TRUE(types.ok()) << types.status();
  const R4Type* extension = (*types)->Find("Extension");
  ASSERT_NE(extension, nullptr);
  // url, id, extension and 50 types of value.
  EXPECT_EQ(extension->elements.size(), 53u);
  EXPECT_LE(extension->elements.size(), 64u);
  EXPECT_GE(extension->names.Find("valueDateTime"), 0);
  EXPECT_TRUE((*types)->IsResource("Observation"));
  EXPECT_FALSE((*types)->IsResource("Kontakt"));
  EXPECT_FALSE((*types)->IsResource(""));
}

// What FHIR has no way to say is left out: no empty objects, no codes that do
// not exist.
TEST(FhirWriter, WritesOnlyFhir) {
  ltt::v1::DeliveryReport report;
  report.set_type(static_cast<ltt::v1::BundleType>(-1));
  auto* encounter = report.add_entry()->mutable_encounter();
  encounter->mutable_delivery_type();
  encounter->mutable_period();
  encounter->mutable_subject()->set_reference("\"\\\n\x01 æ");
  std::string out = "before";
  AppendFhirJson(Mapping(), report, &out);
  ASSERT_EQ(out.substr(0, 6), "before");
  const Json json = Json::parse(out.substr(6));
  EXPECT_FALSE(json.contains("type"));
  const Json& resource = json["entry"][0]["resource"];
  EXPECT_FALSE(resource.contains("extension"));
  EXPECT_FALSE(resource.contains("period"));
  EXPECT_EQ(resource["subject"]["reference"], "\"\\\n\x01 æ");
  EXPECT_EQ(
      resource["meta"]["profile"][0],
      "http://fhir.kl.dk/ltt/StructureDefinition/klgateway-ltt-encounter");
  std::string again = "before";
  AppendFhirJson(Mapping(), report, &again);
  EXPECT_EQ(again, out);
}

}  // namespace
}  // namespace trivsel::validator::fhir
