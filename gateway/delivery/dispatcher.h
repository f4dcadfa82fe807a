// Carries the lanes of one destination: leases them, sends their batches and
// records the answers.
//
//   lease thread    every renew_every: LaneQueue::Lease -> LaneSchedule
//                   every look_every: LaneQueue::Look, whether to lease sooner
//   sender threads  LaneSchedule -> Next -> Send -> Settle -> give back
//
// What they decide is in DispatchCore and LaneStep.
//
// A lane is in the hands of at most one thread and its next batch is not taken
// before the last one is settled: so one child's reports stay in order.
#ifndef TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_H_
#define TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "gateway/delivery/destination.h"
#include "gateway/delivery/destination_status.h"
#include "gateway/delivery/dispatch_core.h"
#include "gateway/delivery/dispatcher_options.h"
#include "gateway/delivery/lane_step.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"

namespace trivsel::gateway::delivery {

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
  void RenewLeases();
  // Until it is time, a lease was lost, or there are lanes to be had. False: at
  // the stop.
  bool WaitToRenew();
  void LookAtLanes();
  void SendLoop();
  // The next lane to run, after waiting for it; empty at the stop.
  std::optional<queue::LaneLease> WaitForLane();
  bool LeaseFresh() const;
  void Account(int16_t lane, const StepResult& step);

  queue::LaneQueue& queue_;
  Destination& destination_;
  Clock& clock_;
  const DispatcherOptions options_;
  const Observer observer_;

  // Not absl's: those wait until a moment of the wall clock, and would sleep
  // for hours when it is set back.
  mutable std::mutex mutex_;
  std::condition_variable work_changed_;
  std::condition_variable lease_wanted_;
  bool stopping_ = false;  // guarded by mutex_
  DispatchCore core_;      // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_H_
