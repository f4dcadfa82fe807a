// Contacts, milestones and used assertions, against a real PostgreSQL.
#include "gateway/store/onboarding.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "gateway/store/statements.h"
#include "gateway/store/used_assertions.h"
#include "tests/gateway/store/registry_fixture.h"

namespace trivsel::gateway::store {
namespace {

using OnboardingTest = RegistryFixture;
using UsedAssertionsTest = RegistryFixture;

TEST_F(OnboardingTest, ContactsArePutReplacedAndForgotten) {
  Onboarding onboarding(pool_.get());
  ContactRow row;
  row.cvr = kHolbaek;
  row.role = "it";
  EXPECT_TRUE(absl::IsInvalidArgument(onboarding.PutContact("test", row)))
      << "empty";
  row.name = "Ditte Data";
  ASSERT_TRUE(onboarding.PutContact("test", row).ok());
  row.name = "It-afdelingen";
  row.email = "it@korsbaek.example";
  ASSERT_TRUE(onboarding.PutContact("test", row).ok());
  auto contacts = onboarding.ListContacts(kHolbaek);
  ASSERT_TRUE(contacts.ok() && contacts->size() == 1) << contacts.status();
  EXPECT_EQ(contacts->at(0).name, "It-afdelingen");
  EXPECT_EQ(contacts->at(0).email, row.email);
  row.role = "boss";
  EXPECT_TRUE(absl::IsInvalidArgument(onboarding.PutContact("test", row)));
  ASSERT_TRUE(onboarding.RemoveContact("test", kHolbaek, "it").ok());
  EXPECT_TRUE(
      absl::IsNotFound(onboarding.RemoveContact("test", kHolbaek, "it")));
  constexpr Statement kNamed{"named",
                             "select count(*) from journal where "
                             "convert_from(subject, 'UTF8') like '%Ditte%'"};
  EXPECT_EQ(Number(kNamed), 0) << "who it is can be forgotten";
}

TEST_F(OnboardingTest, MilestonesAreFoundOnceAndKept) {
  Onboarding onboarding(pool_.get());
  auto none = onboarding.Milestones();
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_TRUE(none->empty());
  // Verdict 1 accepted, 2 rejected, 3 confirmed.
  Run("insert into report_count (day, submitter_id, municipality_id, verdict, "
      "code, shard, reports) select d::date, 1, municipality_id, v, c, 0, 1 "
      "from municipality, (values ('2026-11-20', 2, ''), ('2026-11-23', 1, "
      "''), ('2026-11-22', 1, ''), ('2026-11-01', 1, 'CODE')) as x(d, v, c) "
      "where cvr = '29189447'");
  auto first = onboarding.Milestones();
  ASSERT_EQ(first->size(), 1u);
  EXPECT_EQ(first->at(0).milestone, Milestone::kReportAccepted);
  EXPECT_EQ(first->at(0).reached_on, absl::CivilDay(2026, 11, 22));
  Run("delete from report_count; insert into report_count (day, submitter_id, "
      "municipality_id, verdict, code, shard, reports) select '2026-12-01', 1, "
      "municipality_id, 3, '', 0, 1 from municipality where cvr = '29189447'");
  auto both = onboarding.Milestones();
  EXPECT_EQ(both->size(), 2u);
}

TEST_F(OnboardingTest, MilestonesAreLookedUpAndNotSearchedFor) {
  Run("insert into report_count (day, submitter_id, municipality_id, verdict, "
      "code, shard, reports) select '2020-01-01'::date + n % 2000, 1, 1000000 "
      "+ n % 90, 1, '', n / 2000 % 16, 1 from generate_series(1, 30000) as n "
      "on conflict do nothing; analyze report_count");
  constexpr Statement kReads{
      "reads",
      "select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) "
      "from pg_stat_xact_all_tables where relname = 'report_count'"};
  auto connection = pool_->Borrow();
  ASSERT_TRUE(connection.ok()) << connection.status();
  ASSERT_TRUE((*connection)->Run("test", "begin").ok());
  auto reached = (*connection)->Execute(kReachMilestones, Params());
  ASSERT_TRUE(reached.ok()) << reached.status();
  auto reads = (*connection)->Execute(kReads, Params());
  ASSERT_TRUE(reads.ok() && reads->rows() == 1) << reads.status();
  EXPECT_LE(reads->Int64(0, 0), 4) << "two municipalities, two milestones";
  ASSERT_TRUE((*connection)->Run("test", "rollback").ok());
}

TEST_F(UsedAssertionsTest, AreGoodForOneUse) {
  UsedAssertions used(pool_.get());
  const absl::Time soon = absl::Now() + absl::Seconds(10);
  const std::string one(32, '1');
  auto first = used.Use(one, soon);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(*first);
  EXPECT_FALSE(*used.Use(one, soon + absl::Seconds(1)));
  EXPECT_TRUE(*used.Use(std::string(32, '2'), soon));
  EXPECT_TRUE(absl::IsInvalidArgument(used.Use("short", soon).status()));
}

TEST_F(UsedAssertionsTest, OneOfManyAtATimeIsFirst) {
  UsedAssertions used(pool_.get());
  const absl::Time soon = absl::Now() + absl::Seconds(10);
  std::atomic<int> firsts = 0, failures = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (char c = 'a'; c <= 'z'; ++c) {
        auto first = used.Use(std::string(32, c), soon);
        if (!first.ok()) ++failures;
        if (first.ok() && *first) ++firsts;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(firsts, 26);
}

TEST_F(UsedAssertionsTest, ExpiredOnesGoInSmallNumbers) {
  Run("insert into used_assertion select sha256(n::text::bytea), now() - "
      "interval '2 hours' from generate_series(1, 50) as n; insert into "
      "used_assertion select sha256(n::text::bytea), now() - interval '10 "
      "minutes' from generate_series(51, 60) as n");
  UsedAssertions used(pool_.get());
  const Statement left{"left", "select count(*) from used_assertion"};
  const absl::Time soon = absl::Now() + absl::Seconds(10);
  ASSERT_TRUE(*used.Use(std::string(32, 'a'), soon));
  EXPECT_EQ(Number(left), 60 - 20 + 1);
  ASSERT_TRUE(*used.Use(std::string(32, 'b'), soon));
  ASSERT_TRUE(*used.Use(std::string(32, 'c'), soon));
  EXPECT_EQ(Number(left), 10 + 3) << "what has just expired is remembered";
}

}  // namespace
}  // namespace trivsel::gateway::store
