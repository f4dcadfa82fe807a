#include "client-sdk/internal/backoff.h"

#include <algorithm>
#include <random>

#include "trivsel/client/error.h"

namespace trivsel::client::internal {

Random MachineRandom() {
  return [] {
    thread_local std::mt19937_64 engine{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(engine);
  };
}

bool IsTransient(const absl::Status& status) {
  if (absl::IsUnavailable(status)) return true;
  return absl::IsResourceExhausted(status) && RetryDelayOf(status).has_value();
}

std::optional<absl::Duration> Backoff::Next(const absl::Status& status,
                                            absl::Time now) {
  ++attempts_;
  if (!IsTransient(status)) return std::nullopt;
  if (options_.max_attempts > 0 && attempts_ >= options_.max_attempts) {
    return std::nullopt;
  }
  ceiling_ = attempts_ == 1 ? options_.initial_backoff
                            : std::min(ceiling_ * options_.multiplier,
                                       options_.max_backoff);
  // Jitter comes on top of what the gateway asked for, so that those whom it
  // sent away together do not come back together.
  const absl::Duration delay =
      RetryDelayOf(status).value_or(absl::ZeroDuration()) +
      ceiling_ * random_();
  if (now + delay >= deadline_) return std::nullopt;
  return delay;
}

}  // namespace trivsel::client::internal
