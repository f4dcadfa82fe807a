#include "gateway/delivery/lane_schedule.h"

#include <algorithm>

namespace trivsel::gateway::delivery {

LaneSchedule::Slot* LaneSchedule::Find(int16_t lane) {
  if (lane < 0 || lane >= queue::kLanes) return nullptr;
  return &slots_[lane];
}

void LaneSchedule::Adopt(const std::vector<queue::LaneLease>& held,
                         absl::Time now) {
  std::array<bool, queue::kLanes> named{};
  for (const queue::LaneLease& lease : held) {
    Slot* slot = Find(lease.lane);
    if (slot == nullptr) continue;
    named[lease.lane] = true;
    if (!slot->lease.has_value()) {
      // A lane that is still in hand under a lost lease stays in hand until it
      // is given back: two threads must never run one lane.
      const bool in_hand = slot->in_hand;
      *slot = Slot();
      slot->in_hand = in_hand;
      slot->due = now;
    }
    slot->lease = lease;
  }
  for (int lane = 0; lane < queue::kLanes; ++lane) {
    if (!named[lane]) slots_[lane].lease.reset();
  }
}

void LaneSchedule::Drop(int16_t lane) {
  if (Slot* slot = Find(lane)) slot->lease.reset();
}

void LaneSchedule::DropAll() {
  for (Slot& slot : slots_) slot.lease.reset();
}

void LaneSchedule::Poke(int16_t lane, absl::Time now) {
  Slot* slot = Find(lane);
  if (slot == nullptr || !slot->lease.has_value()) return;
  slot->poked = true;
  if (slot->in_hand || slot->waiting) return;
  slot->empty_looks = 0;
  slot->due =
      std::min(slot->due, std::max(now, slot->batch_at + options_.linger));
}

std::optional<queue::LaneLease> LaneSchedule::Take(absl::Time now) {
  Slot* best = nullptr;
  for (Slot& slot : slots_) {
    if (!slot.lease.has_value() || slot.in_hand || slot.due > now) continue;
    if (best == nullptr || slot.due < best->due) best = &slot;
  }
  if (best == nullptr) return std::nullopt;
  best->in_hand = true;
  best->taken_at = now;
  best->poked = false;
  best->waiting = false;
  return best->lease;
}

void LaneSchedule::GiveBackBusy(int16_t lane, bool large, absl::Time now) {
  Slot* slot = Find(lane);
  if (slot == nullptr) return;
  slot->in_hand = false;
  slot->failures = 0;
  slot->empty_looks = 0;
  slot->batch_at = slot->taken_at;
  slot->due = large ? now : std::max(now, slot->batch_at + options_.linger);
}

void LaneSchedule::GiveBackEmpty(int16_t lane, absl::Time now, Random& random) {
  Slot* slot = Find(lane);
  if (slot == nullptr) return;
  slot->in_hand = false;
  slot->failures = 0;
  if (slot->poked) {
    slot->empty_looks = 0;
    slot->due = std::max(now, slot->batch_at + options_.linger);
    return;
  }
  const int doublings = std::min(slot->empty_looks++, 10);
  const absl::Duration probe = std::min(
      options_.idle_probe * (int64_t{1} << doublings), options_.idle_probe_max);
  slot->due = now + probe / 2 + probe / 2 * random.Uniform();
}

void LaneSchedule::GiveBackFailed(int16_t lane, absl::Time retry_at) {
  Slot* slot = Find(lane);
  if (slot == nullptr) return;
  slot->in_hand = false;
  slot->waiting = true;
  slot->due = retry_at;
}

int LaneSchedule::CountFailure(int16_t lane) {
  Slot* slot = Find(lane);
  return slot == nullptr ? 1 : ++slot->failures;
}

void LaneSchedule::EndWaits(absl::Time now, absl::Duration spread,
                            Random& random) {
  for (Slot& slot : slots_) {
    if (slot.in_hand || !slot.waiting) continue;
    slot.due = std::min(slot.due, now + spread * random.Uniform());
  }
}

absl::Time LaneSchedule::NextDue() const {
  absl::Time next = absl::InfiniteFuture();
  for (const Slot& slot : slots_) {
    if (slot.lease.has_value() && !slot.in_hand) {
      next = std::min(next, slot.due);
    }
  }
  return next;
}

int LaneSchedule::held() const {
  return static_cast<int>(
      std::count_if(slots_.begin(), slots_.end(),
                    [](const Slot& slot) { return slot.lease.has_value(); }));
}

int LaneSchedule::in_hand() const {
  return static_cast<int>(
      std::count_if(slots_.begin(), slots_.end(),
                    [](const Slot& slot) { return slot.in_hand; }));
}

}  // namespace trivsel::gateway::delivery
