// Schema, connections and the private cluster, with a real PostgreSQL.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "gateway/store/migrator.h"
#include "gateway/store/sqlstate.h"
#include "gateway/store/transaction.h"
#include "gateway/system/steady_clock.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::store {
namespace {

using testing::PostgresCluster;

std::unique_ptr<Connection> Connect(const std::string& database) {
  auto connection = Connection::Open({database, "test"});
  EXPECT_TRUE(connection.ok()) << connection.status();
  return *std::move(connection);
}

TEST(MigratorTest, RunsOnceAndRefusesANewerSchema) {
  auto connection = Connect(PostgresCluster::Get().NewStore());
  auto again = Migrate(*connection);
  ASSERT_TRUE(again.ok()) << again.status();
  auto partitions = MakePartitions(*connection);
  ASSERT_TRUE(partitions.ok()) << partitions.status();
  EXPECT_EQ(partitions->made, 0);
  ASSERT_TRUE(connection
                  ->Run("test",
                        "insert into schema_migration (number, name, digest) "
                        "values (999, 'of tomorrow', '')")
                  .ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Migrate(*connection).status()));
}

TEST(MigratorTest, RefusesAMigrationThatWasChangedAfterwards) {
  auto connection = Connect(PostgresCluster::Get().NewStore());
  ASSERT_TRUE(connection
                  ->Run("test",
                        "update schema_migration set digest = 'x' where "
                        "number = 1")
                  .ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Migrate(*connection).status()));
}

TEST(SchemaTest, NobodyChangesTheJournal) {
  auto connection = Connect(PostgresCluster::Get().NewStore());
  ASSERT_TRUE(connection->Run("test", "select journal_open_chain('t')").ok());
  for (const char* sql : {"update journal set actor = 'x'",
                          "delete from journal", "truncate journal"}) {
    EXPECT_EQ(SqlStateOf(connection->Run("test", sql)), "23001") << sql;
  }
}

TEST(TransactionTest, RollsBackUnlessCommitted) {
  auto connection = Connect(PostgresCluster::Get().NewDatabase());
  ASSERT_TRUE(connection->Run("test", "create table t (i int)").ok());
  {
    auto transaction = Transaction::Begin(connection.get());
    ASSERT_TRUE(transaction.ok());
    ASSERT_TRUE(connection->Run("test", "insert into t values (1)").ok());
  }
  const Statement count{"count_t", "select count(*) from t"};
  EXPECT_EQ(connection->Execute(count, Params())->Int64(0, 0), 0);
  EXPECT_TRUE(connection->usable());
}

TEST(ConnectionTest, AnAnswerThatDoesNotComeEndsTheConnection) {
  auto connection = Connect(PostgresCluster::Get().NewDatabase());
  const Statement slow{"slow", "select pg_sleep(60)"};
  const absl::Status late =
      connection->Execute(slow, Params(), absl::Milliseconds(50)).status();
  EXPECT_TRUE(absl::IsUnavailable(late)) << late;
  EXPECT_FALSE(connection->usable());
}

// More than fits into a socket: what is left in our hands keeps the server
// waiting for the rest.
TEST(ConnectionTest, TheServerWorksBeforeAnybodyWaitsForIt) {
  constexpr int64_t kLock = 4711;
  constexpr int kOctets = 32 * 1024 * 1024;
  constexpr Statement kTakeLock{
      "take_lock", "select pg_advisory_lock($2::bigint), length($1::bytea)"};
  constexpr Statement kIsTaken{
      "is_taken",
      "select exists (select from pg_locks where locktype = "
      "'advisory' and objid = $1::bigint::oid and granted)"};
  const std::string database = PostgresCluster::Get().NewStore();
  auto connection = Connect(database), watcher = Connect(database);
  ASSERT_TRUE(connection
                  ->Send(kTakeLock,
                         Params().Bytes(std::string(kOctets, 'x')).Int64(kLock))
                  .ok());
  bool taken = false;
  const absl::Time until = absl::Now() + absl::Seconds(10);
  while (!taken && absl::Now() < until) {
    auto row = watcher->Execute(kIsTaken, Params().Int64(kLock));
    ASSERT_TRUE(row.ok()) << row.status();
    taken = row->Bool(0, 0);
  }
  EXPECT_TRUE(taken);
  auto row = connection->Receive(SteadyNow() + absl::Seconds(10));
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->Int32(0, 1), kOctets);
}

TEST(PoolTest, ABorrowerWaitsOnlySoLong) {
  Pool::Options options;
  options.connect.database = PostgresCluster::Get().NewDatabase();
  options.connections = 1;
  options.wait = absl::Milliseconds(20);
  Pool pool(options);
  {
    auto first = pool.Borrow();
    ASSERT_TRUE(first.ok());
    EXPECT_TRUE(absl::IsUnavailable(pool.Borrow().status()));
  }
  EXPECT_TRUE(pool.Borrow().ok());
}

TEST(EmbeddedClusterTest, IsStartedAgainWhenItDies) {
  auto& server = PostgresCluster::Get().server();
  const int before = server.restarts();
  ASSERT_EQ(kill(server.process(), SIGQUIT), 0);  // immediate
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (server.restarts() == before ||
         !Connection::Open({server.connection_string(), "test"}).ok()) {
    ASSERT_LT(absl::Now(), deadline);
  }
}

// A process of its own starts a cluster and is killed; ours takes it over.
TEST(EmbeddedClusterTest, OutlivesNeitherItsProcessNorItsData) {
  const std::string folder = testing::NewTemporaryFolder();
  EmbeddedCluster::Options options;
  options.data_folder = folder + "/data";
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t gateway = fork();
  if (gateway == 0) {
    auto cluster = EmbeddedCluster::Start(options);
    bool made = cluster.ok();
    if (made) {
      auto connection =
          Connection::Open({(*cluster)->connection_string(), "test"});
      made = connection.ok() &&
             (*connection)->Run("test", "create table kept (i int)").ok();
    }
    char word = made ? 'y' : 'n';
    if (write(ready[1], &word, 1) != 1) _exit(1);
    pause();
    _exit(0);
  }
  char word = 0;
  ASSERT_EQ(read(ready[0], &word, 1), 1);
  ASSERT_EQ(word, 'y');
  // While it lives nobody else gets the folder.
  EXPECT_TRUE(
      absl::IsFailedPrecondition(EmbeddedCluster::Start(options).status()));
  pid_t server = 0;
  std::ifstream(options.data_folder + "/postgres/postmaster.pid") >> server;
  kill(gateway, SIGKILL);
  waitpid(gateway, nullptr, 0);
  {
    auto cluster = EmbeddedCluster::Start(options);
    ASSERT_TRUE(cluster.ok()) << cluster.status();
    EXPECT_NE((*cluster)->process(), server);
    auto connection = Connect((*cluster)->connection_string());
    EXPECT_TRUE(connection->Run("test", "select i from kept").ok());
  }
  std::filesystem::remove_all(folder);
}

TEST(EmbeddedClusterTest, SaysWhichFolderItsUserMayNotEnter) {
  if (geteuid() != 0) GTEST_SKIP() << "only root drops to another user";
  const std::string folder = testing::NewTemporaryFolder();
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  EmbeddedCluster::Options options;
  options.data_folder = folder + "/data";
  const absl::Status status = EmbeddedCluster::Start(options).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_NE(std::string(status.message()).find(folder), std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace trivsel::gateway::store
