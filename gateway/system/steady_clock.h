// Time that nobody sets: for waits, deadlines and ages.
#ifndef TRIVSEL_GATEWAY_SYSTEM_STEADY_CLOCK_H_
#define TRIVSEL_GATEWAY_SYSTEM_STEADY_CLOCK_H_

#include <time.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gateway/system/clock.h"

namespace trivsel::gateway {

// The wall clock as it was when this process first asked, and from then on what
// has passed, sleep of the machine included. A wall clock that is set back
// would make every wait that was begun before it last so much longer: a gateway
// would deliver nothing, or refuse everything, for hours. Not for what is
// written down or compared with times from elsewhere. Thread safe.
inline absl::Time SteadyNow() {
  const auto since_boot = [] {
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return absl::DurationFromTimespec(time);
  };
  static const absl::Time boot = absl::Now() - since_boot();
  return boot + since_boot();
}

class SteadyClock final : public Clock {
 public:
  absl::Time Now() const override { return SteadyNow(); }
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_SYSTEM_STEADY_CLOCK_H_
