#include "tests/support/memory_lane_queue.h"

namespace trivsel::testing {

using queue::BatchLimits;
using queue::ItemSettlement;
using queue::LaneLease;
using queue::SealedBatch;

namespace {

absl::Status Unknown() {
  return absl::UnavailableError("the store did not answer");
}

absl::Status LeaseLost() {
  return absl::FailedPreconditionError("the lane's lease is lost");
}

// Runs the statement as its fate has it. True: its answer came.
template <typename Run>
bool Execute(StoreLink& link, Statement statement, const Run& run) {
  switch (link.FateOf(statement)) {
    case Fate::kDone:
      run();
      return true;
    case Fate::kNotDone:
      return false;
    case Fate::kAnswerLost:
      run();
      return false;
    case Fate::kLate:
      link.Later(run);
      return false;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::vector<LaneLease>> MemoryLaneQueue::Lease(
    int32_t destination_id, const std::string& owner, absl::Duration term) {
  absl::StatusOr<std::vector<LaneLease>> held = Unknown();
  const Fate fate = link_.FateOf(Statement::kLease);
  if (fate == Fate::kLate) {
    link_.Later([this, destination_id, owner, term] {
      store_.Lease(destination_id, owner, term).IgnoreError();
    });
  } else if (fate != Fate::kNotDone) {
    held = store_.Lease(destination_id, owner, term);
  }
  if (fate != Fate::kDone) return Unknown();
  return held;
}

absl::StatusOr<queue::LaneCensus> MemoryLaneQueue::Look(
    int32_t destination_id) {
  if (link_.FateOf(Statement::kLookAtOwners) != Fate::kDone) return Unknown();
  return store_.LookAtOwners(destination_id);
}

absl::Status MemoryLaneQueue::Release(int32_t destination_id,
                                      const std::string& owner) {
  const bool answered = Execute(
      link_, Statement::kRelease,
      [this, destination_id, owner] { store_.Release(destination_id, owner); });
  return answered ? absl::OkStatus() : Unknown();
}

absl::StatusOr<std::optional<SealedBatch>> MemoryLaneQueue::Next(
    const LaneLease& lease, const BatchLimits& limits) {
  absl::Status certain = EndDoubt(lease);
  if (!certain.ok()) return certain;
  const int64_t floor = FloorOf(lease);
  if (link_.FateOf(Statement::kLook) != Fate::kDone) return Unknown();
  const MemoryStore::Look look = store_.LookAt(lease, floor);
  if (!look.held && store_.bug() != StoreBug::kNoFence) return LeaseLost();
  queue::LaneFloor& known = floors_[{lease.destination_id, lease.lane}];
  known.OnLooked(look.waiting, look.oldest);
  const int64_t proven = known.proven();
  int64_t batch_id = look.unsettled;
  if (batch_id == 0 && look.waiting) {
    const absl::StatusOr<int64_t> sealed =
        Seal(lease, limits, floor == 0 ? 0 : proven, look.drawn);
    if (!sealed.ok()) return sealed.status();
    batch_id = *sealed;
  }
  if (batch_id == 0) return std::nullopt;
  if (link_.FateOf(Statement::kLoad) != Fate::kDone) return Unknown();
  return store_.Load(batch_id);
}

absl::StatusOr<int64_t> MemoryLaneQueue::Seal(const LaneLease& lease,
                                              const BatchLimits& limits,
                                              int64_t floor, int64_t drawn) {
  // What a late seal answers nobody hears; hence not by reference.
  const Fate fate = link_.FateOf(Statement::kSeal);
  MemoryStore::Sealed sealed;
  if (fate == Fate::kLate) {
    link_.Later(
        [this, lease, limits, floor] { store_.Seal(lease, floor, limits); });
  } else if (fate != Fate::kNotDone) {
    sealed = store_.Seal(lease, floor, limits);
  }
  const LaneKey lane{lease.destination_id, lease.lane};
  if (fate != Fate::kDone) {
    doubtful_[lane] = lease.fence;
    return Unknown();
  }
  if (!sealed.held) return LeaseLost();
  if (sealed.batch_id == 0) return 0;
  horizon_.OnSample(drawn, sealed.own);
  // As if every transaction before the seal had ended.
  const int64_t seen = store_.bug() == StoreBug::kFloorAtOnce
                           ? sealed.last_key
                           : horizon_.Seen(sealed.oldest);
  floors_[lane].OnSealed(sealed.last_key, sealed.own, sealed.oldest, seen);
  return sealed.batch_id;
}

absl::Status MemoryLaneQueue::EndDoubt(const LaneLease& lease) {
  const LaneKey lane{lease.destination_id, lease.lane};
  const auto doubt = doubtful_.find(lane);
  if (doubt == doubtful_.end()) return absl::OkStatus();
  if (doubt->second != lease.fence) {
    doubtful_.erase(doubt);
    return absl::OkStatus();
  }
  const bool raised = Execute(link_, Statement::kRefence,
                              [this, lease] { store_.Refence(lease); });
  if (!raised) return Unknown();
  doubtful_.erase(lane);
  return LeaseLost();
}

int64_t MemoryLaneQueue::FloorOf(const LaneLease& lease) {
  return floors_[{lease.destination_id, lease.lane}].Get(lease.fence,
                                                         clock_.Now());
}

absl::Status MemoryLaneQueue::Settle(const LaneLease& lease, int64_t batch_id,
                                     const std::vector<ItemSettlement>& items) {
  const Fate fate = link_.FateOf(Statement::kSettle);
  MemoryStore::Settled settled;
  if (fate == Fate::kLate) {
    link_.Later([this, lease, batch_id, items] {
      store_.Settle(lease, batch_id, items);
    });
  } else if (fate != Fate::kNotDone) {
    settled = store_.Settle(lease, batch_id, items);
  }
  if (fate != Fate::kDone) return Unknown();
  if (!settled.held) return LeaseLost();
  if (!settled.known) return absl::NotFoundError("the lane has no such batch");
  return absl::OkStatus();
}

absl::StatusOr<queue::WholeRefusal> MemoryLaneQueue::RefuseWhole(
    const LaneLease& lease, int64_t batch_id, int enough) {
  const Fate fate = link_.FateOf(Statement::kRefuse);
  MemoryStore::Refused refused;
  if (fate == Fate::kLate) {
    link_.Later([this, lease, batch_id, enough] {
      store_.RefuseWhole(lease, batch_id, enough);
    });
  } else if (fate != Fate::kNotDone) {
    refused = store_.RefuseWhole(lease, batch_id, enough);
  }
  if (fate != Fate::kDone) {
    doubtful_[{lease.destination_id, lease.lane}] = lease.fence;
    return Unknown();
  }
  if (!refused.held) return LeaseLost();
  if (!refused.known) return absl::NotFoundError("the lane has no such batch");
  return refused.outcome;
}

}  // namespace trivsel::testing
