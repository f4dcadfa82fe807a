#include "validator/formats.h"

#include <gtest/gtest.h>

#include <string>

#include "validator/date_time.h"
#include "validator/identifiers.h"
#include "validator/rest_url.h"

namespace trivsel::validator {
namespace {

struct Row {
  const char* text;
  bool good;
};

template <size_t N>
void Expect(bool (*matcher)(std::string_view), const Row (&rows)[N]) {
  for (const Row& row : rows)
    EXPECT_EQ(matcher(row.text), row.good) << "'" << row.text << "'";
}

TEST(FormatsTest, DateTime) {
  Expect(IsDateTime, {{"2025", true},
                      {"0000", false},
                      {"2025-05", true},
                      {"2025-13", false},
                      {"2025-5", false},
                      {"2025-05-14", true},
                      {"2025-05-00", false},
                      {"2025-02-29", false},
                      {"2024-02-29", true},
                      {"2025-04-31", false},
                      {"2025-05-14T09:12:05Z", true},
                      {"2025-05-14T09:12:60Z", true},
                      {"2025-05-14T09:12:61Z", false},
                      {"2025-05-14T23:59:59Z", true},
                      {"2025-05-14T24:00:00Z", false},
                      {"2025-05-14T09:60:00Z", false},
                      {"2025-05-14T09:12Z", false},
                      {"2025-05-14T09:12:05", false},
                      {"2025-05-14t09:12:05Z", false},
                      {"2025-05-14T09:12:05z", false},
                      {"2025-05-14 09:12:05Z", false},
                      {"2025-05-14T09:12:05.1Z", true},
                      {"2025-05-14T09:12:05.123456789012Z", true},
                      {"2025-05-14T09:12:05.Z", false},
                      {"2025-05-14T09:12:05+02:00", true},
                      {"2025-05-14T09:12:05+14:00", true},
                      {"2025-05-14T09:12:05-14:00", true},
                      {"2025-05-14T09:12:05+14:30", false},
                      {"2025-05-14T09:12:05-00:00", true},
                      {"2025-05-14T09:12:05+0200", false},
                      {"2025-05-14T09:12:05Z ", false},
                      {"-2025", false},
                      {"2025-05-14T", false}});
}

TEST(FormatsTest, InstantIsWhole) {
  Expect(IsInstant, {{"2025-05-14T09:12:05Z", true},
                     {"2025-05-14T09:12:05.5+02:00", true},
                     {"2025-05-14", false},
                     {"2025", false}});
}

TEST(FormatsTest, Uri) {
  Expect(IsUri, {{"https://test.fhir.dk/Patient/1", true},
                 {"https://test.fhir.dk/Patient 1", false},
                 {" https://test.fhir.dk", false},
                 {"https://test.fhir.dk\n", false},
                 {"urn:uuid:407ceb16-acb4-43ea-a4f5-d415c17faded", true},
                 {"urn:uuid:407CEB16-ACB4-43EA-A4F5-D415C17FADED", true},
                 {"urn:uuid:407ceb16-acb4-43ea-a4f5", false},
                 {"urn:oid:1.2.208.176.1.2", true},
                 {"urn:oid:3.2.208", false},
                 {"urn:oid:1.02.208", false},
                 {"urn:oid:1.2..3", false},
                 {"uuid:407ceb16-acb4-43ea-a4f5-d415c17faded", false},
                 {"oid:1.2.208", false},
                 {"", false}});
  Expect(IsAbsoluteUri, {{"https://x", true},
                         {"urn:x", true},
                         {"foo:bar", true},
                         {"Patient/1", false},
                         {"HTTP://x", false},
                         {"https:", false},
                         {":x", false}});
}

TEST(FormatsTest, IdCodeString) {
  Expect(IsId, {{"a-B.9", true}, {"a_b", false}, {"", false}, {"æ", false}});
  EXPECT_TRUE(IsId(std::string(64, 'a')));
  EXPECT_FALSE(IsId(std::string(65, 'a')));
  Expect(IsCode, {{"AMB", true},
                  {"two words", true},
                  {" AMB", false},
                  {"AMB ", false},
                  {"two  blanks", false},
                  {"tab\there", false},
                  {"", false}});
  Expect(IsString, {{"Krop og mad", true},
                    {"linje\nskift", true},
                    {"form\ffeed", false},
                    {"vertical\vtab", false},
                    {"", false}});
  EXPECT_TRUE(IsString(std::string(1 << 20, 'x')));
  EXPECT_FALSE(IsString(std::string((1 << 20) + 1, 'x')));
}

TEST(IdentifiersTest, Cpr) {
  Expect(IsCpr, {{"0505149996", true},
                 {"050514-9996", false},
                 {"050514999", false},
                 {"05051499960", false},
                 {"0005149996", false},
                 {"3105149996", true},
                 {"3104149996", false},
                 {"2902159995", true},  // any year: the invariant knows none
                 {"3002149996", false},
                 {"0513149996", false},
                 {"6505149996", false},  // a replacement number
                 {"050514999A", false}});
}

TEST(IdentifiersTest, BirthDateTakesTheCenturyFromTheSeventhDigit) {
  struct Born {
    const char* cpr;
    int year;  // 0: not of the calendar
  };
  const Born rows[] = {
      {"0101990000", 1999}, {"0101003000", 1900}, {"0101364000", 2036},
      {"0101374000", 1937}, {"0101575000", 2057}, {"0101585000", 1858},
      {"0101578000", 2057}, {"0101588000", 1858}, {"0101369000", 2036},
      {"0101379000", 1937}, {"2902159995", 0},    {"2902169995", 2016},
  };
  for (const Born& row : rows) {
    const auto date = BirthDate(row.cpr);
    EXPECT_EQ(date.has_value() ? date->year : 0, row.year) << row.cpr;
  }
  const Date birth = *BirthDate("0505149996");
  EXPECT_EQ(AgeOn(birth, {2019, 5, 4}), 4);
  EXPECT_EQ(AgeOn(birth, {2019, 5, 5}), 5);
}

TEST(IdentifiersTest, Sor) {
  Expect(IsSor, {{"451000016003", true},
                 {"12345678901", true},
                 {"1234567890", false},
                 {"45100001600A", false}});
  Expect(HasSorCheckDigit, {{"451000016003", true},
                            {"61741000016007", true},
                            {"265161000016000", true},
                            {"1133201000016001", true},
                            {"451000016004", false},
                            {"12345678901", false},
                            {"123456789012345", false},
                            {"543210987654321", false}});
  Expect(IsReplacementNumberSystem, {{"urn:oid:1.2.208.176.1.6.1.1", true},
                                     {"urn:oid:1.2.208.176.1.6.1.3", true},
                                     {"urn:oid:1.2.208.176.1.6.1.3.177", true},
                                     {"urn:oid:1.2.208.176.1.6.1.31", false},
                                     {"urn:oid:1.2.208.176.1.2", false}});
}

TEST(DateTimeTest, ComparesAsFhirPathDoes) {
  struct Pair {
    const char* a;
    const char* b;
    Order order;
  };
  const Pair rows[] = {
      {"2025-05-14", "2025-05-14", Order::kEqual},
      {"2025-05", "2025-06-01", Order::kBefore},
      {"2025-05", "2025-05-01", Order::kUndecided},
      {"2025", "2025-01-01", Order::kUndecided},
      {"2026", "2025-01-01", Order::kAfter},
      {"2025-05-14T23:30:00+02:00", "2025-05-14", Order::kUndecided},
      {"2025-05-14T23:30:00-02:00", "2025-05-14", Order::kAfter},
      {"2025-05-14T10:00:00+02:00", "2025-05-14T08:00:00Z", Order::kEqual},
      {"2025-05-14T10:00:00Z", "2025-05-14T10:00:00.000Z", Order::kEqual},
      {"2025-05-14T10:00:00.5Z", "2025-05-14T10:00:00.45Z", Order::kAfter},
      {"2024-12-31T23:30:00-01:00", "2025-01-01T00:30:00Z", Order::kEqual},
  };
  for (const Pair& row : rows) {
    EXPECT_EQ(Compare(*ParseDateTime(row.a), *ParseDateTime(row.b)), row.order)
        << row.a << " " << row.b;
  }
}

TEST(DateTimeTest, SpansWhatWasLeftOpen) {
  EXPECT_EQ(Earliest(*ParseDateTime("1970-01-01T00:00:01Z")), 1);
  EXPECT_EQ(Latest(*ParseDateTime("1970-01-01T02:00:01+02:00")), 1);
  EXPECT_EQ(Earliest(*ParseDateTime("1970-01-02")), 86400 - 7200);
  EXPECT_EQ(Latest(*ParseDateTime("1970-01")), 31 * 86400 - 1);
  EXPECT_EQ(Latest(*ParseDateTime("1970")), 365 * 86400 - 1);
  for (int64_t day : {-719468L, -1L, 0L, 59L, 60L, 11016L, 20000L, 60000L})
    EXPECT_EQ(DaysFromCivil(CivilFromDays(day)), day);
}

TEST(RestUrlTest, KnowsTheFormOfAServer) {
  Expect(IsRestUrl, {{"https://test.fhir.dk/Patient/1", true},
                     {"http://a:8080/x/CarePlan/1", true},
                     {"Patient/1", true},
                     {"https://x/Patient/1/_history/2", true},
                     {"https://x/Borger/1", false},
                     {"https://x/a_b/Patient/1", false},
                     {"https://x/Patient/a_b", false},
                     {"ftp://x/Patient/1", false},
                     {"/Patient/1", false},
                     {"urn:uuid:407ceb16-acb4-43ea-a4f5-d415c17faded", false},
                     {"", false}});
  EXPECT_TRUE(EndsInTypeAndId("https://x/Patient/1", "Patient", "1"));
  EXPECT_FALSE(EndsInTypeAndId("https://x/Patient/11", "Patient", "1"));
  EXPECT_FALSE(EndsInTypeAndId("https://x/NotPatient/1", "Patient", "1"));
}

}  // namespace
}  // namespace trivsel::validator
