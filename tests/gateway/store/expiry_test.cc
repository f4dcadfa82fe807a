// What ends soon, against a real PostgreSQL.
#include "gateway/store/expiry.h"

#include "absl/strings/str_cat.h"
#include "gateway/store/registry_credentials.h"
#include "gateway/store/registry_documents.h"
#include "tests/gateway/store/registry_fixture.h"

namespace trivsel::gateway::store {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

class ExpiryTest : public RegistryFixture {
 protected:
  void Allow(const char* submitter, const char* cvr, absl::Duration end) {
    ASSERT_EQ(registry_.Allow("test", submitter, cvr,
                              {false, true, {{}, now_ + end}}),
              absl::OkStatus());
  }
  void Document(const std::string& reference, DocumentKind kind,
                std::optional<absl::Duration> from,
                std::optional<absl::Duration> until) {
    DocumentRow row;
    row.cvr = kHolbaek;
    row.kind = kind;
    row.reference = reference;
    row.signed_on = absl::ToCivilDay(now_, absl::UTCTimeZone());
    row.digest = std::string(32, 'd');
    row.archived_at = now_;
    if (from) row.valid.from = now_ + *from;
    if (until) row.valid.until = now_ + *until;
    ASSERT_TRUE(documents_.Put("test", row).ok());
  }
  void Certificate(char digit, const std::string& owner,
                   const std::string& subject, absl::Duration from,
                   absl::Duration until) {
    CredentialRow row;
    row.fingerprint = Fingerprint(digit);
    row.owner = owner;
    row.subject = subject;
    row.not_before = now_ + from;
    row.not_after = now_ + until;
    ASSERT_TRUE(
        credentials_.Put("test", CredentialOwner::kSubmitter, row).ok());
  }
  // "<kind> <subject or owner> <days left>", in order.
  std::vector<std::string> Within(int days) {
    auto endings = expiry_.List(now_, now_ + days * kDay, 100);
    EXPECT_TRUE(endings.ok()) << endings.status();
    std::vector<std::string> out;
    if (!endings.ok()) return out;
    for (const Ending& ending : *endings) {
      out.push_back(absl::StrCat(
          EndingKindName(ending.kind), " ",
          ending.subject.empty() ? ending.owner : ending.subject.substr(0, 8),
          " ", DaysLeft(ending.ends_at, now_)));
    }
    return out;
  }
  using Lines = std::vector<std::string>;

