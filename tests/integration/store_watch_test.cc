// The watch beside the work: down and up again, partitions, what waits.
#include "gateway/store_watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "gateway/store/migrator.h"
#include "gateway/store/params.h"
#include "gateway/store/pool.h"
#include "gateway/store/result.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway {
namespace {

using store::Connection;
using testing::PostgresCluster;

constexpr char kPlainReport[] =
    "insert into report (report_key, received_at, citizen, submitter_id, lane,"
    " form, verdict, report_id, kle_subject, kle_facet, kle_rule, kle_edition,"
    " standard, rule_set, error_codes, resources, content) values (1, $when, "
    "'', 1, 0, 1, 1, 'r', '', '', '', '', '', '', '{}', '{}', '')";

bool Eventually(const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return true;
}

class StoreWatchTest : public ::testing::Test {
 protected:
  StoreWatch::Options OptionsFor(const std::string& database) {
    StoreWatch::Options options;
    options.connect = {database, "test-watch"};
    options.destination_id = 1;
    options.destination = "national";
    options.look_every = absl::Milliseconds(20);
    options.patience = absl::Milliseconds(300);
    options.measure_every = absl::Milliseconds(20);
    options.on_serving = [this](bool serving) { told_ = serving ? 1 : 0; };
    return options;
  }
  std::unique_ptr<Connection> Connect(const std::string& database) {
    return Connection::Open({database, "test"}).value();
  }
  bool Yes(const char* condition) {
    const std::string sql = std::string("select ") + condition;
    const store::Statement statement{"yes", sql.c_str()};
    auto own = Connection::Open({database_, "test"}).value();
    auto row = own->Execute(statement, store::Params());
    return row.ok() && row->Bool(0, 0);
  }
  // A report of that time; in the default partition where it has no other.
  void PutReport(Connection& connection, const std::string& month) {
    std::string sql = kPlainReport;
    sql.replace(sql.find("$when"), 5, month);
    ASSERT_TRUE(connection.Run("insert", sql).ok());
  }
  double Sample(const std::string& name) {
    const std::string text = metrics_.Text();
    const size_t at = text.find("\n" + name + "{");
    if (at == std::string::npos) return -1;
    const size_t end = text.find('\n', at + 1);
    const std::string line = text.substr(at, end - at);
    return std::strtod(line.c_str() + line.rfind(' '), nullptr);
  }

