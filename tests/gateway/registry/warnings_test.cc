// What is said of what ends; no database.
#include "gateway/registry/warnings.h"

#include <gtest/gtest.h>

#include "gateway/registry/danish_day.h"

namespace trivsel::gateway::registry {
namespace {

namespace v1 = trivsel::gateway::v1;
using store::Ending;
using store::EndingKind;

class WarningsTest : public ::testing::Test {
 protected:
  v1::Warning Of(EndingKind kind, absl::CivilDay ends) {
    Ending ending;
    ending.kind = kind;
    ending.cvr = "11111111";
    ending.municipality = "Korsbæk Kommune";
    ending.owner = "Fagsystem A";
    ending.subject = "2026-117";
    ending.ends_at = DayBegins(ends);
    return ToWarning(ending, DayBegins(absl::CivilDay(2026, 11, 23)));
  }
};

TEST_F(WarningsTest, SaysTheLastDayAndHowManyAreLeft) {
  const v1::Warning warning =
      Of(EndingKind::kPermission, absl::CivilDay(2026, 12, 1));
  EXPECT_EQ(warning.kind(), v1::WARNING_KIND_PERMISSION);
  EXPECT_EQ(warning.days_left(), 8);
  EXPECT_EQ(warning.danish(),
            "Fagsystem A må indberette for Korsbæk Kommune (11111111) til og "
            "med 2026-11-30: 8 dage tilbage.");
  EXPECT_EQ(warning.english(),
            "Fagsystem A may report for Korsbæk Kommune (11111111) until and "
            "including 2026-11-30: 8 days left.");
}

TEST_F(WarningsTest, SaysWhatHasEnded) {
  const v1::Warning warning =
      Of(EndingKind::kDataProcessing, absl::CivilDay(2026, 11, 20));
  EXPECT_EQ(warning.days_left(), -3);
  EXPECT_EQ(warning.danish(),
            "Udløbet 2026-11-19: Databehandleraftalen 2026-117 med Korsbæk "
            "Kommune (11111111) gælder ikke længere.");
  EXPECT_EQ(warning.english(),
            "Ended 2026-11-19: The data processing agreement 2026-117 with "
            "Korsbæk Kommune (11111111) is valid no longer.");
}

TEST_F(WarningsTest, SaysWhenTheSignatureSystemDeletes) {
  const v1::Warning warning =
      Of(EndingKind::kNotArchived, absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(warning.danish(),
            "Den underskrevne aftale 2026-117 med Korsbæk Kommune (11111111) "
            "er ikke arkiveret; signatursystemet sletter den 2026-11-24: 1 dag "
            "tilbage.");
  EXPECT_EQ(Of(EndingKind::kNotArchived, absl::CivilDay(2026, 11, 1)).english(),
            "The signed agreement 2026-117 with Korsbæk Kommune (11111111) has "
            "not been archived; the signature system deleted it on "
            "2026-11-01.");
}

// The numbers of the two enumerations are the same.
TEST_F(WarningsTest, KindsHaveTheirNames) {
  for (EndingKind kind : store::kAllEndingKinds) {
    const v1::Warning warning = Of(kind, absl::CivilDay(2026, 12, 1));
    std::string name = v1::WarningKind_Name(warning.kind());
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(name, std::string("warning_kind_") + EndingKindName(kind));
  }
}

}  // namespace
}  // namespace trivsel::gateway::registry
