// How a destination is doing, for metrics, health and the operators.
#ifndef TRIVSEL_GATEWAY_DELIVERY_DESTINATION_STATUS_H_
#define TRIVSEL_GATEWAY_DELIVERY_DESTINATION_STATUS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace trivsel::gateway::delivery {

// Counts are since the start of the process.
struct DestinationStatus {
  std::string name;
  int lanes_held = 0;
  int lanes_in_hand = 0;
  bool breaker_open = false;
  int consecutive_failures = 0;
  // How long the oldest sealed batch that this process knows to be unsettled
  // has waited since it was sealed; zero if there is none.
  absl::Duration oldest_undelivered_age = absl::ZeroDuration();
  absl::Time last_answer_at = absl::InfinitePast();
  int64_t batches_settled = 0;
  int64_t reports_confirmed = 0;
  int64_t reports_refused = 0;
  int64_t reports_unanswered = 0;
  int64_t transient_failures = 0;
  int64_t overloaded = 0;
  // Batches that the receiver would not take as a whole, or did not answer for
  // completely. More than zero wants a person.
  int64_t batch_faults = 0;
  // Sends to a receiver that does not deal with us. As above.
  int64_t turned_away = 0;
  int64_t store_faults = 0;
  int64_t leases_lost = 0;
  // The latest failure in words, without data of reports.
  std::string last_failure;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_DESTINATION_STATUS_H_
