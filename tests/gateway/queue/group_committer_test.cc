// The group committer against a real PostgreSQL: receipts, idempotency,
// poison, and a database that dies under load.
#include "gateway/queue/group_committer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/journal/journal.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::queue {
namespace {

using testing::NewPool;
using testing::PostgresCluster;

Draft NewDraft(const std::string& id, const std::string& content = "{}") {
  Draft draft;
  draft.submitter_id = 1;
  draft.report_id = id;
  draft.content = content;
  // Stands for SHA-256: equal for equal content is all that counts here.
  for (size_t i = 0; i < draft.digest.size(); ++i) {
    draft.digest[i] =
        static_cast<uint8_t>(std::hash<std::string>()(content) >> (i % 8 * 8));
  }
  draft.verdict = Verdict::kAccepted;
  draft.canonical = "canonical " + content;
  draft.lane = static_cast<int16_t>(std::hash<std::string>()(id) % 64);
  draft.rule_set = "ltt-test";
  draft.kle = {"29.24.16", "G01", "rule", "2025-05-01"};
  return draft;
}

// Gathers answers, and waits for them.
class Answers {
 public:
  ReportSink::Done Expect(const std::string& name) {
    std::lock_guard lock(mutex_);
    ++expected_;
    return [this, name](absl::StatusOr<Committed> committed) {
      std::lock_guard lock(mutex_);
      EXPECT_EQ(answers_.count(name), 0u) << name << " was answered twice";
      answers_.emplace(name, std::move(committed));
      all_.notify_all();
    };
  }
  const std::map<std::string, absl::StatusOr<Committed>>& Wait() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(all_.wait_for(lock, std::chrono::seconds(60),
                              [&] { return answers_.size() == expected_; }));
    return answers_;
  }
  const absl::StatusOr<Committed>& operator[](const std::string& name) {
    return Wait().at(name);
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_;
  size_t expected_ = 0;
  std::map<std::string, absl::StatusOr<Committed>> answers_;
};

class GroupCommitterTest : public ::testing::Test {
 protected:
  GroupCommitterTest() : database_(PostgresCluster::Get().NewStore()) {}

  std::unique_ptr<GroupCommitter> Start(int connections = 2,
                                        int64_t max_waiting = 20000) {
    GroupCommitter::Options options;
    options.connections = connections;
    options.max_waiting = max_waiting;
    options.connect.database = database_;
    auto committer = GroupCommitter::Start(std::move(options));
    EXPECT_TRUE(committer.ok()) << committer.status();
    return *std::move(committer);
  }

  int64_t Count(const std::string& sql) {
    auto connection = store::Connection::Open({database_, "test"});
    EXPECT_TRUE(connection.ok()) << connection.status();
    const store::Statement statement{"test_count", sql.c_str()};
    auto rows = (*connection)->Execute(statement, store::Params());
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows->Int64(0, 0);
  }
  void Run(const std::string& sql) {
    auto connection = store::Connection::Open({database_, "test"});
    ASSERT_TRUE(connection.ok()) << connection.status();
    ASSERT_EQ((*connection)->Run("test", sql), absl::OkStatus());
  }

