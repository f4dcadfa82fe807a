// Time, as an interface so that faults of it can be tested.
#ifndef TRIVSEL_GATEWAY_SYSTEM_CLOCK_H_
#define TRIVSEL_GATEWAY_SYSTEM_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace trivsel::gateway {

// Thread safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_SYSTEM_CLOCK_H_
