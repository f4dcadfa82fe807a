#include "client-sdk/cli/since.h"

namespace trivsel::cli {

std::optional<absl::Time> ParseSince(const std::string& text, absl::Time now,
                                     absl::TimeZone zone) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  if (absl::ParseTime("%Y-%m-%d", text, zone, &time, &error)) return time;
  absl::Duration span;
  if (absl::ParseDuration(text, &span) && span > absl::ZeroDuration()) {
    return now - span;
  }
  return std::nullopt;
}

}  // namespace trivsel::cli
