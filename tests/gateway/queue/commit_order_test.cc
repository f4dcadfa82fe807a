// What the group committer writes, and whom it answers; the contract is in
// commit_conformance_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gateway/queue/group_committer.h"
#include "gateway/store/params.h"
#include "tests/gateway/queue/drafts.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::queue {
namespace {

class CommitOrderTest : public ::testing::Test {
 protected:
  CommitOrderTest()
      : database_(testing::PostgresCluster::Get().NewStore()),
        pool_(testing::NewPool(database_)) {
    committer_ = NewCommitter();
  }

  std::unique_ptr<GroupCommitter> NewCommitter(
      std::function<void(uint64_t)> hook = {}) {
    GroupCommitter::Options options;
    options.connect.database = database_;
    options.on_committed = std::move(hook);
    auto committer = GroupCommitter::Start(std::move(options));
    EXPECT_TRUE(committer.ok()) << committer.status();
    return *std::move(committer);
  }

  absl::StatusOr<Committed> Commit(Draft draft) {
    return SubmitTo(committer_.get(), std::move(draft)).get();
  }

  int64_t Number(const std::string& sql) {
    const store::Statement statement{"number", sql.c_str()};
    auto connection = store::Connection::Open({database_, "test"});
    EXPECT_TRUE(connection.ok()) << connection.status();
    auto rows = (*connection)->Execute(statement, store::Params());
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows->Int64(0, 0);
  }

  void Run(const std::string& sql) {
    absl::Status done = (*pool_->Borrow())->Run("test", sql);
    ASSERT_TRUE(done.ok()) << done;
  }

  std::string database_;
  std::unique_ptr<store::Pool> pool_;
  std::unique_ptr<GroupCommitter> committer_;
};

TEST_F(CommitOrderTest, WritesWhatAReportBrings) {
  Run("insert into destination (name) values ('national')");
  auto accepted = Commit(MakeDraft("a"));
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->outcome, CommitOutcome::kFresh);
  EXPECT_EQ(accepted->verdict, Verdict::kAccepted);
  auto rejected = Commit(MakeRejected("b"));
  ASSERT_TRUE(rejected.ok()) << rejected.status();
  EXPECT_EQ(rejected->verdict, Verdict::kRejected);
  EXPECT_GT(rejected->report_key, accepted->report_key);

  EXPECT_EQ(Number("select count(*) from report"), 2);
  EXPECT_EQ(Number("select count(*) from report_other"), 0);
  EXPECT_EQ(Number("select count(*) from pending where lane = 7"), 1);
  EXPECT_EQ(Number("select count(*) from rejection where state = 1"), 1);
  EXPECT_EQ(Number("select reports from report_count where verdict = 2 and "
                   "code = 'LTT-CAREPLAN-PERIOD-END-MISSING'"),
            1);
  EXPECT_EQ(Number("select sum(reports)::bigint from report_count where "
                   "code = ''"),
            2);
  EXPECT_EQ(Number("select count(*) from resource_version where id = 'plan-a' "
                   "and last_updated = '2025-01-01T10:00:00Z'"),
            1);
  EXPECT_EQ(Number("select count(*) from journal where kind = 2"), 2);
}

TEST_F(CommitOrderTest, ManyCommittersWithTheSameKeysAgree) {
  auto second = NewCommitter();
  constexpr int kReports = 2000;
  std::vector<std::future<absl::StatusOr<Committed>>> one(kReports),
      two(kReports);
  std::thread forward([&] {
    for (int i = 0; i < kReports; ++i) {
      one[i] = SubmitTo(committer_.get(),
                        MakeDraft(absl::StrCat("r", i), "c", i % 64));
    }
  });
  std::thread backward([&] {
    for (int i = kReports - 1; i >= 0; --i) {
      two[i] =
          SubmitTo(second.get(), MakeDraft(absl::StrCat("r", i), "c", i % 64));
    }
  });
  forward.join();
  backward.join();
  for (int i = 0; i < kReports; ++i) {
    auto a = one[i].get(), b = two[i].get();
    ASSERT_TRUE(a.ok() && b.ok()) << a.status() << b.status();
    EXPECT_EQ(a->report_key, b->report_key);
    EXPECT_NE(a->outcome == CommitOutcome::kFresh,
              b->outcome == CommitOutcome::kFresh);
  }
  EXPECT_EQ(Number("select count(*) from report"), kReports);
  EXPECT_EQ(Number("select sum(reports)::bigint from report_count"), kReports);
}

TEST_F(CommitOrderTest, TextThatPostgresqlRefusesIsMadePlain) {
  Draft draft = MakeDraft("a", std::string("\0\xff{", 3));
  draft.resources = {{"CarePlan", std::string("a\0b\xff", 4), "\x1f\t"}};
  auto outcome = Commit(draft);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(Number("select count(*) from resource_version where id = 'a?b?' "
                   "and last_updated = '?' || '?'"),
            1);
}

TEST_F(CommitOrderTest, AnswersEveryoneWhoWaitsAtItsEnd) {
  std::vector<std::future<absl::StatusOr<Committed>>> answers;
  for (int i = 0; i < 1000; ++i) {
    answers.push_back(
        SubmitTo(committer_.get(), MakeDraft(absl::StrCat("r", i))));
  }
  committer_->Close();
  EXPECT_TRUE(absl::IsUnavailable(Commit(MakeDraft("late")).status()));
  committer_ = nullptr;
  for (auto& answer : answers) EXPECT_TRUE(answer.get().ok());
  EXPECT_EQ(Number("select count(*) from report"), 1000);
}

TEST_F(CommitOrderTest, ASessionEndedWhileNobodyWroteCostsNoReport) {
  ASSERT_TRUE(Commit(MakeDraft("a")).ok());
  Run("select pg_terminate_backend(pid) from pg_stat_activity"
      " where application_name like 'trivsel-committer-%'"
      " and datname = current_database()");
  while (
      Number("select count(*) from pg_stat_activity where application_name"
             " like 'trivsel-committer-%' and datname = current_database()") >
      0) {
  }
  auto after = Commit(MakeDraft("b"));
  EXPECT_TRUE(after.ok()) << after.status();
}

TEST(BacklogTest, ClosesWhenFullAndOpensAtHalf) {
  Backlog backlog(4, 1000);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(backlog.Enter(10));
  EXPECT_FALSE(backlog.Enter(10));
  backlog.Leave(1, 10);
  EXPECT_FALSE(backlog.Enter(10));
  backlog.Leave(1, 10);
  EXPECT_TRUE(backlog.Enter(10));
  EXPECT_FALSE(backlog.Enter(1000));
}

TEST(BacklogTest, WhoWaitsForRoomIsWokenWhenThereIsSome) {
  Backlog backlog(100, 1000);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(backlog.Enter(1));
  std::atomic<bool> woken{false};
  std::thread waiter([&] {
    backlog.AwaitFewer(5, absl::Seconds(60));
    woken = true;
  });
  backlog.Leave(5, 5);  // five are not fewer than five
  backlog.AwaitFewer(5, absl::Milliseconds(50));
  EXPECT_FALSE(woken);
  EXPECT_EQ(backlog.reports(), 5) << "not for ever";
  const absl::Time begun = absl::Now();
  backlog.Leave(1, 1);
  waiter.join();
  EXPECT_TRUE(woken);
  EXPECT_LT(absl::Now() - begun, absl::Seconds(30));
}

}  // namespace
}  // namespace trivsel::gateway::queue
