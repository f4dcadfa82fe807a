// The kept counts are always what counting would give, whatever is done, by
// whom, and how often changes are folded in.
#include <random>
#include <thread>

#include "gateway/queue/group_committer.h"
#include "gateway/store/statements.h"
#include "tests/gateway/queue/drafts.h"
#include "tests/gateway/review/review_store.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::review {
namespace {

class CountsTest : public ReviewStore {
 protected:
  std::unique_ptr<queue::GroupCommitter> Committer() {
    queue::GroupCommitter::Options options;
    options.connect = {database_, "test"};
    auto committer = queue::GroupCommitter::Start(std::move(options));
    EXPECT_TRUE(committer.ok()) << committer.status();
    return *std::move(committer);
  }
};

// One random act: as the gateways would do it, or as SQL might.
class Monkey {
 public:
  explicit Monkey(unsigned seed) : random_(seed) {}
  int Draw(int below) { return static_cast<int>(random_() % below); }

  v1::ReviewRejectionsRequest Act(v1::ReviewRejectionsRequest request) {
    switch (Draw(6)) {
      case 0:
        request.set_assign("");
        break;
      case 1:
        request.set_return_message("Ret slutdatoen");
        break;
      case 2:
        request.set_dismiss_reason("Dublet af en anden");
        break;
      case 3:
        request.set_release(true);
        break;
      case 4:
        request.set_comment("Hm");
        break;
      default:
        request.set_assign("operator:Anne");
    }
    return request;
  }

