// Periods, limits and pages of the registry, and that an older gateway's
// statements still run on its tables.
#include <gmock/gmock.h>

#include "tests/gateway/store/registry_fixture.h"

namespace trivsel::gateway::store {
namespace {

using ::testing::HasSubstr;

constexpr int kAll = 200;

class RegistryPeriodsTest : public RegistryFixture {
 protected:
  Period Valid() {
    auto rows = registry_.ListAgreements("Fagsystem A", kHolbaek, {}, kAll);
    EXPECT_TRUE(rows.ok() && rows->size() == 1) << rows.status();
    return rows.ok() && !rows->empty() ? (*rows)[0].valid : Period();
  }
  absl::Status Allow(const PeriodChange& change) {
    return registry_.Allow("test", "Fagsystem A", kHolbaek, change);
  }
};

TEST_F(RegistryPeriodsTest, WhatIsNotGivenStays) {
  const absl::Time from = absl::FromUnixSeconds(1800000000);
  const absl::Time until = absl::FromUnixSeconds(1900000000);
  ASSERT_EQ(Allow({}), absl::OkStatus());
  EXPECT_FALSE(Valid().from.has_value());
  EXPECT_FALSE(Valid().until.has_value());
  ASSERT_EQ(Allow({true, true, {from, until}}), absl::OkStatus());
  ASSERT_EQ(Allow({}), absl::OkStatus());
  EXPECT_EQ(Valid().from, from);
  EXPECT_EQ(Valid().until, until);
  ASSERT_EQ(Allow({false, true, {}}), absl::OkStatus());
  EXPECT_EQ(Valid().from, from);
  EXPECT_FALSE(Valid().until.has_value()) << "opened";
  const absl::Status backwards = Allow({true, true, {until, from}});
  EXPECT_TRUE(absl::IsInvalidArgument(backwards)) << backwards;
}

TEST_F(RegistryPeriodsTest, WhatHasEndedIsNotAllowedAgainByTheWay) {
  const absl::Time past = absl::FromUnixSeconds(1600000000);
  ASSERT_EQ(Allow({false, true, {{}, past}}), absl::OkStatus());
  EXPECT_TRUE(absl::IsFailedPrecondition(Allow({})));
  ASSERT_EQ(Allow({false, true, {}}), absl::OkStatus());
  EXPECT_EQ(Allow({}), absl::OkStatus());
}

TEST_F(RegistryPeriodsTest, CoversFromInclusiveUntilExclusive) {
  const absl::Time from = absl::FromUnixSeconds(100);
  const Period period{from, from + absl::Seconds(1)};
  EXPECT_FALSE(period.Covers(from - absl::Nanoseconds(1)));
  EXPECT_TRUE(period.Covers(from));
  EXPECT_FALSE(period.Covers(from + absl::Seconds(1)));
  EXPECT_TRUE(Period().Covers(absl::InfinitePast()));
}

TEST_F(RegistryPeriodsTest, SubmittersHaveAClientIdAndLimits) {
  ASSERT_EQ(registry_.UpdateSubmitter("test", "Fagsystem A",
                                      {.client_id = "fagsystem_a_test",
                                       .reports_per_second = 50,
                                       .message_bytes = 1000000}),
            absl::OkStatus());
  SubmitterRow row = registry_.ListSubmitters("", 1)->at(0);
  EXPECT_EQ(row.client_id, "fagsystem_a_test");
  EXPECT_EQ(row.reports_per_second, 50);
  EXPECT_EQ(row.concurrent_calls, 0);
  EXPECT_EQ(row.message_bytes, 1000000);
  EXPECT_TRUE(absl::IsAlreadyExists(registry_.UpdateSubmitter(
      "test", "Fagsystem B", {.client_id = "fagsystem_a_test"})));
  EXPECT_TRUE(absl::IsAlreadyExists(
      registry_.RenameSubmitter("test", "Fagsystem B", "Fagsystem A")));
  EXPECT_TRUE(absl::IsInvalidArgument(registry_.UpdateSubmitter(
      "test", "Fagsystem B", {.client_id = "with space"})));
  EXPECT_TRUE(absl::IsInvalidArgument(registry_.UpdateSubmitter(
      "test", "Fagsystem B", {.concurrent_calls = -1})));
  ASSERT_EQ(registry_.UpdateSubmitter(
                "test", "Fagsystem A",
                {.client_id = std::string(), .reports_per_second = 0}),
            absl::OkStatus());
  row = registry_.ListSubmitters("", 1)->at(0);
  EXPECT_EQ(row.client_id, "");
  EXPECT_EQ(row.reports_per_second, 0);
  EXPECT_EQ(row.message_bytes, 1000000) << "not asked for";
}

TEST_F(RegistryPeriodsTest, PagesGoOnAfterTheirKey) {
  for (const char* submitter : {"Fagsystem A", "Fagsystem B"}) {
    for (const char* cvr : {kHolbaek, kKorsbaek}) {
      ASSERT_TRUE(registry_.Allow("test", submitter, cvr).ok());
    }
  }
  AgreementRow after;
  std::vector<std::string> seen;
  for (;;) {
    auto page = registry_.ListAgreements("", "", after, 1);
    ASSERT_TRUE(page.ok()) << page.status();
    if (page->empty()) break;
    ASSERT_EQ(page->size(), 1u);
    after = page->at(0);
    seen.push_back(after.submitter + " " + after.cvr);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{
                      "Fagsystem A 11111111", "Fagsystem A 29189447",
                      "Fagsystem B 11111111", "Fagsystem B 29189447"}));
  EXPECT_EQ(registry_.ListAgreements("", kHolbaek, {}, kAll)->size(), 2u);
  EXPECT_EQ(registry_.ListMunicipalities(kKorsbaek, kAll)->at(0).cvr, kHolbaek);
  EXPECT_EQ(registry_.ListSubmitters("Fagsystem A", kAll)->size(), 1u);
}

TEST_F(RegistryPeriodsTest, TheJournalSaysWhatChanged) {
  ASSERT_TRUE(
      Allow({false, true, {{}, absl::FromUnixSeconds(1900000000)}}).ok());
  ASSERT_TRUE(registry_.SetSubmitterActive("me", "Fagsystem A", false).ok());
  constexpr Statement kLast{
      "last",
      "select actor || ': ' || string_agg(convert_from(subject, 'UTF8'), '|' "
      "order by seq) from (select * from journal where chain_id = 0 order by "
      "seq desc limit 2) as l group by actor order by actor"};
  auto rows = pool_->Execute(kLast, Params());
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->Text(0, 0), "me: submitter changed: Fagsystem A; inactive");
  EXPECT_THAT(rows->Text(1, 0),
              HasSubstr("agreement put: Fagsystem A for 29189447 until 2030-"));
}

// What a gateway from before these columns says to the tables.
TEST_F(RegistryPeriodsTest, AnOlderGatewayGoesOn) {
  Run("insert into agreement (submitter_id, municipality_id) "
      "select s.submitter_id, m.municipality_id from submitter s, municipality "
      "m");
  Run("insert into credential as c (fingerprint, submitter_id, label, "
      "not_after) select repeat('a', 64), submitter_id, 'old', null "
      "from submitter where name = 'Fagsystem A'");
  Run("insert into operator (name, roles) values ('o', '{registrar}'); "
      "insert into credential (fingerprint, operator_id) select repeat('b', "
      "64), operator_id from operator");
  constexpr Statement kOld{
      "old_list",
      "select count(*) from (select c.fingerprint, c.submitter_id, s.name, "
      "c.label, c.not_after, c.revoked_at from credential c join submitter s "
      "using (submitter_id)) as old"};
  EXPECT_EQ(Number(kOld), 1) << "operators' are not submitters'";
  auto all = registry_.Load();
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->agreements.size(), 4u);
  EXPECT_EQ(all->credentials.size(), 2u);
}

}  // namespace
}  // namespace trivsel::gateway::store
