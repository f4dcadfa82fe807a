// Which lane runs next, and when.
#ifndef TRIVSEL_GATEWAY_DELIVERY_LANE_SCHEDULE_H_
#define TRIVSEL_GATEWAY_DELIVERY_LANE_SCHEDULE_H_

#include <array>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/system/random.h"

namespace trivsel::gateway::delivery {

struct ScheduleOptions {
  // No sooner after a lane's last batch was begun is the next small one: a
  // report that comes alone goes at once, a stream of them in batches.
  absl::Duration linger = absl::Milliseconds(25);
  // A lane without work is looked at again after this long (another gateway
  // may have committed to it); doubles up to the second value while it stays
  // empty. Jitter: between half and all of it.
  absl::Duration idle_probe = absl::Milliseconds(200);
  absl::Duration idle_probe_max = absl::Seconds(1);
};

// The lanes held by this process, each at most once in hand. Pure: time and
// randomness come in. Not thread safe: the dispatcher's lock guards it.
class LaneSchedule {
 public:
  explicit LaneSchedule(ScheduleOptions options) : options_(options) {}

  // Takes over what the queue says is held now; lanes not named are dropped.
  void Adopt(const std::vector<queue::LaneLease>& held, absl::Time now);
  // The lane's lease is lost.
  void Drop(int16_t lane);
  void DropAll();

  // There is new work in the lane. Does not cut a wait after a failure short.
  void Poke(int16_t lane, absl::Time now);

  // The lane that has been due the longest, now in hand.
  std::optional<queue::LaneLease> Take(absl::Time now);

  // Gives a lane back: after a batch (`large`: there will be more, at once);
  // empty; or to wait.
  void GiveBackBusy(int16_t lane, bool large, absl::Time now);
  void GiveBackEmpty(int16_t lane, absl::Time now, Random& random);
  void GiveBackFailed(int16_t lane, absl::Time retry_at);

  // Failures in a row of a lane, counting the one to be given back now.
  int CountFailure(int16_t lane);
  // The receiver is up again: lanes that wait after a failure are due, spread
  // over `spread`.
  void EndWaits(absl::Time now, absl::Duration spread, Random& random);

  // When Take may next give something; InfiniteFuture if no lane is idle.
  absl::Time NextDue() const;
  int held() const;
  int in_hand() const;

 private:
  struct Slot {
    std::optional<queue::LaneLease> lease;
    bool in_hand = false;
    bool poked = false;    // while in hand
    bool waiting = false;  // after a failure
    int failures = 0;
    int empty_looks = 0;
    absl::Time due;
    absl::Time taken_at = absl::InfinitePast();
    absl::Time batch_at = absl::InfinitePast();  // the last batch was begun
  };
  Slot* Find(int16_t lane);

  const ScheduleOptions options_;
  std::array<Slot, queue::kLanes> slots_;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_LANE_SCHEDULE_H_
