#include "gateway/delivery/send_policy.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace trivsel::gateway::delivery {
namespace {

constexpr absl::Duration kLongestRetryAfter = absl::Hours(1);

absl::Duration Bounded(absl::Duration wait) {
  return std::clamp(wait, absl::ZeroDuration(), kLongestRetryAfter);
}

}  // namespace

absl::Duration BackoffCeiling(const BackoffOptions& options, int failures) {
  // 2^60 of anything is over every cap; keeps pow() finite.
  const int steps = std::clamp(failures - 1, 0, 60);
  const double growth = std::pow(std::max(1.0, options.factor), steps);
  // Compared as numbers: a Duration times 2^60 would still be in range, but a
  // configured factor of 1000 would not.
  if (growth >= absl::FDivDuration(options.cap, options.initial)) {
    return options.cap;
  }
  return options.initial * growth;
}

absl::Duration BackoffDelay(const BackoffOptions& options, int failures,
                            Random& random) {
  return BackoffCeiling(options, failures) * random.Uniform();
}

SendClass ClassifyHttpStatus(int status, bool has_retry_after) {
  if (status >= 200 && status < 300) return SendClass::kAnswered;
  if (status == 429) return SendClass::kOverloaded;
  if (status == 503 && has_retry_after) return SendClass::kOverloaded;
  if (status == 0 || status == 408 || status == 425) {
    return SendClass::kTransient;
  }
  if (status >= 500 && status < 600) return SendClass::kTransient;
  if (status == 400 || status == 409 || status == 413 || status == 422) {
    return SendClass::kBatchFault;
  }
  return SendClass::kTurnedAway;
}

std::optional<absl::Duration> ParseRetryAfter(std::string_view value,
                                              absl::Time now) {
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\r')) {
    value.remove_suffix(1);
  }
  int64_t seconds = 0;
  const char* end = value.data() + value.size();
  auto [stopped, error] = std::from_chars(value.data(), end, seconds);
  if (error == std::errc() && stopped == end) {
    return Bounded(absl::Seconds(seconds));
  }
  absl::Time at;
  std::string why;
  if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", std::string(value), &at,
                      &why)) {
    return Bounded(at - now);
  }
  return std::nullopt;
}

}  // namespace trivsel::gateway::delivery
