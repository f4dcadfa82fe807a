// Whether and when a failed call is made again.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_BACKOFF_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_BACKOFF_H_

#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "trivsel/client/options.h"

namespace trivsel::client::internal {

// Uniform in [0, 1).
using Random = std::function<double()>;

// Seeded from the machine; one engine a thread.
Random MachineRandom();

// Repeating it may help: UNAVAILABLE always, RESOURCE_EXHAUSTED when the
// gateway says when to come back.
bool IsTransient(const absl::Status& status);

// One call's patience: full jitter, exponential, bounded by attempts and by
// the deadline. Not thread safe; make one for each call.
class Backoff {
 public:
  Backoff(const RetryOptions& options, absl::Time deadline, Random random)
      : options_(options), deadline_(deadline), random_(std::move(random)) {}

  // How long to wait after an attempt that ended with `status` at `now`;
  // nothing when it should not be repeated.
  std::optional<absl::Duration> Next(const absl::Status& status,
                                     absl::Time now);

 private:
  const RetryOptions options_;
  const absl::Time deadline_;
  const Random random_;
  int attempts_ = 0;
  absl::Duration ceiling_ = absl::ZeroDuration();
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_BACKOFF_H_
