// Tells a receiver that is down from one lane that has bad luck.
#ifndef TRIVSEL_GATEWAY_DELIVERY_CIRCUIT_BREAKER_H_
#define TRIVSEL_GATEWAY_DELIVERY_CIRCUIT_BREAKER_H_

#include <cstdint>
#include <set>

#include "absl/time/time.h"
#include "gateway/delivery/send_policy.h"
#include "gateway/system/random.h"

namespace trivsel::gateway::delivery {

struct BreakerOptions {
  // Opens after this many transient failures in a row ...
  int failures = 5;
  // ... on at least this many different lanes.
  size_t lanes = 3;
  // Between probes. A short cap: a probe is one batch.
  BackoffOptions probe = {absl::Seconds(1), 2, absl::Seconds(30)};
};

// One a destination. Open, it holds all lanes back and lets one batch through
// from time to time. Not thread safe: the dispatcher's lock guards it.
class CircuitBreaker {
 public:
  explicit CircuitBreaker(BreakerOptions options) : options_(options) {}

  // Whether a lane may run now. While open, a true is given to one lane at a
  // time, which must report by one of the calls below.
  bool Admit(absl::Time now);

  // The receiver answered. True: this closed an open breaker.
  bool OnAnswer();
  void OnTransient(int16_t lane, absl::Time now, Random& random);
  // The lane had nothing to send, or failed for reasons of our own.
  void OnNothingLearned() { probing_ = false; }

  bool open() const { return open_; }
  // When the next probe is due; only while open.
  absl::Time probe_at() const { return probe_at_; }
  int consecutive_failures() const { return consecutive_; }

 private:
  const BreakerOptions options_;
  bool open_ = false;
  bool probing_ = false;
  int consecutive_ = 0;
  int failed_probes_ = 0;
  std::set<int16_t> failing_lanes_;
  absl::Time probe_at_;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_CIRCUIT_BREAKER_H_
