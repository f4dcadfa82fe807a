// Who owns which lane: shares, takeovers, fences.
#include <gmock/gmock.h>

#include <chrono>
#include <future>
#include <map>
#include <set>

#include "tests/gateway/queue/queue_store.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;

class LaneLeaseTest : public QueueStore {
 protected:
  std::map<int16_t, int64_t> Lease(const std::string& owner) {
    auto held = queue_.Lease(national_, owner, absl::Minutes(5));
    EXPECT_TRUE(held.ok()) << held.status();
    std::map<int16_t, int64_t> fences;
    for (const LaneLease& lease : *held) fences[lease.lane] = lease.fence;
    EXPECT_EQ(fences.size(), held->size()) << "a lane twice";
    return fences;
  }
};

TEST_F(LaneLeaseTest, OneOwnerHoldsAllAndKeepsItsFences) {
  const auto first = Lease("a");
  EXPECT_EQ(first.size(), static_cast<size_t>(kLanes));
  EXPECT_EQ(Lease("a"), first);
}

TEST_F(LaneLeaseTest, AnUnknownDestinationHasNoLanes) {
  EXPECT_TRUE(absl::IsNotFound(
      queue_.Lease(national_ + 99, "a", absl::Minutes(5)).status()));
}

TEST_F(LaneLeaseTest, DestinationsAreOpenedOnceAndKeepTheirLanesApart) {
  auto again = queue_.OpenDestination("national");
  auto index = queue_.OpenDestination("index");
  ASSERT_TRUE(again.ok() && index.ok());
  EXPECT_EQ(*again, national_);
  EXPECT_NE(*index, national_);
  EXPECT_EQ(Lease("a").size(), static_cast<size_t>(kLanes));
  auto others = queue_.Lease(*index, "b", absl::Minutes(5));
  ASSERT_TRUE(others.ok());
  EXPECT_EQ(others->size(), static_cast<size_t>(kLanes));
}

TEST_F(LaneLeaseTest, OwnersShareFairlyAndNoLaneHasTwo) {
  const auto before = Lease("a");
  EXPECT_TRUE(Lease("b").empty()) << "nobody's lanes are taken from under him";
  const auto a = Lease("a");
  const auto b = Lease("b");
  EXPECT_EQ(a.size(), 32u);
  EXPECT_EQ(b.size(), 32u);
  for (const auto& [lane, fence] : a) EXPECT_EQ(fence, before.at(lane));
  for (const auto& [lane, fence] : b) {
    EXPECT_EQ(a.count(lane), 0u);
    EXPECT_GT(fence, before.at(lane));
  }
  Lease("c");
  std::set<int16_t> all;
  size_t held = 0;
  for (const char* owner : {"a", "b", "c"}) {
    const auto lanes = Lease(owner);
    EXPECT_LE(lanes.size(), 22u) << owner;
    EXPECT_GE(lanes.size(), 20u) << owner;
    held += lanes.size();
    for (const auto& entry : lanes) all.insert(entry.first);
  }
  EXPECT_EQ(all.size(), static_cast<size_t>(kLanes));
  EXPECT_EQ(held, static_cast<size_t>(kLanes));
}

TEST_F(LaneLeaseTest, KeepsTheLanesWithABatchOut) {
  const LaneLease lease = LeaseOf("a", 63);
  Add("r", 63);
  MustNext(lease);
  Lease("b");
  EXPECT_EQ(Lease("a").count(63), 1u);
}

TEST_F(LaneLeaseTest, ReleasedLanesAreFreeAtOnce) {
  const auto before = Lease("a");
  const LaneLease old{national_, 5, before.at(5)};
  ASSERT_EQ(queue_.Release(national_, "a"), absl::OkStatus());
  const auto after = Lease("b");
  EXPECT_EQ(after.size(), static_cast<size_t>(kLanes));
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(old, {}).status()));
}

TEST_F(LaneLeaseTest, ALeaseThatRanOutComesBackWithAnotherFence) {
  const auto before = Lease("a");
  Expire("a");
  const LaneLease old{national_, 5, before.at(5)};
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(old, {}).status()));
  const auto after = Lease("a");
  ASSERT_EQ(after.size(), before.size());
  for (const auto& [lane, fence] : after) EXPECT_EQ(fence, before.at(lane) + 1);
}

TEST_F(LaneLeaseTest, WhoTakesOverGetsTheSameBatchAndTheOldOwnerDoesNoHarm) {
  const int64_t key = Add("r-1", 7);
  const LaneLease old = LeaseOf("a", 7);
  const SealedBatch sealed = MustNext(old);
  Add("r-2", 7);
  Expire("a");
  const LaneLease lease = LeaseOf("b", 7);
  EXPECT_EQ(lease.fence, old.fence + 1);

  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(old, {}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      queue_.Settle(old, sealed.batch_id, {Refused(key, "X")})));
  EXPECT_EQ(Number("select count(*) from receipt"), 0);
  EXPECT_EQ(Number("select count(*) from rejection"), 0);
  EXPECT_EQ(Number("select count(*) from pending"), 1);

  const SealedBatch again = MustNext(lease);
  EXPECT_EQ(again.batch_id, sealed.batch_id);
  EXPECT_EQ(again.sealed_at, sealed.sealed_at);
  ASSERT_THAT(IdsOf(again), ElementsAre("r-1"));
  EXPECT_EQ(again.items[0].canonical, "canonical of r-1");
  ASSERT_EQ(ConfirmAll(lease, again), absl::OkStatus());
  EXPECT_THAT(IdsOf(MustNext(lease)), ElementsAre("r-2"));
}

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
