// Where a lane's pending reports begin: spares a seal the walk over index
// entries of reports that are long gone.
#ifndef TRIVSEL_GATEWAY_QUEUE_LANE_FLOOR_H_
#define TRIVSEL_GATEWAY_QUEUE_LANE_FLOOR_H_

#include <cstdint>
#include <optional>

#include "absl/time/time.h"

namespace trivsel::gateway::queue {

// A key below which nothing is pending and nothing will be.
//
// Keys do not become visible in their order: another gateway's commit may still
// bring a key smaller than one that was sealed. A floor above it would let a
// child's later report overtake that one. So a key becomes the floor only when
// every transaction that could have drawn a smaller one has ended, and a look
// or a seal after that has seen what they left: a transaction gets its number
// before it draws keys, and thus before the number of the seal that saw a later
// key.
//
// While somebody pins an old snapshot nobody can clean away what was taken, and
// each key of it is a page to visit. So the look, which comes before each seal,
// proves what it can, and what is below the horizon
// (gateway/queue/key_horizon.h) is proven by the seal itself.
//
// What is proven is true for ever and is kept in the lane's row, so that the
// next holder begins there. Still a hint: now and then a walk from the first
// key makes sure; what it costs decides how often. Not thread safe.
class LaneFloor {
 public:
  // The least time between two such walks; all lanes together spend no more
  // than a hundredth of their time on them.
  static constexpr absl::Duration kLeastPause = absl::Seconds(10);

  // The lane is held under this fence; its row says `kept`.
  void OnLeased(int64_t fence, int64_t kept, absl::Time now);

  // The key to begin with, for a holder with this fence; 0: walk over all.
  int64_t Get(int64_t fence, absl::Time now);

  // A walk over all, begun by Get() with 0, took so long.
  void OnWalked(absl::Duration took);

  // A look that began at Get() found `first` to be the first key that waits, if
  // any does. `oldest` is the number of the oldest transaction that ran then.
  void OnLooked(std::optional<int64_t> first, int64_t oldest);

  // A seal that began at Get(), or at what a look that began there has proven,
  // took all up to `last_key`. `own` is the number of its transaction, `oldest`
  // that of the oldest that ran when it began; it saw all up to `seen` that
  // will ever be (0: unknown).
  void OnSealed(int64_t last_key, int64_t own, int64_t oldest, int64_t seen);

  // What is proven so far; 0: nothing.
  int64_t proven() const { return floor_; }

 private:
  int64_t fence_ = -1;
  absl::Time walked_ = absl::InfinitePast();
  absl::Duration pause_ = kLeastPause;
  int64_t floor_ = 0;
  // Becomes the floor when all before transaction candidate_own_ have ended.
  int64_t candidate_key_ = 0;
  int64_t candidate_own_ = 0;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_LANE_FLOOR_H_
