// Carries the lanes of one destination: leases them, sends their batches and
// records the answers.
//
//   lease thread    every renew_every: LaneQueue::Lease -> LaneSchedule
//   sender threads  LaneSchedule -> Next -> Send -> Settle -> give back
//
// A lane is in the hands of at most one thread and its next batch is not taken
// before the last one is settled: so one child's reports stay in order.
#ifndef TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_H_
#define TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_H_

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gateway/delivery/circuit_breaker.h"
#include "gateway/delivery/destination.h"
#include "gateway/delivery/destination_status.h"
#include "gateway/delivery/lane_schedule.h"
#include "gateway/delivery/lane_step.h"
#include "gateway/delivery/send_policy.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"

namespace trivsel::gateway::delivery {

struct DispatcherOptions {
  int32_t destination_id = 0;
  // Names this process among the gateways on one database; unique.
  std::string owner;
  // Batches under way at the same time.
  int senders = 4;
  absl::Duration lease_term = absl::Seconds(15);
  absl::Duration renew_every = absl::Seconds(5);
  queue::BatchLimits limits;
  ScheduleOptions schedule;
  // Waits after the receiver's failures, and after those of our own store.
  BackoffOptions backoff;
  BackoffOptions store_backoff = {absl::Milliseconds(200), 2, absl::Seconds(2)};
  BreakerOptions breaker;
};

// Thread safe. Start once, Stop once.
class Dispatcher {
 public:
  // Told of every step that did or failed at something (not of empty looks),
  // on a sender thread, without a lock; must not block for long. For logs.
  using Observer = std::function<void(const StepResult&, int16_t lane)>;

  // All pointers must outlive the dispatcher; none may be null.
  Dispatcher(queue::LaneQueue* queue, Destination* destination, Clock* clock,
             Random* random, DispatcherOptions options,
             Observer observer = nullptr);
  // Stops if that was not done.
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  void Start();
  // A report was committed to this lane. Cheap; any thread.
  void Poke(int16_t lane);
  // Lets the batches under way finish (at most the destination's timeout),
  // leaves all else sealed or pending, gives the lanes back.
  void Stop();

  DestinationStatus Status() const;

 private:
  void LeaseLoop();
  // True if the queue answered.
  bool RenewLeases();
  void SendLoop();
  // The next lane to run, after waiting for it; empty at the stop.
  std::optional<queue::LaneLease> WaitForLane();
  bool LeaseFresh() const;
  void Account(int16_t lane, const StepResult& step);
  void GiveBack(int16_t lane, const StepResult& step, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Count(int16_t lane, const StepResult& step, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  queue::LaneQueue& queue_;
  Destination& destination_;
  Clock& clock_;
  Random& random_;
  const DispatcherOptions options_;
  const Observer observer_;

  mutable absl::Mutex mutex_;
  absl::CondVar work_changed_;
  absl::CondVar lease_wanted_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool renew_soon_ ABSL_GUARDED_BY(mutex_) = false;
  // When the renewal that we live on was begun.
  absl::Time renewed_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  // The receiver asked for a rest until then.
  absl::Time paused_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  LaneSchedule schedule_ ABSL_GUARDED_BY(mutex_);
  CircuitBreaker breaker_ ABSL_GUARDED_BY(mutex_);
  DestinationStatus status_ ABSL_GUARDED_BY(mutex_);
  // Sealing times of unsettled batches, by lane.
  std::map<int16_t, absl::Time> unsettled_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_H_
