#include "gateway/queue/lane_floor.h"

#include <algorithm>

#include "gateway/queue/lane_queue.h"

namespace trivsel::gateway::queue {

void LaneFloor::OnLeased(int64_t fence, int64_t kept, absl::Time now) {
  if (fence != fence_) {
    *this = LaneFloor();
    fence_ = fence;
    walked_ = now;
  }
  floor_ = std::max(floor_, kept);
}

int64_t LaneFloor::Get(int64_t fence, absl::Time now) {
  if (fence != fence_) OnLeased(fence, 0, now);
  // A clock that was set back makes an old walk young; hence both sides.
  if (now >= walked_ && now - walked_ < pause_) return floor_;
  walked_ = now;
  return 0;
}

void LaneFloor::OnWalked(absl::Duration took) {
  pause_ = std::max(kLeastPause, took * 100 * kLanes);
}

void LaneFloor::OnLooked(std::optional<int64_t> first, int64_t oldest) {
  if (candidate_own_ == 0 || oldest < candidate_own_) return;
  const int64_t above = candidate_key_ + 1;
  floor_ = std::max(floor_, std::min(above, first.value_or(above)));
  candidate_own_ = 0;
}

void LaneFloor::OnSealed(int64_t last_key, int64_t own, int64_t oldest,
                         int64_t seen) {
  // It took the smallest: of what it saw, nothing is left below its last key.
  if (seen != 0) floor_ = std::max(floor_, std::min(seen, last_key) + 1);
  if (last_key <= seen) {
    candidate_own_ = 0;
    return;
  }
  if (candidate_own_ != 0 && oldest < candidate_own_) return;
  if (candidate_own_ != 0) {
    // This seal saw all that could come below the candidate, and took the
    // smallest: what is left lies above its own last key too.
    floor_ = std::max(floor_, std::min(candidate_key_, last_key) + 1);
  }
  candidate_key_ = last_key;
  candidate_own_ = own;
}

}  // namespace trivsel::gateway::queue
