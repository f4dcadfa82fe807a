// Where a lane's pending reports begin: spares a seal the walk over index
// entries of reports that are long gone.
#ifndef TRIVSEL_GATEWAY_QUEUE_LANE_FLOOR_H_
#define TRIVSEL_GATEWAY_QUEUE_LANE_FLOOR_H_

#include <cstdint>

#include "absl/time/time.h"

namespace trivsel::gateway::queue {

// A key below which nothing is pending and nothing will be.
//
// Keys do not become visible in their order: another gateway's commit may still
// bring a key smaller than one that was sealed. A floor above it would let a
// child's later report overtake that one. So a key becomes the floor only when
// every transaction that could have drawn a smaller one has ended, and a seal
// after that has taken what they left: a transaction gets its number before it
// draws keys, and thus before the number of the seal that saw a later key.
//
// Still a hint: it is forgotten after a while, and costs time if wrong, never
// a report. Not thread safe.
class LaneFloor {
 public:
  static constexpr absl::Duration kLife = absl::Seconds(10);

  // The key to begin with, for a holder with this fence.
  int64_t Get(int64_t fence, absl::Time now);

  // A seal that began at Get() took all up to `last_key`. `own` is the number
  // of its transaction, `oldest` that of the oldest that ran when it began.
  void OnSealed(int64_t last_key, int64_t own, int64_t oldest);

 private:
  int64_t fence_ = -1;
  absl::Time born_ = absl::InfinitePast();
  int64_t floor_ = 0;
  // Becomes the floor when all before transaction candidate_own_ have ended.
  int64_t candidate_key_ = 0;
  int64_t candidate_own_ = 0;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_LANE_FLOOR_H_
