// Parts of the command: telling forms apart, writing JSON, reading times.
#include <gtest/gtest.h>

#include "client-sdk/cli/json_writer.h"
#include "client-sdk/cli/proto_forms.h"
#include "client-sdk/cli/report_form.h"
#include "client-sdk/cli/since.h"

namespace trivsel::cli {
namespace {

ltt::v1::DeliveryReport SmallReport() {
  ltt::v1::DeliveryReport report;
  report.set_id("{123");
  report.set_type(ltt::v1::BUNDLE_TYPE_COLLECTION);
  report.add_entry()->mutable_citizen()->set_id("c");
  return report;
}

TEST(DetectFormTest, KnowsWhatWePrint) {
  for (const ReportForm form :
       {ReportForm::kProtoJson, ReportForm::kText, ReportForm::kBinary}) {
    std::string bytes;
    ASSERT_TRUE(PrintProto(form, SmallReport(), &bytes).ok());
    EXPECT_EQ(DetectForm(bytes), form) << FormName(form);
    ltt::v1::DeliveryReport back;
    ASSERT_TRUE(ParseProto(form, bytes, &back).ok());
    EXPECT_EQ(back.SerializeAsString(), SmallReport().SerializeAsString());
  }
}

TEST(DetectFormTest, ABinaryReportMayLookLikeText) {
  ltt::v1::DeliveryReport report = SmallReport();
  report.set_id(std::string(0x7b, 'x'));  // its length reads '{'
  EXPECT_EQ(DetectForm(report.SerializeAsString()), ReportForm::kBinary);
}

TEST(DetectFormTest, InDoubtItIsFhirJson) {
  const std::string forms[] = {
      "",
      "{}",
      "[[[[",
      "{\"resourceType\":\"Bundle\"",
      "\xef\xbb\xbf {\"resourceType\":\"Bundle\"}",
      "{\"id\":\"x\",\"type\":\"collection\"}",
      "<Bundle xmlns=\"http://hl7.org/fhir\"/>",
      "hello world",
      "type",
      std::string("\xff\xfe{\0}\0", 6),
      std::string("{\"id\":\"\x01\"}"),
      "{\"resourceType\":\"Bundle\",\"citizen\":{}}",
  };
  for (const std::string& bytes : forms) {
    EXPECT_EQ(DetectForm(bytes), ReportForm::kFhirJson) << bytes;
  }
}

TEST(DetectFormTest, TextMayBeginWithComments) {
  EXPECT_EQ(DetectForm("# a report\nid: \"x\"\n"), ReportForm::kText);
  EXPECT_EQ(DetectForm("# only a comment"), ReportForm::kFhirJson);
}

TEST(ParseProtoTest, AnErrorSaysWhereAndNotWhat) {
  ltt::v1::DeliveryReport report;
  const absl::Status status = ParseProto(
      ReportForm::kText, "id: \"x\"\nunknown_0505149996: 1\n", &report);
  EXPECT_EQ(status.message(), ", linje/line 2");
  EXPECT_FALSE(ParseProto(ReportForm::kBinary, "\x0a\xff", &report).ok());
  EXPECT_FALSE(
      ParseProto(ReportForm::kProtoJson, "{\"nosuch\":1}", &report).ok());
}

TEST(JsonWriterTest, EscapesAndMendsUtf8) {
  JsonWriter json;
  json.BeginObject().Key("a").String("\"\\\n\x01ø\xff");
  json.Key("b").BeginArray().Number(-1).Bool(true).EndArray().EndObject();
  EXPECT_EQ(json.text(),
            "{\"a\":\"\\\"\\\\\\n\\u0001ø\xef\xbf\xbd\",\"b\":[-1,true]}");
  EXPECT_EQ(ValidUtf8("\xc0\xaf\xed\xa0\x80"),
            "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(ValidUtf8("æ€𝄞"), "æ€𝄞");
}

TEST(SinceTest, TimesDatesAndSpans) {
  const absl::Time now = absl::FromUnixSeconds(1'000'000);
  const absl::TimeZone utc = absl::UTCTimeZone();
  EXPECT_EQ(ParseSince("36h", now, utc), now - absl::Hours(36));
  EXPECT_EQ(ParseSince("1970-01-02", now, utc), absl::FromUnixSeconds(86400));
  EXPECT_EQ(ParseSince("1970-01-01T01:00:10+01:00", now, utc),
            absl::FromUnixSeconds(10));
  EXPECT_EQ(ParseSince("yesterday", now, utc), std::nullopt);
  EXPECT_EQ(ParseSince("-5m", now, utc), std::nullopt);
}

}  // namespace
}  // namespace trivsel::cli
