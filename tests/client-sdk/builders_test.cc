// Building reports, and what the standard says about them.
#include "trivsel/client/builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/time/clock.h"
#include "trivsel/client/check.h"
#include "trivsel/client/error.h"

namespace trivsel::client {
namespace {

constexpr char kCitizen[] = "407ceb16-acb4-43ea-a4f5-d415c17faded";
constexpr char kPlan[] = "857ea1d6-c212-4c89-a2f4-9e2bfa8c288d";
constexpr char kContact[] = "1e301099-74bc-468b-8878-31839f201eb3";
constexpr char kReferral[] = "fc350499-9e8d-4236-b4e2-4f9d47174b85";

absl::Time At(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error));
  return time;
}

std::set<std::string> Codes(const absl::Status& status) {
  std::set<std::string> codes;
  for (const auto& finding : FindingsOf(status)) codes.insert(finding.code());
  return codes;
}

absl::StatusOr<ltt::v1::Citizen> Josefine() {
  return CitizenBuilder(kCitizen).Cpr("0505149996").Sor("451000016003").Build();
}

absl::StatusOr<ltt::v1::CarePlan> Plan() {
  return CarePlanBuilder(kPlan)
      .Start(At("2025-05-14T09:12:05Z"))
      .Theme(Theme::kKropOgMad)
      .Theme(Theme::kBekymring)
      .Build();
}

EncounterBuilder Treatment(const ltt::v1::CarePlan& plan) {
  return EncounterBuilder(kContact, ContactType::kBehandling)
      .BasedOn(plan)
      .Start(At("2025-07-07T13:28:17Z"));
}

TEST(BuildersTest, BuildsAReportWithNothingToSay) {
  const auto citizen = Josefine();
  ASSERT_TRUE(citizen.ok()) << citizen.status();
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  const auto contact = Treatment(*plan)
                           .DeliveryType(DeliveryType::kIndividuelIndsats)
                           .Participants(Participants::kBarnUngDeltager)
                           .Build();
  ASSERT_TRUE(contact.ok()) << contact.status();
  const auto referral =
      ReferralBuilder(kReferral, ReferralTarget::kCivilsamfund)
          .BasedOn(*plan)
          .Start(At("2025-07-07T14:28:17Z"))
          .Build();
  ASSERT_TRUE(referral.ok()) << referral.status();
  const auto report = DeliveryReportBuilder("https://fagsystem.example.dk/fhir")
                          .Timestamp(At("2025-07-07T23:45:51Z"))
                          .Citizen(*citizen)
                          .Add(*plan)
                          .Add(*contact)
                          .Add(*referral)
                          .Build();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(CheckReport(*report, absl::Now(), /*strict=*/true),
              ::testing::IsEmpty());
  EXPECT_EQ(report->id().size(), 36u);
  EXPECT_EQ(report->entry(2).encounter().subject().reference(),
            std::string("Patient/") + kCitizen);
}

TEST(BuildersTest, EveryReportGetsItsOwnId) {
  const auto citizen = Josefine();
  const auto builder = DeliveryReportBuilder("https://f.example.dk")
                           .Timestamp(At("2025-07-07T23:45:51Z"))
                           .Citizen(*citizen);
  const auto first = builder.Build();
  const auto second = builder.Build();
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(first->id(), second->id());
}

TEST(BuildersTest, ARecordIsJudgedByItself) {
  EXPECT_EQ(Codes(CitizenBuilder(kCitizen).Cpr("0505149996").Build().status()),
            std::set<std::string>{
                "LTT-CITIZEN-MANAGINGORGANIZATION-IDENTIFIER-VALUE-MISSING"});
  const auto plan = Plan();
  const absl::Status status = Treatment(*plan).Build().status();
  EXPECT_EQ(
      Codes(status).count("LTT-ENCOUNTER-PARTICIPANT-MISSING-FOR-TREATMENT"),
      1u);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(FindingsOf(status)[0].path().rfind("entry", 0), std::string::npos);
  const auto no_start = CarePlanBuilder(kPlan).Build().status();
  EXPECT_FALSE(no_start.ok());
}

TEST(BuildersTest, AnErrorNeverTellsTheCpr) {
  const absl::Status status = CitizenBuilder(kCitizen)
                                  .Cpr("050514-9996")
                                  .Sor("451000016003")
                                  .Build()
                                  .status();
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(status.ToString().find("9996"), std::string::npos);
}

TEST(BuildersTest, CompletingAndWithdrawingKeepTheStatusesAligned) {
  const auto done = CarePlanBuilder(kPlan)
                        .Start(At("2025-05-14T09:12:05Z"))
                        .Completed(At("2025-11-08T15:36:22Z"))
                        .Build();
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->period().end(), "2025-11-08T15:36:22Z");
  EXPECT_EQ(done->activity().detail().status(),
            ltt::v1::ACTIVITY_STATUS_COMPLETED);
  const auto gone = CarePlanBuilder(kPlan)
                        .Start(At("2025-05-14T09:12:05Z"))
                        .EnteredInError()
                        .Build();
  ASSERT_TRUE(gone.ok()) << gone.status();
  EXPECT_EQ(gone->activity().detail().status(),
            ltt::v1::ACTIVITY_STATUS_ENTERED_IN_ERROR);
}

TEST(BuildersTest, AReportWithoutACitizenIsRefused) {
  const absl::Status status = DeliveryReportBuilder("https://f.example.dk")
                                  .Timestamp(At("2025-07-07T23:45:51Z"))
                                  .Add(*Plan())
                                  .Build()
                                  .status();
  EXPECT_EQ(Codes(status).count("LTT-REPORT-ENTRY-CITIZEN-MISSING"), 1u);
}

}  // namespace
}  // namespace trivsel::client
