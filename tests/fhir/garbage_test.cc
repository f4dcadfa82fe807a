// Hostile and broken input: a clean finding, never a crash, never a value.
#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/fhir_fixture.h"

namespace trivsel::validator::fhir {
namespace {

// The one finding's code and, when the sentence names one, its byte offset.
std::string Unreadable(std::string_view json) {
  const ReadResult read = Read(json);
  if (read.readability != Readability::kUnreadable ||
      read.findings.list().size() != 1) {
    return "readable";
  }
  const Finding& finding = read.findings.list()[0];
  EXPECT_TRUE(finding.path.empty());
  EXPECT_EQ(read.report.ByteSizeLong(), 0u);
  const size_t at = finding.english.find("(Byte ");
  return finding.code + " " +
         finding.english.substr(at + 6, finding.english.size() - at - 8);
}

TEST(Garbage, IsSaidToBeWhatItIs) {
  EXPECT_EQ(Unreadable(""), "FHIR-JSON-EMPTY 0");
  EXPECT_EQ(Unreadable(" \n"), "FHIR-JSON-EMPTY 0");
  EXPECT_EQ(Unreadable("hello"), "FHIR-JSON-SYNTAX 0");
  EXPECT_EQ(Unreadable("{\"a\":1,}"), "FHIR-JSON-SYNTAX 7");
  EXPECT_EQ(Unreadable("{\"a\":tru}"), "FHIR-JSON-SYNTAX 5");
  EXPECT_EQ(Unreadable("{\"a\":1} x"), "FHIR-JSON-SYNTAX 8");
  EXPECT_EQ(Unreadable("{\"a\":01}"), "FHIR-JSON-NUMBER 6");
  EXPECT_EQ(Unreadable("{\"a\":[1,2}"), "FHIR-JSON-SYNTAX 9");
  EXPECT_EQ(Unreadable("{\"a\":\"\x01\"}"), "FHIR-JSON-STRING 6");
  EXPECT_EQ(Unreadable("{\"a\":\"\\x\"}"), "FHIR-JSON-STRING 6");
  EXPECT_EQ(Unreadable("{\"a\":\"\\ud800\"}"), "FHIR-JSON-STRING 6");
  EXPECT_EQ(Unreadable("{\"a\":\"\\udc00\\ud800\"}"), "FHIR-JSON-STRING 6");
  EXPECT_EQ(Unreadable("{\"a\":\"\xff\"}"), "FHIR-JSON-UTF8 6");
  EXPECT_EQ(Unreadable("{\"a\":\"\xed\xa0\x80\"}"), "FHIR-JSON-UTF8 6");
  EXPECT_EQ(Unreadable(std::string_view("{\0}", 3)), "FHIR-JSON-SYNTAX 1");
  EXPECT_EQ(Unreadable("{\"a\":" + std::string(400, '9') + "}"),
            "FHIR-JSON-NUMBER 5");
  EXPECT_EQ(Unreadable("{\"a\":1e999}"), "FHIR-JSON-NUMBER 5");
  EXPECT_EQ(Unreadable("{\"a\":[-9223372036854775809]}"), "FHIR-JSON-NUMBER 6");
  EXPECT_EQ(Unreadable("{\"a\":18446744073709551615}"), "FHIR-NOT-A-BUNDLE 0");
  EXPECT_EQ(Unreadable("[]"), "FHIR-NOT-A-BUNDLE 0");
  EXPECT_EQ(Unreadable("1"), "FHIR-NOT-A-BUNDLE 0");
  EXPECT_EQ(Unreadable("{}"), "FHIR-NOT-A-BUNDLE 0");
  EXPECT_EQ(Unreadable(R"({"resourceType":"Patient"})"), "FHIR-NOT-A-BUNDLE 0");
  EXPECT_EQ(Unreadable(R"({"resourceType":1})"), "FHIR-NOT-A-BUNDLE 0");
}

TEST(Garbage, TooMuch) {
  EXPECT_EQ(Unreadable(std::string(10'000'000, '[')),
            "FHIR-JSON-TOO-LARGE 4194304");
  EXPECT_EQ(Unreadable(std::string(4'000'000, '[')), "FHIR-JSON-TOO-DEEP 64");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  EXPECT_EQ(Unreadable(deep), "FHIR-JSON-TOO-DEEP 320");
}

TEST(Garbage, DepthLimitIsExact) {
  const auto nested = [](size_t levels) {
    return R"({"resourceType":"Bundle","x":)" + std::string(levels - 1, '[') +
           std::string(levels - 1, ']') + "}";
  };
  EXPECT_EQ(Read(nested(FhirReader::kMaxDepth - 1)).readability,
            Readability::kReadable);
  EXPECT_EQ(Unreadable(nested(FhirReader::kMaxDepth + 1)).substr(0, 18),
            "FHIR-JSON-TOO-DEEP");
}

// Every prefix of a report is broken off JSON, and said to be so.
TEST(Garbage, EveryTruncation) {
  const std::string whole = FullReport().dump();
  FhirReader reader(Mapping());
  ltt::v1::DeliveryReport report;
  for (size_t size = 1; size < whole.size(); ++size) {
    Findings findings;
    ASSERT_EQ(reader.Read(whole.substr(0, size), &report, &findings),
              Readability::kUnreadable)
        << size;
    const std::string& code = findings.list()[0].code;
    EXPECT_TRUE(code == "FHIR-JSON-TRUNCATED" || code == "FHIR-JSON-UTF8" ||
                code == "FHIR-JSON-SYNTAX")
        << code;
    EXPECT_TRUE(findings.list()[0].path.empty());
  }
}

// Bytes changed at random places: read or refused, never worse.
TEST(Garbage, RandomBytes) {
  const std::string whole = FullReport().dump();
  FhirReader reader(Mapping());
  ltt::v1::DeliveryReport report;
  uint32_t random = 12345;
  int readable = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = whole;
    for (int change = 0; change < 3; ++change) {
      random = random * 1664525 + 1013904223;
      const char* const bytes = "{}[]\",:\\0aZ \xff\x01";
      text[(random >> 8) % text.size()] = bytes[(random >> 3) % 14];
    }
    Findings findings;
    if (reader.Read(text, &report, &findings) == Readability::kReadable) {
      ++readable;
    } else {
      EXPECT_TRUE(findings.has_error());
    }
    for (const Finding& finding : findings.list()) {
      EXPECT_EQ(finding.danish.find("0505149996"), std::string::npos);
      EXPECT_EQ(finding.path.find("0505149996"), std::string::npos);
    }
  }
  EXPECT_GT(readable, 100);
}

TEST(Garbage, ByteOrderMarkIsAWarning) {
  const ReadResult read = Read("\xEF\xBB\xBF" + FullReport().dump());
  EXPECT_EQ(read.readability, Readability::kReadable);
  EXPECT_EQ(Lines(read.findings),
            std::vector<std::string>{"FHIR-JSON-BYTE-ORDER-MARK  "});
  EXPECT_EQ(read.report.entry_size(), 4);
}

}  // namespace
}  // namespace trivsel::validator::fhir
