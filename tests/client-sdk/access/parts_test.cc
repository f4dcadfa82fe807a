// Small parts of trivsel token and doctor.
#include <gtest/gtest.h>

#include "client-sdk/cli/danish_time.h"
#include "client-sdk/cli/doctor/checkup.h"
#include "client-sdk/cli/refusal_view.h"
#include "client-sdk/sts/form_post.h"

namespace trivsel::cli {
namespace {

absl::Time Utc(int year, int month, int day, int hour, int minute) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, 0),
                         absl::UTCTimeZone());
}

TEST(DanishTimeTest, IsThatOfDenmarkSummerAndWinter) {
  EXPECT_EQ(DanishTime(Utc(2026, 7, 10, 12, 30)), "2026-07-10 14:30:00 +0200");
  EXPECT_EQ(DanishTime(Utc(2026, 1, 10, 12, 30)), "2026-01-10 13:30:00 +0100");
  EXPECT_EQ(DanishTime(absl::InfiniteFuture()), "-");
  EXPECT_EQ(DanishTime(absl::Time()), "-");
}

TEST(DanishTimeTest, IsReadAsPeopleWriteIt) {
  for (const char* text :
       {"2026-07-10 14:30", "2026-07-10T14:30:00", "2026-07-10T12:30:00Z",
        "2026-07-10T14:30:00+02:00"}) {
    EXPECT_EQ(ParseDanishTime(text), Utc(2026, 7, 10, 12, 30)) << text;
  }
  EXPECT_EQ(ParseDanishTime("2026-07-10"), Utc(2026, 7, 9, 22, 0));
  for (const char* text :
       {"", "now", "10/7", "infinite-future", "2026-13-01"}) {
    EXPECT_FALSE(ParseDanishTime(text).has_value()) << text;
  }
}

TEST(DanishTimeTest, SpansHaveTwoUnitsAtMost) {
  const auto danish = [](absl::Duration d) { return WordsOf(d).danish; };
  EXPECT_EQ(danish(absl::Seconds(59)), "59 s");
  EXPECT_EQ(danish(absl::Seconds(119)), "1 min");
  EXPECT_EQ(danish(absl::Minutes(192)), "3 t 12 min");
  EXPECT_EQ(danish(-absl::Minutes(192)), "3 t 12 min");
  EXPECT_EQ(danish(absl::Hours(47)), "47 t 0 min");
  EXPECT_EQ(danish(absl::Hours(49)), "2 dage");
  EXPECT_EQ(WordsOf(absl::Hours(49)).english, "2 days");
}

TEST(MaskedTest, HidesWhatMayBeACprNumber) {
  EXPECT_EQ(Masked("cpr 0505149996."), "cpr ******-****.");
  EXPECT_EQ(Masked("050514-9996"), "******-****");
  EXPECT_EQ(Masked("SOR 451000016003, CVR 11111111"),
            "SOR 451000016003, CVR 11111111");
  EXPECT_EQ(Masked("a0505149996"), "a0505149996");
  EXPECT_EQ(Masked("one\x1b[31m\nline"), "one?[31m?line");
}

TEST(SplitEndpointTest, TakesAddressesApart) {
  const auto split = [](const std::string& endpoint) {
    std::string host, port;
    doctor::SplitEndpoint(endpoint, &host, &port);
    return host + "|" + port;
  };
  EXPECT_EQ(split("gw.example.dk:7443"), "gw.example.dk|7443");
  EXPECT_EQ(split("[::1]:7443"), "::1|7443");
  EXPECT_EQ(split("dns:///gw.example.dk:7443"), "gw.example.dk|7443");
  EXPECT_EQ(split("gw.example.dk"), "gw.example.dk|443");
  EXPECT_EQ(split("unix:/run/trivsel"), "|");
}

TEST(EncodeFormTest, EscapesWhatMeansSomething) {
  EXPECT_EQ(
      client::sts::EncodeForm(
          {{"scope", "entityid:http://x/1,a:1"}, {"å b", "+&=~"}}),
      "scope=entityid%3Ahttp%3A%2F%2Fx%2F1%2Ca%3A1&%C3%A5%20b=%2B%26%3D~");
}

}  // namespace
}  // namespace trivsel::cli