  // Noon, so that no day's end is near.
  const absl::Time now_ = absl::FromUnixSeconds(1795867200);
  DocumentRegistry documents_{pool_.get()};
  CredentialRegistry credentials_{pool_.get()};
  ExpiryReader expiry_{pool_.get()};
};

TEST_F(ExpiryTest, DaysAreWholeAndRoundedDown) {
  EXPECT_EQ(DaysLeft(now_ + kDay - absl::Seconds(1), now_), 0);
  EXPECT_EQ(DaysLeft(now_ + kDay, now_), 1);
  EXPECT_EQ(DaysLeft(now_ - absl::Seconds(1), now_), -1);
}

TEST_F(ExpiryTest, PermissionsSoonestFirst) {
  Allow("Fagsystem A", kHolbaek, 40 * kDay);
  Allow("Fagsystem B", kHolbaek, 5 * kDay);
  Allow("Fagsystem B", kKorsbaek, -10 * kDay);
  Allow("Fagsystem A", kKorsbaek, -100 * kDay);
  EXPECT_EQ(Within(60),
            (Lines{"permission Fagsystem B -10", "permission Fagsystem B 5",
                   "permission Fagsystem A 40"}));
  EXPECT_EQ(Within(30),
            (Lines{"permission Fagsystem B -10", "permission Fagsystem B 5"}));
  ASSERT_TRUE(registry_.SetSubmitterActive("test", "Fagsystem B", false).ok());
  EXPECT_EQ(Within(60), (Lines{"permission Fagsystem A 40"}));
}

TEST_F(ExpiryTest, ADocumentThatAnotherTakesOverFromIsNotTold) {
  Document("old", DocumentKind::kConnection, {}, 20 * kDay);
  Document("dpa", DocumentKind::kDataProcessing, {}, 50 * kDay);
  EXPECT_EQ(Within(60), (Lines{"connection_agreement old 20",
                               "data_processing_agreement dpa 50"}));
  Document("gap", DocumentKind::kConnection, 25 * kDay, {});
  EXPECT_EQ(Within(60).size(), 2u) << "five days without an agreement";
  Document("next", DocumentKind::kConnection, 19 * kDay, 400 * kDay);
  EXPECT_EQ(Within(60), (Lines{"data_processing_agreement dpa 50"}));
}

TEST_F(ExpiryTest, ADocumentThatEndedIsToldAsLongAsReportsMayCome) {
  Document("long gone", DocumentKind::kConnection, {}, -200 * kDay);
  EXPECT_EQ(Within(60), Lines{});
  Allow("Fagsystem A", kHolbaek, 300 * kDay);
  EXPECT_EQ(Within(60), (Lines{"connection_agreement long gon -200"}));
  Document("new", DocumentKind::kConnection, {}, {});
  EXPECT_EQ(Within(60), Lines{});
}

TEST_F(ExpiryTest, CertificatesOfOneHolderTakeOver) {
  Certificate('a', "Fagsystem A", "CN=one", -300 * kDay, 3 * kDay);
  Certificate('b', "Fagsystem A", "CN=two", -300 * kDay, 29 * kDay);
  Certificate('c', "Fagsystem B", "CN=one", -1 * kDay, 700 * kDay);
  EXPECT_EQ(Within(60),
            (Lines{"certificate aaaaaaaa 3", "certificate bbbbbbbb 29"}));
  Certificate('d', "Fagsystem A", "CN=one", -1 * kDay, 700 * kDay);
  EXPECT_EQ(Within(60), (Lines{"certificate bbbbbbbb 29"}));
  ASSERT_TRUE(credentials_.Revoke("test", Fingerprint('b')).ok());
  EXPECT_EQ(Within(60), Lines{});
}

TEST_F(ExpiryTest, WhatIsNotArchivedIsToldWithItsDaysLeft) {
  DocumentRow row;
  row.cvr = kHolbaek;
  row.reference = "Signed 1";
  row.signed_on = absl::ToCivilDay(now_, absl::UTCTimeZone()) - 4;
  auto id = documents_.Put("test", row);
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(Within(1), (Lines{"unarchived_document Signed 1 5"}))
      << "deleted at the beginning of the tenth day after";
  ASSERT_TRUE(documents_.Archive("test", *id, std::string(32, 'd'), now_).ok());
  EXPECT_EQ(Within(60), Lines{});
}

TEST_F(ExpiryTest, InNumbers) {
  Allow("Fagsystem A", kHolbaek, 6 * kDay);
  Allow("Fagsystem B", kHolbaek, 45 * kDay);
  Allow("Fagsystem B", kKorsbaek, -3 * kDay);
  Certificate('a', "Fagsystem A", "CN=one", -300 * kDay, 500 * kDay);
  auto summary = expiry_.Summary(now_);
  ASSERT_TRUE(summary.ok()) << summary.status();
  const EndingCounts& permissions = summary->of(EndingKind::kPermission);
  EXPECT_EQ(permissions.within_60_days, 2);
  EXPECT_EQ(permissions.within_30_days, 1);
  EXPECT_EQ(permissions.within_7_days, 1);
  EXPECT_EQ(permissions.ended, 1);
  EXPECT_EQ(permissions.least_days_left, -3);
  const EndingCounts& certificates = summary->of(EndingKind::kCertificate);
  EXPECT_EQ(certificates.within_60_days, 0);
  EXPECT_EQ(certificates.least_days_left, 500);
  EXPECT_FALSE(
      summary->of(EndingKind::kConnection).least_days_left.has_value());
}

}  // namespace
}  // namespace trivsel::gateway::store
