// The contract of LaneQueue: who owns which lane.
#include <gmock/gmock.h>

#include <set>

#include "tests/gateway/queue/queue_conformance.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;

class LaneConformance : public QueueConformance {};

INSTANTIATE_TEST_SUITE_P(Queues, LaneConformance,
                         ::testing::ValuesIn(AllBackends()), NameOf);

TEST_P(LaneConformance, OneOwnerHoldsAllAndKeepsItsFences) {
  const auto first = Lease("a");
  EXPECT_EQ(first.size(), static_cast<size_t>(kLanes));
  EXPECT_EQ(Lease("a"), first);
}

TEST_P(LaneConformance, AnUnknownDestinationHasNoLanes) {
  EXPECT_TRUE(absl::IsNotFound(
      queue_.Lease(backend_->destination() + 99, "a", absl::Minutes(5))
          .status()));
}

TEST_P(LaneConformance, DestinationsAreOpenedOnceAndKeepTheirLanesApart) {
  auto again = backend_->OpenDestination("national");
  auto index = backend_->OpenDestination("index");
  ASSERT_TRUE(again.ok() && index.ok());
  EXPECT_EQ(*again, backend_->destination());
  EXPECT_NE(*index, backend_->destination());
  EXPECT_EQ(Lease("a").size(), static_cast<size_t>(kLanes));
  auto others = queue_.Lease(*index, "b", absl::Minutes(5));
  ASSERT_TRUE(others.ok());
  EXPECT_EQ(others->size(), static_cast<size_t>(kLanes));
}

TEST_P(LaneConformance, OwnersShareFairlyAndNoLaneHasTwo) {
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

TEST_P(LaneConformance, ALookTellsOfFreeLanesAndOwners) {
  Lease("a");
  auto census = queue_.Look(backend_->destination());
  ASSERT_TRUE(census.ok()) << census.status();
  EXPECT_EQ(census->free, 0);
  EXPECT_EQ(census->owners, 1);
  Lease("b");
  Lease("a");  // gives up its half
  census = queue_.Look(backend_->destination());
  ASSERT_TRUE(census.ok());
  EXPECT_EQ(census->free, 32);
  EXPECT_EQ(census->owners, 2);
  backend_->Expire("a");
  census = queue_.Look(backend_->destination());
  ASSERT_TRUE(census.ok());
  EXPECT_EQ(census->free, 64);
  EXPECT_EQ(census->owners, 1);
}

TEST_P(LaneConformance, KeepsTheLanesWithABatchOut) {
  const LaneLease lease = LeaseOf("a", 63);
  Add("r", 63);
  MustNext(lease);
  Lease("b");
  EXPECT_EQ(Lease("a").count(63), 1u);
}

TEST_P(LaneConformance, ReleasedLanesAreFreeAtOnce) {
  const auto before = Lease("a");
  const LaneLease old{backend_->destination(), 5, before.at(5)};
  ASSERT_EQ(queue_.Release(backend_->destination(), "a"), absl::OkStatus());
  const auto after = Lease("b");
  EXPECT_EQ(after.size(), static_cast<size_t>(kLanes));
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(old, {}).status()));
}

TEST_P(LaneConformance, ALeaseThatRanOutComesBackWithAnotherFence) {
  const auto before = Lease("a");
  backend_->Expire("a");
  const LaneLease old{backend_->destination(), 5, before.at(5)};
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(old, {}).status()));
  const auto after = Lease("a");
  ASSERT_EQ(after.size(), before.size());
  for (const auto& [lane, fence] : after) EXPECT_EQ(fence, before.at(lane) + 1);
}

TEST_P(LaneConformance, WhoTakesOverGetsTheSameBatchAndTheOldOwnerDoesNoHarm) {
  const int64_t first = Add("r-1", 7);
  const LaneLease old = LeaseOf("a", 7);
  const SealedBatch sealed = MustNext(old);
  const int64_t second = Add("r-2", 7);
  backend_->Expire("a");
  const LaneLease lease = LeaseOf("b", 7);
  EXPECT_EQ(lease.fence, old.fence + 1);

  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(old, {}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      queue_.Settle(old, sealed.batch_id, {Refused(first, "X")})));
  Standing standing = backend_->StandingOf(first);
  EXPECT_FALSE(standing.outcome.has_value());
  EXPECT_EQ(standing.rejections, 0);
  EXPECT_THAT(standing.batches, ElementsAre(sealed.batch_id));
  EXPECT_TRUE(backend_->StandingOf(second).pending);

  // Also another process on the same store sees what there is.
  auto again = backend_->other_queue().Next(lease, {});
  ASSERT_TRUE(again.ok() && again->has_value()) << again.status();
  EXPECT_EQ((*again)->batch_id, sealed.batch_id);
  EXPECT_EQ((*again)->sealed_at, sealed.sealed_at);
  ASSERT_THAT(IdsOf(**again), ElementsAre("r-1"));
  EXPECT_EQ((*again)->items[0].canonical, "canonical of r-1");
  ASSERT_EQ(ConfirmAll(lease, **again), absl::OkStatus());
  EXPECT_THAT(IdsOf(MustNext(lease)), ElementsAre("r-2"));
  // Settled by another: the old owner still cannot.
  EXPECT_TRUE(absl::IsFailedPrecondition(
      queue_.Settle(old, sealed.batch_id, {Refused(first, "X")})));
  EXPECT_EQ(backend_->StandingOf(first).outcome, ItemOutcome::kConfirmed);
}

TEST_P(LaneConformance, AfterASealOfUnknownFateTheLaneIsLeasedAgain) {
  Add("r-1", 7);
  const LaneLease lease = LeaseOf("a", 7);
  backend_->FailSeals(true);
  const absl::Status failed = queue_.Next(lease, {}).status();
  EXPECT_FALSE(failed.ok());
  EXPECT_FALSE(absl::IsFailedPrecondition(failed)) << failed;
  backend_->FailSeals(false);
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(lease, {}).status()));
  const LaneLease next = LeaseOf("a", 7);
  EXPECT_GT(next.fence, lease.fence);
  EXPECT_THAT(IdsOf(MustNext(next)), ElementsAre("r-1"));
}

TEST_P(LaneConformance, AWrongFenceIsNoLease) {
  Add("r-1", 7);
  LaneLease lease = LeaseOf("a", 7);
  ++lease.fence;
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Next(lease, {}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(queue_.Settle(lease, 1, {})));
}

}  // namespace
}  // namespace trivsel::gateway::queue
