#include "gateway/queue/lane_floor.h"

#include <algorithm>

namespace trivsel::gateway::queue {

int64_t LaneFloor::Get(int64_t fence, absl::Time now) {
  // A clock that was set back makes an old floor young; hence both sides.
  const bool alive = now >= born_ && now - born_ < kLife;
  if (fence != fence_ || !alive) {
    *this = LaneFloor();
    fence_ = fence;
    born_ = now;
  }
  return floor_;
}

void LaneFloor::OnSealed(int64_t last_key, int64_t own, int64_t oldest) {
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
