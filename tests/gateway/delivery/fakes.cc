#include "tests/gateway/delivery/fakes.h"

#include <algorithm>
#include <utility>

namespace trivsel::gateway::delivery {

using queue::BatchItem;
using queue::ItemSettlement;
using queue::LaneLease;
using queue::SealedBatch;

int64_t MemoryLaneQueue::Add(int16_t lane, const std::string& report_id) {
  std::lock_guard lock(mutex_);
  const int64_t key = ++last_key_;
  lanes_[lane].pending.push_back({key, report_id, "content of " + report_id});
  return key;
}

void MemoryLaneQueue::Steal(int16_t lane) {
  std::lock_guard lock(mutex_);
  ++lanes_[lane].fence;
  lanes_[lane].stolen = true;
}

void MemoryLaneQueue::FailWith(absl::Status status) {
  std::lock_guard lock(mutex_);
  failure_ = std::move(status);
}

bool MemoryLaneQueue::Holds(const LaneLease& lease) const {
  const Lane& lane = lanes_[lease.lane];
  return !lane.stolen && lane.fence == lease.fence;
}

absl::StatusOr<std::vector<LaneLease>> MemoryLaneQueue::Lease(
    int32_t destination_id, const std::string&, absl::Duration) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  std::vector<LaneLease> held;
  for (int16_t lane = 0; lane < queue::kLanes; ++lane) {
    if (lanes_[lane].free) {
      ++lanes_[lane].fence;
      lanes_[lane].stolen = lanes_[lane].free = false;
    }
    if (lanes_[lane].stolen) continue;
    held.push_back({destination_id, lane, lanes_[lane].fence});
  }
  return held;
}

absl::StatusOr<queue::LaneCensus> MemoryLaneQueue::Look(int32_t) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  queue::LaneCensus census{0, 1};
  for (const Lane& lane : lanes_) census.free += lane.free ? 1 : 0;
  return census;
}

void MemoryLaneQueue::Free(int16_t lane) {
  std::lock_guard lock(mutex_);
  lanes_[lane].free = true;
}

absl::Status MemoryLaneQueue::Release(int32_t, const std::string&) {
  std::lock_guard lock(mutex_);
  ++releases_;
  return failure_;
}

absl::StatusOr<std::optional<SealedBatch>> MemoryLaneQueue::Next(
    const LaneLease& lease, const queue::BatchLimits& limits) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  if (!Holds(lease)) return absl::FailedPreconditionError("lease lost");
  Lane& lane = lanes_[lease.lane];
  if (!lane.sealed.empty()) return lane.sealed.front();
  if (lane.pending.empty()) return std::nullopt;
  SealedBatch batch;
  batch.batch_id = ++last_batch_;
  batch.sealed_at = absl::FromUnixSeconds(1'780'000'000);
  while (!lane.pending.empty() &&
         batch.items.size() < static_cast<size_t>(limits.max_reports)) {
    batch.items.push_back(std::move(lane.pending.front()));
    lane.pending.pop_front();
  }
  lane.sealed.push_back(std::move(batch));
  lane.refusals = 0;
  lane.part = false;
  return lane.sealed.front();
}

absl::Status MemoryLaneQueue::Settle(const LaneLease& lease, int64_t batch_id,
                                     const std::vector<ItemSettlement>& items) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  if (!Holds(lease)) return absl::FailedPreconditionError("lease lost");
  Lane& lane = lanes_[lease.lane];
  if (lane.sealed.empty() || lane.sealed.front().batch_id != batch_id) {
    return absl::InternalError("not the batch that is out");
  }
  // The first answer for a report counts; the batch stays out until each of
  // its reports has one.
  for (const ItemSettlement& item : items) {
    settled_.emplace(item.report_key, item);
  }
  const auto& sent = lane.sealed.front().items;
  if (std::all_of(sent.begin(), sent.end(), [this](const BatchItem& item) {
        return settled_.count(item.report_key) > 0;
      })) {
    lane.sealed.pop_front();
    lane.refusals = 0;
  } else {
    ++lane.sealed.front().incomplete_answers;
  }
  return absl::OkStatus();
}

