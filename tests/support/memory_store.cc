#include "tests/support/memory_store.h"

#include <algorithm>

namespace trivsel::testing {

using queue::Draft;
using queue::ItemOutcome;
using queue::ItemSettlement;
using queue::LaneLease;
using queue::Verdict;

MemoryStore::Transaction MemoryStore::Begin(std::vector<const Draft*> drafts) {
  Transaction transaction;
  transaction.number = ++last_transaction_;
  transaction.begun = clock_.Now();
  for (size_t i = 0; i < drafts.size(); ++i) {
    transaction.keys.push_back(++last_key_);
  }
  transaction.drafts = std::move(drafts);
  running_.insert(transaction.number);
  return transaction;
}

std::vector<bool> MemoryStore::Commit(const Transaction& transaction) {
  running_.erase(transaction.number);
  std::vector<bool> fresh;
  for (size_t i = 0; i < transaction.drafts.size(); ++i) {
    const Draft& draft = *transaction.drafts[i];
    const bool is_new = submissions_
                            .try_emplace({draft.submitter_id, draft.report_id},
                                         transaction.keys[i])
                            .second;
    fresh.push_back(is_new || bug_ == StoreBug::kStoreTwice);
    if (fresh.back()) Store(transaction.keys[i], draft, transaction.begun);
  }
  return fresh;
}

void MemoryStore::Abort(const Transaction& transaction) {
  running_.erase(transaction.number);
}

void MemoryStore::Store(int64_t key, const Draft& draft, absl::Time at) {
  reports_[key] = {draft, at};
  if (draft.verdict == Verdict::kRejected) {
    rejections_.emplace(key, "validator");
    if (bug_ != StoreBug::kQueueRejected) return;
  }
  const size_t size =
      draft.canonical.empty() ? draft.content.size() : draft.canonical.size();
  for (auto& [id, destination] : destinations_) {
    destination.lanes[draft.lane].pending[key] = static_cast<int64_t>(size);
  }
}

int64_t MemoryStore::Find(int32_t submitter_id,
                          const std::string& report_id) const {
  const auto found = submissions_.find({submitter_id, report_id});
  return found == submissions_.end() ? 0 : found->second;
}

int32_t MemoryStore::OpenDestination(std::string_view name) {
  for (const auto& [id, destination] : destinations_) {
    if (destination.name == name) return id;
  }
  const int32_t id = static_cast<int32_t>(destinations_.size()) + 1;
  destinations_[id].name = std::string(name);
  return id;
}

absl::StatusOr<std::vector<LaneLease>> MemoryStore::Lease(
    int32_t destination_id, const std::string& owner, absl::Duration term) {
  const auto found = destinations_.find(destination_id);
  if (found == destinations_.end()) {
    return absl::NotFoundError("there is no such destination");
  }
  Destination& destination = found->second;
  const absl::Time now = clock_.Now();
  std::erase_if(destination.seen_until, [now](const auto& seen) {
    return seen.second < now - absl::Hours(1);
  });
  destination.seen_until[owner] = now + term;
  const auto owners = std::count_if(
      destination.seen_until.begin(), destination.seen_until.end(),
      [now](const auto& seen) { return seen.second > now; });
  const size_t share = (queue::kLanes + owners - 1) / owners;

  std::vector<int16_t> mine, free;
  for (int16_t n = 0; n < queue::kLanes; ++n) {
    const Lane& lane = destination.lanes[n];
    if (lane.lease_until <= now) {
      free.push_back(n);
    } else if (lane.owner == owner) {
      mine.push_back(n);
    }
  }
  // Lanes with a batch out first.
  std::stable_partition(mine.begin(), mine.end(), [&](int16_t n) {
    return !destination.lanes[n].unsettled.empty();
  });
  const size_t had = mine.size();
  for (size_t i = share; i < had; ++i) {
    destination.lanes[mine[i]].owner.clear();
    destination.lanes[mine[i]].lease_until = absl::InfinitePast();
  }
  mine.resize(std::min(share, had));
  for (size_t i = 0; i < free.size() && had + i < share; ++i) {
    destination.lanes[free[i]].owner = owner;
    ++destination.lanes[free[i]].fence;
    mine.push_back(free[i]);
  }
  std::sort(mine.begin(), mine.end());
  std::vector<LaneLease> held;
  for (const int16_t n : mine) {
    destination.lanes[n].lease_until = now + term;
    held.push_back({destination_id, n, destination.lanes[n].fence});
  }
  return held;
}

queue::LaneCensus MemoryStore::LookAtOwners(int32_t destination_id) const {
  queue::LaneCensus census;
  const auto found = destinations_.find(destination_id);
  if (found == destinations_.end()) return census;
  const absl::Time now = clock_.Now();
  for (const Lane& lane : found->second.lanes) {
    census.free += lane.lease_until <= now ? 1 : 0;
  }
  for (const auto& [owner, until] : found->second.seen_until) {
    census.owners += until > now ? 1 : 0;
  }
  return census;
}

void MemoryStore::Release(int32_t destination_id, const std::string& owner) {
  Destination& destination = destinations_[destination_id];
  destination.seen_until.erase(owner);
  for (Lane& lane : destination.lanes) {
    if (lane.owner != owner) continue;
    lane.owner.clear();
    lane.lease_until = absl::InfinitePast();
  }
}

const MemoryStore::Lane& MemoryStore::LaneOf(const LaneLease& lease) const {
  return destinations_.at(lease.destination_id).lanes.at(lease.lane);
}

MemoryStore::Lane& MemoryStore::LaneOf(const LaneLease& lease) {
  return destinations_.at(lease.destination_id).lanes.at(lease.lane);
}

bool MemoryStore::Holds(const LaneLease& lease) const {
  const Lane& lane = LaneOf(lease);
  return lane.fence == lease.fence && lane.lease_until > clock_.Now();
}

MemoryStore::Look MemoryStore::LookAt(const LaneLease& lease,
                                      int64_t floor) const {
  const Lane& lane = LaneOf(lease);
  Look look;
  look.held = Holds(lease);
  const auto first = lane.pending.lower_bound(floor);
  if (first != lane.pending.end()) look.waiting = first->first;
  const bool beside = bug_ == StoreBug::kSealBesideUnsettled && look.waiting;
  if (!lane.unsettled.empty() && !beside) {
    look.unsettled = *lane.unsettled.begin();
  }
  look.oldest = running_.empty() ? last_transaction_ + 1 : *running_.begin();
  look.drawn = last_key_;
  return look;
}

std::vector<int64_t> MemoryStore::TakePending(
    Lane* lane, int64_t floor, const queue::BatchLimits& limits) {
  std::vector<int64_t> taken;
  int64_t bytes = 0;
  for (auto at = lane->pending.lower_bound(floor);
       at != lane->pending.end() &&
       taken.size() < static_cast<size_t>(limits.max_reports);
       ++at) {
    bytes += at->second;
    if (!taken.empty() && bytes > limits.max_bytes) break;
    taken.push_back(at->first);
  }
  if (bug_ == StoreBug::kSealWithoutOrder && lane->pending.size() > 1) {
    taken = {lane->pending.rbegin()->first};
  }
  if (bug_ != StoreBug::kSealKeepsPending) {
    for (const int64_t key : taken) lane->pending.erase(key);
  }
  return taken;
}

MemoryStore::Sealed MemoryStore::Seal(const LaneLease& lease, int64_t floor,
                                      const queue::BatchLimits& limits) {
  Sealed sealed;
  sealed.own = ++last_transaction_;
  sealed.oldest = running_.empty() ? sealed.own : *running_.begin();
  sealed.held = Holds(lease) || bug_ == StoreBug::kNoFence;
  if (!sealed.held) return sealed;
  Lane& lane = LaneOf(lease);
  Batch batch;
  batch.report_keys = TakePending(&lane, floor, limits);
  if (batch.report_keys.empty()) return sealed;
  batch.destination_id = lease.destination_id;
  batch.lane = lease.lane;
  batch.fence = lease.fence;
  batch.sealed_at = clock_.Now();
  sealed.batch_id = ++last_batch_;
  sealed.last_key = batch.report_keys.back();
  lane.unsettled.insert(sealed.batch_id);
  batches_[sealed.batch_id] = std::move(batch);
  return sealed;
}

void MemoryStore::Refence(const LaneLease& lease) {
  Lane& lane = LaneOf(lease);
  if (lane.fence == lease.fence) ++lane.fence;
}

queue::SealedBatch MemoryStore::Load(int64_t batch_id) const {
  const Batch& batch = batches_.at(batch_id);
  queue::SealedBatch loaded;
  loaded.batch_id = batch_id;
  loaded.sealed_at = batch.sealed_at;
  loaded.incomplete_answers = batch.incomplete_answers;
  const auto add = [&](int64_t key) {
    const Draft& draft = reports_.at(key).draft;
    loaded.items.push_back(
        {key, draft.report_id,
         draft.canonical.empty() ? draft.content : draft.canonical});
  };
  for (const int64_t key : batch.report_keys) add(key);
  if (bug_ == StoreBug::kGrowUnsettled) {
    const Lane& lane = LaneOf({batch.destination_id, batch.lane, 0});
    for (const auto& [key, size] : lane.pending) add(key);
  }
  return loaded;
}

MemoryStore::Settled MemoryStore::Settle(
    const LaneLease& lease, int64_t batch_id,
    const std::vector<ItemSettlement>& items) {
  Settled settled;
  settled.held = Holds(lease);
  if (!settled.held) return settled;
  const auto found = batches_.find(batch_id);
  settled.known = found != batches_.end() &&
                  found->second.destination_id == lease.destination_id &&
                  found->second.lane == lease.lane;
  if (!settled.known || found->second.settled) return settled;
  Batch& batch = found->second;
  const auto in_batch = [&batch](int64_t key) {
    return std::count(batch.report_keys.begin(), batch.report_keys.end(), key) >
           0;
  };
  for (const ItemSettlement& item : items) {
    if (!in_batch(item.report_key)) continue;
    const bool first = receipts_
                           .try_emplace({item.report_key, lease.destination_id},
                                        Receipt{batch_id, item})
                           .second;
    if (first && item.outcome != ItemOutcome::kConfirmed) {
      rejections_.emplace(item.report_key, "receiver");
    }
  }
  if (bug_ == StoreBug::kSettleWhatIsNotThere && !items.empty()) {
    for (const int64_t key : batch.report_keys) {
      receipts_.try_emplace({key, lease.destination_id},
                            Receipt{batch_id, items.front()});
    }
  }
  batch.settled = std::all_of(
      batch.report_keys.begin(), batch.report_keys.end(),
      [&](int64_t key) { return FindReceipt(key, lease.destination_id); });
  if (bug_ == StoreBug::kSettleInPart) batch.settled = true;
  if (batch.settled) {
    LaneOf(lease).unsettled.erase(batch_id);
    batch.settled_at = clock_.Now();
  } else {
    ++batch.incomplete_answers;
  }
  return settled;
}

bool MemoryStore::HasTaken(int32_t destination_id, absl::Time since) const {
  return std::any_of(batches_.begin(), batches_.end(), [&](const auto& entry) {
    const Batch& batch = entry.second;
    return batch.destination_id == destination_id && batch.settled &&
           batch.settled_at > since && !batch.broken_up &&
           batch.whole_refusals == 0 && batch.incomplete_answers == 0;
  });
}

MemoryStore::Refused MemoryStore::RefuseWhole(const LaneLease& lease,
                                              int64_t batch_id, int enough) {
  Refused refused;
  refused.held = Holds(lease);
  if (!refused.held) return refused;
  const auto found = batches_.find(batch_id);
  refused.known = found != batches_.end() && !found->second.settled &&
                  found->second.destination_id == lease.destination_id &&
                  found->second.lane == lease.lane;
  if (!refused.known) return refused;
  Batch& batch = found->second;
  if (!batch.refused_since.has_value()) batch.refused_since = clock_.Now();
  const int refusals = ++batch.whole_refusals;
  if (batch.report_keys.size() == 1) {
    if (refusals >= enough &&
        HasTaken(batch.destination_id, *batch.refused_since)) {
      refused.outcome = queue::WholeRefusal::kGiveUp;
    }
  } else if (refusals >= (batch.part_of == 0 ? enough : 1)) {
    refused.outcome = queue::WholeRefusal::kBrokenUp;
    BreakUp(lease, batch_id);
  }
  return refused;
}

void MemoryStore::BreakUp(const LaneLease& lease, int64_t batch_id) {
  Batch& whole = batches_.at(batch_id);
  std::vector<int64_t> open;
  for (const int64_t key : whole.report_keys) {
    if (FindReceipt(key, whole.destination_id) == nullptr) open.push_back(key);
  }
  const auto middle = open.begin() + static_cast<int64_t>(open.size() / 2);
  std::vector<std::vector<int64_t>> parts = {{open.begin(), middle},
                                             {middle, open.end()}};
  Lane& lane = LaneOf(lease);
  // Parts that wait behind this one stay behind it, under new ids.
  for (auto at = lane.unsettled.upper_bound(batch_id);
       at != lane.unsettled.end() && bug_ != StoreBug::kPartsOvertake;) {
    Batch& later = batches_.at(*at);
    parts.push_back(later.report_keys);
    later.settled = later.broken_up = true;
    later.settled_at = clock_.Now();
    at = lane.unsettled.erase(at);
  }
  for (const std::vector<int64_t>& keys : parts) {
    if (keys.empty()) continue;
    Batch part;
    part.destination_id = whole.destination_id;
    part.lane = whole.lane;
    part.fence = lease.fence;
    part.report_keys = keys;
    part.sealed_at = clock_.Now();
    part.refused_since = whole.refused_since;
    part.part_of = batch_id;
    lane.unsettled.insert(++last_batch_);
    batches_[last_batch_] = std::move(part);
  }
  whole.settled = whole.broken_up = true;
  whole.settled_at = clock_.Now();
  lane.unsettled.erase(batch_id);
}

void MemoryStore::Expire(const std::string& owner) {
  const absl::Time past = clock_.Now() - absl::Seconds(1);
  for (auto& [id, destination] : destinations_) {
    if (destination.seen_until.contains(owner)) {
      destination.seen_until[owner] = past;
    }
    for (Lane& lane : destination.lanes) {
      if (lane.owner == owner) lane.lease_until = past;
    }
  }
}

void MemoryStore::GiveTo(int32_t destination_id, int16_t lane,
                         const std::string& owner, absl::Time until) {
  Lane& given = destinations_.at(destination_id).lanes.at(lane);
  given.owner = owner;
  ++given.fence;
  given.lease_until = until;
}

const MemoryStore::Receipt* MemoryStore::FindReceipt(
    int64_t report_key, int32_t destination_id) const {
  const auto found = receipts_.find({report_key, destination_id});
  return found == receipts_.end() ? nullptr : &found->second;
}

bool MemoryStore::IsPending(int64_t report_key, int32_t destination_id) const {
  const Draft& draft = reports_.at(report_key).draft;
  return destinations_.at(destination_id)
      .lanes[draft.lane]
      .pending.contains(report_key);
}

bool MemoryStore::Drained() const {
  return std::all_of(
      destinations_.begin(), destinations_.end(), [](const auto& entry) {
        return std::all_of(entry.second.lanes.begin(), entry.second.lanes.end(),
                           [](const Lane& lane) {
                             return lane.pending.empty() &&
                                    lane.unsettled.empty();
                           });
      });
}

}  // namespace trivsel::testing
