// When to send again: how an HTTP answer is read and how long to wait.
#ifndef TRIVSEL_GATEWAY_DELIVERY_SEND_POLICY_H_
#define TRIVSEL_GATEWAY_DELIVERY_SEND_POLICY_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "gateway/delivery/destination.h"
#include "gateway/system/random.h"

namespace trivsel::gateway::delivery {

// Exponential backoff with full jitter: the ceiling grows, the wait is drawn
// uniformly below it, so that many lanes (and many gateways) spread out.
struct BackoffOptions {
  absl::Duration initial = absl::Seconds(1);
  double factor = 2;
  absl::Duration cap = absl::Minutes(5);
};

// The longest wait after `failures` failures in a row (1 or more). Never falls
// with a rising number, never over the cap.
absl::Duration BackoffCeiling(const BackoffOptions& options, int failures);

// A wait in [0, BackoffCeiling).
absl::Duration BackoffDelay(const BackoffOptions& options, int failures,
                            Random& random);

// What an HTTP status means for the batch; 0 = no answer came.
//   2xx                       kAnswered
//   429, and 503 that names a time (`has_retry_after`)   kOverloaded
//   0, 408, 425, other 5xx    kTransient
//   400, 409, 413, 422        kBatchFault: about what was sent; the same bytes
//                             will not do better, fewer reports may
//   everything else           kTurnedAway: about us (401, 403) or about the way
//                             (3xx, 404, 405 …), the same for every batch
SendClass ClassifyHttpStatus(int status, bool has_retry_after);

// Reads a Retry-After value: whole seconds or an HTTP date (RFC 9110 10.2.3).
// Not negative, at most one hour: a receiver must not silence us for a day by
// mistake. Empty when it is neither.
std::optional<absl::Duration> ParseRetryAfter(std::string_view value,
                                              absl::Time now);

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_SEND_POLICY_H_
