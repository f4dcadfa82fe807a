#include "gateway/delivery/circuit_breaker.h"

namespace trivsel::gateway::delivery {

bool CircuitBreaker::Admit(absl::Time now) {
  if (!open_) return true;
  if (probing_ || now < probe_at_) return false;
  probing_ = true;
  return true;
}

bool CircuitBreaker::OnAnswer() {
  const bool was_open = open_;
  open_ = false;
  probing_ = false;
  consecutive_ = 0;
  failed_probes_ = 0;
  failing_lanes_.clear();
  return was_open;
}

void CircuitBreaker::OnTransient(int16_t lane, absl::Time now, Random& random) {
  ++consecutive_;
  failing_lanes_.insert(lane);
  if (open_) {
    // A batch that was under way when the breaker opened is not a probe.
    if (!probing_) return;
    probing_ = false;
    ++failed_probes_;
  } else {
    if (consecutive_ < options_.failures) return;
    if (failing_lanes_.size() < options_.lanes) return;
    open_ = true;
    failed_probes_ = 1;
  }
  // Half of the ceiling for certain: a jitter of nearly nothing would probe a
  // dead receiver at once.
  const absl::Duration ceiling = BackoffCeiling(options_.probe, failed_probes_);
  probe_at_ = now + ceiling / 2 + ceiling / 2 * random.Uniform();
}

}  // namespace trivsel::gateway::delivery