  const std::string database_;
};

TEST_F(GroupCommitterTest, AnswersWhenItIsOnDisk) {
  auto committer = Start();
  Answers answers;
  committer->Submit(NewDraft("r-1"), answers.Expect("r-1"));
  const auto& committed = answers["r-1"];
  ASSERT_TRUE(committed.ok()) << committed.status();
  EXPECT_EQ(committed->outcome, CommitOutcome::kFresh);
  EXPECT_EQ(committed->verdict, Verdict::kAccepted);
  EXPECT_LT(absl::AbsDuration(absl::Now() - committed->received_at),
            absl::Minutes(5));
  EXPECT_EQ(Count(absl::StrCat("select count(*) from report where report_key=",
                               committed->report_key)),
            1);
}

TEST_F(GroupCommitterTest, TwoCommittersOnTheSameKeysDoNotDeadlock) {
  auto one = Start();
  auto two = Start();
  Answers answers;
  for (int i = 0; i < 1000; ++i) {
    one->Submit(NewDraft(absl::StrCat("r-", i)),
                answers.Expect(absl::StrCat("one-", i)));
    two->Submit(NewDraft(absl::StrCat("r-", 999 - i)),
                answers.Expect(absl::StrCat("two-", i)));
  }
  int fresh = 0;
  for (const auto& [name, committed] : answers.Wait()) {
    ASSERT_TRUE(committed.ok()) << name << committed.status();
    if (committed->outcome == CommitOutcome::kFresh) ++fresh;
  }
  EXPECT_EQ(fresh, 1000);
  EXPECT_EQ(Count("select count(*) from report"), 1000);
}

TEST_F(GroupCommitterTest, QueuesWhatIsAcceptedForEachDestination) {
  Run("insert into destination (name) values ('national'), ('other')");
  auto committer = Start();
  Answers answers;
  committer->Submit(NewDraft("good"), answers.Expect("good"));
  Draft bad = NewDraft("bad");
  bad.verdict = Verdict::kRejected;
  bad.error_codes = {"LTT-A", "LTT-B"};
  committer->Submit(bad, answers.Expect("bad"));
  answers.Wait();
  EXPECT_EQ(Count("select count(*) from pending"), 2);
  EXPECT_EQ(Count("select count(*) from rejection where codes = "
                  "'{LTT-A,LTT-B}' and origin = 1"),
            1);
  EXPECT_EQ(Count("select sum(reports)::bigint from report_count where "
                  "verdict = 2 and code = 'LTT-B'"),
            1);
}

TEST_F(GroupCommitterTest, RefusesWhatIsOverTheBound) {
  // The lock holds the first group, so that all others wait.
  auto blocker = store::Connection::Open({database_, "test"});
  ASSERT_TRUE(blocker.ok());
  ASSERT_TRUE((*blocker)->Run("test", "begin; lock table submission").ok());
  auto committer = Start(/*connections=*/1, /*max_waiting=*/10);
  Answers answers;
  for (int i = 0; i < 30; ++i) {
    const std::string id = absl::StrCat("r-", i);
    committer->Submit(NewDraft(id), answers.Expect(id));
  }
  ASSERT_TRUE((*blocker)->Run("test", "rollback").ok());
  int stored = 0;
  for (const auto& [id, committed] : answers.Wait()) {
    if (committed.ok()) {
      ++stored;
    } else {
      EXPECT_EQ(committed.status().code(), absl::StatusCode::kUnavailable);
    }
  }
  EXPECT_EQ(stored, 10);
  // Once what waited is on disk there is room again.
  committer->Submit(NewDraft("later"), answers.Expect("later"));
  EXPECT_TRUE(answers["later"].ok()) << answers["later"].status();
}

TEST_F(GroupCommitterTest, LosesNothingAcknowledgedWhenTheDatabaseDies) {
  auto committer = Start();
  auto blocker = store::Connection::Open({database_, "test"});
  ASSERT_TRUE(blocker.ok()) << blocker.status();
  constexpr int kReports = 3000;
  Answers answers;
  for (int i = 0; i < kReports; ++i) {
    const std::string id = absl::StrCat("r-", i);
    committer->Submit(NewDraft(id), answers.Expect(id));
    // From here on nothing is acknowledged until the fault.
    if (i == kReports / 2) {
      ASSERT_TRUE((*blocker)->Run("test", "begin; lock table submission").ok());
    }
  }
  const std::string waiting =
      " from pg_stat_activity where application_name like 'trivsel-committer%'"
      " and datname = current_database() and wait_event_type = 'Lock'";
  while (Count("select count(*)" + waiting) == 0) {
  }
  // Every backend dies at once, as when the server is killed.
  Run("select pg_terminate_backend(pid) from pg_stat_activity where "
      "application_name like 'trivsel-committer%' and datname = "
      "current_database()");
  ASSERT_TRUE((*blocker)->Run("test", "rollback").ok());
  std::map<std::string, absl::StatusOr<Committed>> first = answers.Wait();
  // What was not acknowledged is sent again until it is.
  std::vector<std::string> left;
  for (const auto& [id, committed] : first) {
    if (!committed.ok()) {
      EXPECT_EQ(committed.status().code(), absl::StatusCode::kUnavailable);
      left.push_back(id);
    }
  }
  EXPECT_FALSE(left.empty()) << "the fault came too late to matter";
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!left.empty() && absl::Now() < deadline) {
    Answers again;
    for (const std::string& id : left) {
      committer->Submit(NewDraft(id), again.Expect(id));
    }
    left.clear();
    for (const auto& [id, committed] : again.Wait()) {
      if (!committed.ok()) left.push_back(id);
    }
  }
  EXPECT_TRUE(left.empty());
  EXPECT_EQ(Count("select count(*) from report"), kReports);
  EXPECT_EQ(Count("select count(*) from submission"), kReports);
  for (const auto& [id, committed] : first) {
    if (!committed.ok()) continue;
    EXPECT_EQ(Count(absl::StrCat("select count(*) from report where "
                                 "report_key=",
                                 committed->report_key)),
              1);
    break;  // the counts above speak for the rest
  }
}

TEST_F(GroupCommitterTest, JournalsEachGroupInAChainThatVerifies) {
  {
    auto committer = Start();
    Answers answers;
    for (int i = 0; i < 500; ++i) {
      const std::string id = absl::StrCat("r-", i);
      committer->Submit(NewDraft(id), answers.Expect(id));
    }
    answers.Wait();
  }
  EXPECT_EQ(Count("select sum(cardinality(report_keys))::bigint from journal"),
            500);
  auto pool = NewPool(database_);
  EXPECT_EQ(journal::Verify(pool.get()), absl::OkStatus());
  // As whoever owns the database could do it.
  Run("alter table journal disable trigger all; update journal set subject = "
      "'\\x00' where ctid = (select ctid from journal where report_keys is "
      "not null limit 1)");
  EXPECT_EQ(journal::Verify(pool.get()).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace trivsel::gateway::queue
