// Fences against PostgreSQL's own ways; the contract is in
// lane_conformance_test.cc.
#include <gmock/gmock.h>

#include <chrono>
#include <future>

#include "tests/gateway/queue/queue_store.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;

class LaneLeaseTest : public QueueStore {};

TEST_F(LaneLeaseTest, AStaleSealFindsTheTakeoverThatItWaitedFor) {
  Add("r-1", 7);
  const LaneLease old = LeaseOf("a", 7);
  auto takeover = Connect();
  ASSERT_EQ(takeover->Run("begin", "begin"), absl::OkStatus());
  ASSERT_EQ(takeover->Run("take",
                          "update lane set owner = 'b', fence = fence "
                          "+ 1 where lane = 7"),
            absl::OkStatus());
  // The look still sees the lease; the seal waits for the lane's row.
  auto stale = std::async(std::launch::async,
                          [&] { return queue_.Next(old, {}).status(); });
  while (Number("select count(*) from pg_locks where not granted") == 0) {
    ASSERT_NE(stale.wait_for(std::chrono::milliseconds(5)),
              std::future_status::ready);
  }
  ASSERT_EQ(takeover->Run("commit", "commit"), absl::OkStatus());
  EXPECT_TRUE(absl::IsFailedPrecondition(stale.get()));
  EXPECT_EQ(Number("select count(*) from pending"), 1);
  EXPECT_EQ(Number("select count(*) from delivery_batch"), 0);
}

TEST_F(LaneLeaseTest, AfterASealOfUnknownFateTheLaneIsLeasedAgain) {
  Add("r-1", 7);
  const LaneLease lease = LeaseOf("a", 7);
  Run("create function fail() returns trigger language plpgsql as "
      "$$ begin raise exception 'x'; end $$; "
      "create trigger fail before insert on delivery_batch "
      "for each row execute function fail()");
  const absl::Status failed = queue_.Next(lease, {}).status();
  EXPECT_FALSE(failed.ok());
  EXPECT_FALSE(absl::IsFailedPrecondition(failed)) << failed;
  Run("drop trigger fail on delivery_batch");
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(lease, {}).status()));
  const LaneLease next = LeaseOf("a", 7);
  EXPECT_GT(next.fence, lease.fence);
  EXPECT_THAT(IdsOf(MustNext(next)), ElementsAre("r-1"));
}

}  // namespace
}  // namespace trivsel::gateway::queue
