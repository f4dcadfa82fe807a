// What a dispatcher decides, without its threads: which lane runs when, how
// long a failure makes it wait, when a lease is too old to send under.
//
// Pure: time, randomness and what the calls to the outside gave come in. So
// the dispatcher's threads and the simulation (tests/simulation) run the very
// same decisions.
#ifndef TRIVSEL_GATEWAY_DELIVERY_DISPATCH_CORE_H_
#define TRIVSEL_GATEWAY_DELIVERY_DISPATCH_CORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "gateway/delivery/circuit_breaker.h"
#include "gateway/delivery/destination_status.h"
#include "gateway/delivery/dispatcher_options.h"
#include "gateway/delivery/lane_schedule.h"
#include "gateway/delivery/lane_step.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/system/random.h"

namespace trivsel::gateway::delivery {

// Not thread safe: the dispatcher's lock guards it.
class DispatchCore {
 public:
  // `random` must outlive it.
  DispatchCore(DispatcherOptions options, Random& random);

  // A renewal that was begun at `begun` gave these leases: the database counts
  // the term from a later moment, so that is the safe one to count from.
  void OnLeased(const std::vector<queue::LaneLease>& held, absl::Time begun,
                absl::Time now);
  void OnLeaseFailed();
  // A look between renewals: asks for one where lanes are free that we lack, or
  // gateways have come or gone.
  void OnLooked(const queue::LaneCensus& census);
  // How long after the last renewal the next one is due.
  absl::Duration RenewWait() const;
  // Whether a lost lease asks for a renewal before that; once for each asking.
  bool TakeRenewSoon();
  bool renew_soon() const { return renew_soon_; }
  // Whether the leases are young enough to send under.
  bool LeaseFresh(absl::Time now) const;

  // There is new work in the lane.
  void Poke(int16_t lane, absl::Time now);
  // The lane to run now, which is in hand until OnStep; nothing: not yet.
  std::optional<queue::LaneLease> Take(absl::Time now);
  // How long to wait before asking Take again, when nobody pokes; at most
  // `longest`.
  absl::Duration Nap(absl::Time now, absl::Duration longest) const;
  // The lane's step has ended like this: counts it and gives the lane back.
  void OnStep(int16_t lane, const StepResult& step, absl::Time now);
  // The lanes were given up.
  void DropAll() { schedule_.DropAll(); }

  // Without the destination's name.
  DestinationStatus Status(absl::Time now) const;

 private:
  bool Ready(absl::Time now) const;
  void Count(int16_t lane, const StepResult& step, absl::Time now);
  void GiveBack(int16_t lane, const StepResult& step, absl::Time now);
  // The wait that one more failure of the lane brings.
  absl::Duration Backoff(int16_t lane, const BackoffOptions& options);

  const DispatcherOptions options_;
  Random& random_;
  LaneSchedule schedule_;
  CircuitBreaker breaker_;
  DestinationStatus status_;
  bool renew_soon_ = false;
  int owners_ = 1;          // as last seen
  int lease_failures_ = 0;  // in a row
  // When the renewal that we live on was begun.
  absl::Time renewed_at_ = absl::InfinitePast();
  // The receiver asked for a rest until then.
  absl::Time paused_until_ = absl::InfinitePast();
  // Sealing times of unsettled batches, by lane.
  std::map<int16_t, absl::Time> unsettled_;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_DISPATCH_CORE_H_