 private:
  std::mt19937 random_;
};

TEST_F(CountsTest, AreWhatCountingGivesAfterAnything) {
  auto committer = Committer();
  Monkey monkey(20261128);
  std::vector<int64_t> ids;
  for (int i = 0; i < 150; ++i) {
    const int what = monkey.Draw(10);
    if (what < 4 || ids.empty()) {
      RejectedReport report;
      report.report_id = "r" + std::to_string(i);
      report.submitter_id = 1 + monkey.Draw(2);
      report.municipality_id = monkey.Draw(3);
      report.by_receiver = monkey.Draw(4) == 0;
      report.codes = {"A" + std::to_string(monkey.Draw(3))};
      if (monkey.Draw(2) == 0) report.codes.push_back("B");
      if (monkey.Draw(5) == 0) report.codes.push_back("B");  // twice
      if (monkey.Draw(6) == 0) report.codes = {};
      ids.push_back(Add(report));
    } else if (what == 4) {
      auto draft = queue::MakeRejected("d" + std::to_string(i));
      draft.error_codes.push_back("A1");
      EXPECT_TRUE(queue::SubmitTo(committer.get(), draft).get().ok());
    } else if (what == 5) {
      EXPECT_EQ(reviews_->FoldCounts(), absl::OkStatus());
      Run("select rejection_fold()");
    } else if (what == 6) {
      // As an older gateway closes what a receiver took after all.
      Run("update rejection set state = 4, version = version + 1 where "
          "origin = 2 and rejection_id = " +
          std::to_string(ids[static_cast<size_t>(
              monkey.Draw(static_cast<int>(ids.size())))]));
    } else if (what == 7 && i % 3 == 0) {
      const int64_t id =
          ids[static_cast<size_t>(monkey.Draw(static_cast<int>(ids.size())))];
      Run("delete from rejection where rejection_id = " + std::to_string(id));
      ids.erase(std::find(ids.begin(), ids.end(), id));
    } else {
      std::vector<int64_t> some;
      for (const int64_t id : ids) {
        if (monkey.Draw(4) == 0) some.push_back(id);
      }
      if (some.empty()) continue;
      Review(all_, monkey.Act(RequestFor(some)));
    }
    if (i % 15 == 14) ExpectCountsAreRight();
  }
  Run("update rejection set state = 1 + rejection_id % 5");  // all at once
  ExpectCountsAreRight();
  Run("select rejection_fold()");
  ExpectCountsAreRight();
  EXPECT_EQ(Number("select count(*) from rejection_change"), 0);
  Run("delete from rejection");
  ExpectCountsAreRight();
}

TEST_F(CountsTest, HoldWhenManyActAtOnce) {
  std::vector<int64_t> ids;
  for (int i = 0; i < 60; ++i) ids.push_back(Add("r" + std::to_string(i)));
  std::vector<std::thread> threads;
  for (unsigned seed = 0; seed < 4; ++seed) {
    threads.emplace_back([&, seed] {
      Monkey monkey(seed);
      for (int i = 0; i < 12; ++i) {
        std::vector<int64_t> some;
        for (const int64_t id : ids) {
          if (monkey.Draw(3) == 0) some.push_back(id);
        }
        if (some.empty()) continue;
        Review(all_, monkey.Act(RequestFor(some)));
        Add("t" + std::to_string(seed) + "-" + std::to_string(i));
        EXPECT_TRUE(pool_->Execute(store::kFoldCounts, {}).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ExpectCountsAreRight();
  // Each act that was done stands in the history, and no other.
  EXPECT_EQ(Number("select count(*) from review_event"),
            Number("select sum(version - 1) from rejection"));
}

TEST_F(CountsTest, AreFoldedWhenThereIsEnough) {
  Add("r");
  EXPECT_EQ(reviews_->FoldCounts(), absl::OkStatus());
  EXPECT_EQ(Number("select count(*) from rejection_change"), 2);
  Run("insert into rejection (report_key, received_at, submitter_id, "
      "municipality_id, origin, codes) select g, now(), 1, 1, 1, "
      "array['C' || g] from generate_series(1, 500) g");
  ExpectCountsAreRight();
  EXPECT_EQ(reviews_->FoldCounts(), absl::OkStatus());
  EXPECT_EQ(Number("select count(*) from rejection_change"), 0);
  ExpectCountsAreRight();
}

TEST_F(CountsTest, AnswersAreCountedBeforeAndAfterTheyAreFolded) {
  const std::string confirmed =
      "select sum(reports)::bigint from report_counted where verdict = 3";
  const std::string append =
      "insert into report_count_change values ('2026-11-28', 1, 1, 3, '', 2), "
      "('2026-11-28', 1, 1, 3, '', 5), ('2026-11-29', 1, 1, 3, '', 1)";
  // As an older gateway counts.
  Run("insert into report_count values ('2026-11-28', 1, 1, 3, '', 0, 10)");
  for (int64_t round = 1; round <= 2; ++round) {
    Run(append);
    EXPECT_EQ(Number(confirmed), 10 + 8 * round);
    EXPECT_EQ(reviews_->FoldCounts(), absl::OkStatus());
    EXPECT_EQ(Number(confirmed), 10 + 8 * round);
    EXPECT_EQ(Number("select count(*) from report_count_change"), 0);
    EXPECT_EQ(Number("select reports from report_count where shard = 100 "
                     "and day = '2026-11-28'"),
              7 * round);
  }
}

// What there is when a gateway is brought up to date, and what an older one
// that still runs beside it adds.
TEST(CountsMigration, TakesWhatIsThere) {
  const std::string database =
      trivsel::testing::PostgresCluster::Get().NewDatabase();
  auto connection = *store::Connection::Open({database, "test"});
  const std::string insert =
      "insert into rejection (report_key, received_at, submitter_id, "
      "municipality_id, origin, codes, state) select g, now(), 1 + g % 2, "
      "nullif(g % 3, 0), 1, array['A', 'B' || g % 4], 1 + g % 4 "
      "from generate_series(1, 100) g";
  for (const store::Migration& step : store::Migrations()) {
    if (step.number > 11) break;
    if (step.number == 11) {
      ASSERT_EQ(connection->Run("test", insert), absl::OkStatus());
    }
    ASSERT_EQ(connection->Run(step.name,
                              std::string("begin;") + step.sql + ";commit"),
              absl::OkStatus());
  }
  ASSERT_EQ(connection->Run("test", insert), absl::OkStatus());
  const store::Statement sums{
      "test_sums",
      "select (select sum(rejections) from rejection_count where code = '')"
      "::bigint, (select count(*) from rejection_code)::bigint, "
      "(select sum(rejections) from rejection_count where code <> '')::bigint, "
      "(select 2 * count(*) from rejection where state in (1, 2))::bigint, "
      "(select count(*) from rejection where opened_at is null)::bigint"};
  const auto row = connection->Execute(sums, store::Params());
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->Int64(0, 0), 200);
  EXPECT_EQ(row->Int64(0, 1), row->Int64(0, 3));
  EXPECT_EQ(row->Int64(0, 2), row->Int64(0, 3));
  EXPECT_EQ(row->Int64(0, 4), 100);
}

TEST_F(CountsTest, HistoryAndWhatARejectionIsAboutAreNeverChanged) {
  const int64_t id = Add("r");
  auto request = RequestFor({id});
  request.set_comment("En note");
  Review(all_, request);
  auto connection = Connect();
  for (const char* sql :
       {"update review_event set text = ''", "delete from review_event",
        "truncate review_event", "update rejection set codes = '{}'",
        "update rejection set municipality_id = 2"}) {
    EXPECT_FALSE(connection->Run("test", sql).ok()) << sql;
  }
  ExpectCountsAreRight();
}

}  // namespace
}  // namespace trivsel::gateway::review
