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

}  // namespace
}  // namespace trivsel::gateway::queue
