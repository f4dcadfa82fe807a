#include "tests/gateway/delivery/fakes.h"

#include <algorithm>
#include <utility>

namespace trivsel::gateway::delivery {

using queue::BatchItem;
using queue::ItemSettlement;
using queue::LaneLease;
using queue::SealedBatch;

MemoryLaneQueue::MemoryLaneQueue()
    : store_(clock_),
      destination_id_(store_.OpenDestination("test")),
      queue_(&store_, &link_, &clock_) {
  store_.Lease(destination_id_, "test", absl::InfiniteDuration()).IgnoreError();
}

int64_t MemoryLaneQueue::Add(int16_t lane, const std::string& report_id) {
  std::lock_guard lock(mutex_);
  queue::Draft draft;
  draft.submitter_id = 1;
  draft.report_id = report_id;
  draft.verdict = queue::Verdict::kAccepted;
  draft.lane = lane;
  draft.content = "content of " + report_id;
  const auto transaction = store_.Begin({&draft});
  store_.Commit(transaction);
  return transaction.keys.front();
}

void MemoryLaneQueue::Steal(int16_t lane) {
  std::lock_guard lock(mutex_);
  store_.GiveTo(destination_id_, lane, "thief", absl::InfiniteFuture());
}

void MemoryLaneQueue::Free(int16_t lane) {
  std::lock_guard lock(mutex_);
  store_.GiveTo(destination_id_, lane, "thief", absl::InfinitePast());
}

void MemoryLaneQueue::FailWith(absl::Status status) {
  std::lock_guard lock(mutex_);
  failure_ = std::move(status);
}

absl::StatusOr<std::vector<LaneLease>> MemoryLaneQueue::Lease(
    int32_t destination_id, const std::string& owner, absl::Duration) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  return queue_.Lease(destination_id, owner, absl::InfiniteDuration());
}

absl::StatusOr<queue::LaneCensus> MemoryLaneQueue::Look(
    int32_t destination_id) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  return queue_.Look(destination_id);
}

absl::Status MemoryLaneQueue::Release(int32_t destination_id,
                                      const std::string& owner) {
  std::lock_guard lock(mutex_);
  ++releases_;
  if (!failure_.ok()) return failure_;
  return queue_.Release(destination_id, owner);
}

absl::StatusOr<std::optional<SealedBatch>> MemoryLaneQueue::Next(
    const LaneLease& lease, const queue::BatchLimits& limits) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  return queue_.Next(lease, limits);
}

absl::Status MemoryLaneQueue::Settle(const LaneLease& lease, int64_t batch_id,
                                     const std::vector<ItemSettlement>& items) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  return queue_.Settle(lease, batch_id, items);
}

absl::StatusOr<queue::WholeRefusal> MemoryLaneQueue::RefuseWhole(
    const LaneLease& lease, int64_t batch_id, int enough) {
  std::lock_guard lock(mutex_);
  if (!failure_.ok()) return failure_;
  return queue_.RefuseWhole(lease, batch_id, enough);
}

std::map<int64_t, ItemSettlement> MemoryLaneQueue::settled() const {
  std::lock_guard lock(mutex_);
  std::map<int64_t, ItemSettlement> settled;
  for (const auto& [key, report] : store_.reports()) {
    const auto* receipt = store_.FindReceipt(key, destination_id_);
    if (receipt != nullptr) settled[key] = receipt->answer;
  }
  return settled;
}

int MemoryLaneQueue::releases() const {
  std::lock_guard lock(mutex_);
  return releases_;
}

int64_t MemoryLaneQueue::batches_sealed() const {
  std::lock_guard lock(mutex_);
  return static_cast<int64_t>(store_.batches().size());
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
