// What a pool keeps open.
#include <gtest/gtest.h>

#include <vector>

#include "gateway/store/pool.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::store {
namespace {

constexpr Statement kOpen{
    "pool_open",
    "select count(*) from pg_stat_activity where application_name = "
    "'pool-test' and datname = current_database()"};

class IdleConnectionsTest : public ::testing::Test {
 protected:
  Pool::Options OptionsFor(absl::Duration keep_idle) const {
    Pool::Options options;
    options.connect = {database_, "pool-test"};
    options.keep_idle = keep_idle;
    return options;
  }
  static void Use(Pool* pool, int connections) {
    std::vector<Pool::Lease> leases;
    for (int i = 0; i < connections; ++i) {
      auto lease = pool->Borrow();
      ASSERT_TRUE(lease.ok()) << lease.status();
      leases.push_back(*std::move(lease));
    }
  }
  // A server process may outlive its connection by a moment.
  int64_t Open(int64_t expected) {
    auto watcher = Connection::Open({database_, "watcher"});
    int64_t open = -1;
    for (int i = 0; i < 1000 && open != expected; ++i) {
      auto row = (*watcher)->Execute(kOpen, Params());
      if (row.ok()) open = row->Int64(0, 0);
    }
    return open;
  }

  const std::string database_ = testing::PostgresCluster::Get().NewStore();
};

TEST_F(IdleConnectionsTest, KeepsWhatWasNeededLately) {
  Pool pool(OptionsFor(absl::Hours(1)));
  Use(&pool, 3);
  Use(&pool, 1);
  EXPECT_EQ(Open(3), 3);
  Use(&pool, 4);
  EXPECT_EQ(Open(4), 4);
}

TEST_F(IdleConnectionsTest, ClosesWhatNobodyNeeds) {
  Pool pool(OptionsFor(absl::ZeroDuration()));
  Use(&pool, 3);
  Use(&pool, 1);
  EXPECT_EQ(Open(1), 1) << "the one that was needed last";
  Use(&pool, 2);
  Use(&pool, 1);
  EXPECT_EQ(Open(1), 1);
}

}  // namespace
}  // namespace trivsel::gateway::store
