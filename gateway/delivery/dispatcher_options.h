// How a dispatcher carries the lanes of one destination.
#ifndef TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_OPTIONS_H_
#define TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_OPTIONS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "gateway/delivery/circuit_breaker.h"
#include "gateway/delivery/lane_schedule.h"
#include "gateway/delivery/lane_step.h"
#include "gateway/delivery/send_policy.h"
#include "gateway/queue/lane_queue.h"

namespace trivsel::gateway::delivery {

struct DispatcherOptions {
  int32_t destination_id = 0;
  // Names this process among the gateways on one database; unique.
  std::string owner;
  // Batches under way at the same time.
  int senders = 4;
  absl::Duration lease_term = absl::Seconds(15);
  // 0: a third of the term.
  absl::Duration renew_every = absl::ZeroDuration();
  // Between looks for lanes that came free: a dead gateway's lanes are taken
  // this long after their leases have run out, at most.
  absl::Duration look_every = absl::Milliseconds(500);
  queue::BatchLimits limits;
  ScheduleOptions schedule;
  // Waits after the receiver's failures, and after those of our own store.
  BackoffOptions backoff;
  BackoffOptions store_backoff = {absl::Milliseconds(200), 2, absl::Seconds(2)};
  BreakerOptions breaker;
  GiveUpOptions give_up;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_DISPATCHER_OPTIONS_H_