  std::string database_;
  telemetry::Metrics metrics_;
  std::atomic<int> told_{-1};
};

TEST_F(StoreWatchTest, ServesWhileTheStoreDoesAndComesBackByItself) {
  const std::string folder = testing::NewTemporaryFolder();
  const auto start = [&] {
    store::EmbeddedCluster::Options options;
    options.data_folder = folder + "/data";
    return store::EmbeddedCluster::Start(std::move(options)).value();
  };
  auto cluster = start();
  StoreWatch watch(OptionsFor(cluster->connection_string()), metrics_);
  ASSERT_TRUE(
      Eventually([&] { return Sample("trivsel_delivery_lag_seconds") == 0; }));
  EXPECT_TRUE(watch.up());
  EXPECT_EQ(told_, -1) << "nothing has changed";
  for (int round = 0; round < 2; ++round) {
    cluster.reset();
    ASSERT_TRUE(Eventually([&] { return told_ == 0; }));
    EXPECT_FALSE(watch.up());
    EXPECT_FALSE(watch.serving());
    cluster = start();
    ASSERT_TRUE(Eventually([&] { return told_ == 1; }));
    EXPECT_TRUE(watch.up());
  }
  watch.Stop();
  EXPECT_FALSE(watch.serving());
  cluster.reset();
  std::filesystem::remove_all(folder);
}

TEST_F(StoreWatchTest, MakesPartitionsWhileItRuns) {
  database_ = PostgresCluster::Get().NewStore();
  auto connection = Connect(database_);
  StoreWatch::Options options = OptionsFor(database_);
  options.partitions_every = absl::Milliseconds(50);
  StoreWatch watch(std::move(options), metrics_);
  for (int round = 0; round < 2; ++round) {
    // As if a month had passed.
    ASSERT_TRUE(connection
                    ->Run("drop",
                          "do $$ begin execute 'drop table report_' || "
                          "to_char(now() at time zone 'UTC' + interval '2 "
                          "months', 'YYYY_MM'); end $$")
                    .ok());
    EXPECT_TRUE(Eventually([&] {
      return Yes(
          "to_regclass('report_' || to_char(now() at time zone 'UTC' + "
          "interval '2 months', 'YYYY_MM')) is not null");
    }));
  }
}

// The database's clock goes over a month's end, and over a year's, while the
// watch runs: it has what it needs before the month begins.
TEST_F(StoreWatchTest, HasThePartitionWhenTheMonthBegins) {
  database_ = PostgresCluster::Get().NewStore();
  auto connection = Connect(database_);
  ASSERT_TRUE(connection
                  ->Run("clock",
                        "create schema clock; create table clock.time (at "
                        "timestamptz); insert into clock.time values "
                        "('2031-11-30 23:59:59+00'); create function "
                        "clock.now() returns timestamptz language sql as "
                        "'select at from clock.time'")
                  .ok());
  StoreWatch::Options options = OptionsFor(
      database_ + " options='-c search_path=public,clock,pg_catalog'");
  options.partitions_every = absl::Milliseconds(20);
  StoreWatch watch(std::move(options), metrics_);
  const auto has = [&](const std::string& part) {
    return Yes(("to_regclass('" + part + "') is not null").c_str());
  };
  ASSERT_TRUE(Eventually([&] { return has("report_2032_02"); }));
  EXPECT_TRUE(has("report_2031_11"));
  EXPECT_TRUE(has("report_2031_12"));
  EXPECT_FALSE(has("report_2032_03"));
  for (const char* step : {"1 second", "1 month"}) {
    ASSERT_TRUE(connection
                    ->Run("tick", std::string("update clock.time set at = at "
                                              "+ interval '") +
                                      step + "'")
                    .ok());
    const bool first = step[2] == 's';
    ASSERT_TRUE(Eventually(
        [&] { return has(first ? "report_2032_03" : "report_2032_04"); }));
    PutReport(*connection,
              first ? "'2031-12-01 00:00+00'" : "'2032-01-01 00:00+00'");
    EXPECT_TRUE(Yes("count(*) = 0 from report_other"));
  }
  EXPECT_TRUE(Yes("count(*) = 1 from report_2031_12"));
  EXPECT_TRUE(Yes("count(*) = 1 from report_2032_01"));
}

TEST_F(StoreWatchTest, AMonthInTheDefaultPartitionStopsNoOther) {
  database_ = PostgresCluster::Get().NewStore();
  auto connection = Connect(database_);
  for (const char* ahead : {"1", "2"}) {
    ASSERT_TRUE(connection
                    ->Run("drop", std::string("do $$ begin execute 'drop table "
                                              "report_' || to_char(now() at "
                                              "time zone 'UTC' + interval '") +
                                      ahead + " months', 'YYYY_MM'); end $$")
                    .ok());
  }
  PutReport(*connection, "now() + interval '1 month'");
  for (int round = 0; round < 2; ++round) {
    auto partitions = store::MakePartitions(*connection);
    ASSERT_TRUE(partitions.ok()) << partitions.status();
    EXPECT_EQ(partitions->made, round == 0 ? 1 : 0);
    ASSERT_EQ(partitions->in_default.size(), 1u);
    EXPECT_EQ(partitions->in_default[0].size(), 7u);
  }
  // More of that month is still taken.
  PutReport(*connection, "now() + interval '1 month 1 second'");
  EXPECT_TRUE(Yes("count(*) = 2 from report_other"));
}

// A reader that has the table keeps us from making a partition, but must not
// be waited for with every writer behind us.
TEST_F(StoreWatchTest, DoesNotQueueBehindALongReader) {
  database_ = PostgresCluster::Get().NewStore();
  auto connection = Connect(database_);
  ASSERT_TRUE(connection
                  ->Run("drop",
                        "do $$ begin execute 'drop table report_' || "
                        "to_char(now() at time zone 'UTC' + interval '2 "
                        "months', 'YYYY_MM'); end $$")
                  .ok());
  auto reader = Connect(database_);
  ASSERT_TRUE(reader->Run("read", "begin; select count(*) from report").ok());
  const absl::Time begun = absl::Now();
  EXPECT_TRUE(absl::IsUnavailable(store::MakePartitions(*connection).status()));
  EXPECT_LT(absl::Now() - begun, absl::Seconds(10));
  ASSERT_TRUE(reader->Run("end", "rollback").ok());
  EXPECT_EQ(store::MakePartitions(*connection)->made, 1);
}

TEST_F(StoreWatchTest, TellsTheAgeOfTheOldestThatWaits) {
  database_ = PostgresCluster::Get().NewStore();
  auto connection = Connect(database_);
  StoreWatch watch(OptionsFor(database_), metrics_);
  const auto lag = [this] { return Sample("trivsel_delivery_lag_seconds"); };
  ASSERT_TRUE(Eventually([&] { return lag() == 0; }));
  ASSERT_TRUE(connection
                  ->Run("insert",
                        "insert into pending select 1, n % 64, n, now() - "
                        "interval '100 seconds' + n * interval '1 ms', 1 from "
                        "generate_series(1, 5000) n;"
                        "insert into pending values (2, 0, 1, now() - interval "
                        "'1 day', 1)")
                  .ok());
  EXPECT_TRUE(Eventually([&] { return lag() >= 100 && lag() < 150; })) << lag();
  ASSERT_TRUE(connection
                  ->Run("seal",
                        "insert into delivery_batch (destination_id, lane, "
                        "fence, report_keys, received_ats) values (1, 5, 1, "
                        "'{1}', array[now() - interval '300 seconds'])")
                  .ok());
  EXPECT_TRUE(Eventually([&] { return lag() >= 300 && lag() < 350; })) << lag();
  ASSERT_TRUE(connection
                  ->Run("settle",
                        "update delivery_batch set settled_at = now(); delete "
                        "from pending where destination_id = 1")
                  .ok());
  EXPECT_TRUE(Eventually([&] { return lag() == 0; })) << lag();
}

}  // namespace
}  // namespace trivsel::gateway