absl::StatusOr<queue::WholeRefusal> MemoryLaneQueue::RefuseWhole(
    const LaneLease& lease, int64_t batch_id, int enough) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  if (!Holds(lease)) return absl::FailedPreconditionError("lease lost");
  Lane& lane = lanes_[lease.lane];
  if (lane.sealed.empty() || lane.sealed.front().batch_id != batch_id) {
    return absl::NotFoundError("not the batch that is out");
  }
  ++lane.refusals;
  SealedBatch& whole = lane.sealed.front();
  if (whole.items.size() == 1) {
    return lane.refusals < enough || settled_.empty()
               ? queue::WholeRefusal::kCounted
               : queue::WholeRefusal::kGiveUp;
  }
  if (lane.refusals < (lane.part ? 1 : enough)) {
    return queue::WholeRefusal::kCounted;
  }
  SealedBatch halves[2];
  const size_t middle = whole.items.size() / 2;
  for (size_t i = 0; i < whole.items.size(); ++i) {
    halves[i < middle ? 0 : 1].items.push_back(whole.items[i]);
  }
  lane.sealed.pop_front();
  for (int i : {1, 0}) {
    halves[i].sealed_at = absl::FromUnixSeconds(1'780'000'001);
    lane.sealed.push_front(std::move(halves[i]));
  }
  // Only the parts are numbered anew: nothing newer is sealed beside them.
  for (int i : {0, 1}) lane.sealed[i].batch_id = ++last_batch_;
  lane.refusals = 0;
  lane.part = true;
  return queue::WholeRefusal::kBrokenUp;
}

std::map<int64_t, ItemSettlement> MemoryLaneQueue::settled() const {
  std::lock_guard lock(mutex_);
  return settled_;
}

int MemoryLaneQueue::releases() const {
  std::lock_guard lock(mutex_);
  return releases_;
}

int64_t MemoryLaneQueue::batches_sealed() const {
  std::lock_guard lock(mutex_);
  return last_batch_;
}

SendResult ScriptedDestination::ConfirmAll(const SealedBatch& batch) {
  SendResult result;
  result.outcome = SendClass::kAnswered;
  for (const BatchItem& item : batch.items) {
    result.items.push_back({item.report_key, queue::ItemOutcome::kConfirmed,
                            "ref-" + item.report_id, ""});
  }
  return result;
}

SendResult ScriptedDestination::Fail(SendClass kind, absl::Duration rest) {
  SendResult result;
  result.outcome = kind;
  result.retry_after = rest;
  result.detail = "as told";
  return result;
}

SendResult ScriptedDestination::Send(const SealedBatch& batch) {
  Answer answer;
  {
    std::lock_guard lock(mutex_);
    ++sends_;
    most_at_once_ = std::max(most_at_once_, ++under_way_);
    std::string content;
    for (const BatchItem& item : batch.items) {
      arrivals_.push_back(item.report_id);
      content += item.report_id + "\n" + item.canonical + "\n";
    }
    const auto [known, fresh] = contents_.emplace(batch.batch_id, content);
    if (!fresh && known->second != content) violated_ = true;
    answer = answer_;
  }
  SendResult result = answer(batch);
  std::lock_guard lock(mutex_);
  --under_way_;
  return result;
}

void ScriptedDestination::SetAnswer(Answer answer) {
  std::lock_guard lock(mutex_);
  answer_ = std::move(answer);
}

std::vector<std::string> ScriptedDestination::arrivals() const {
  std::lock_guard lock(mutex_);
  return arrivals_;
}

int ScriptedDestination::sends() const {
  std::lock_guard lock(mutex_);
  return sends_;
}

int ScriptedDestination::most_at_once() const {
  std::lock_guard lock(mutex_);
  return most_at_once_;
}

bool ScriptedDestination::violated() const {
  std::lock_guard lock(mutex_);
  return violated_;
}

}  // namespace trivsel::gateway::delivery
