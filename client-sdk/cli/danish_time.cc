#include "client-sdk/cli/danish_time.h"

namespace trivsel::cli {

absl::TimeZone DanishZone() {
  absl::TimeZone zone;
  return absl::LoadTimeZone("Europe/Copenhagen", &zone) ? zone
                                                        : absl::UTCTimeZone();
}

std::string DanishTime(absl::Time time) {
  if (time == absl::InfiniteFuture() || time == absl::InfinitePast() ||
      time == absl::UnixEpoch()) {
    return "-";
  }
  return absl::FormatTime("%Y-%m-%d %H:%M:%S %z", time, DanishZone());
}

std::optional<absl::Time> ParseDanishTime(const std::string& text) {
  absl::Time time;
  std::string error;
  for (const char* format :
       {absl::RFC3339_full, "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"}) {
    if (absl::ParseTime(format, text, DanishZone(), &time, &error) &&
        time != absl::InfiniteFuture() && time != absl::InfinitePast()) {
      return time;
    }
  }
  return std::nullopt;
}

Words WordsOf(absl::Duration span) {
  const int64_t seconds = absl::ToInt64Seconds(absl::AbsDuration(span));
  const int64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
  const auto text = [](int64_t n) { return std::to_string(n); };
  if (days >= 2) return {text(days) + " dage", text(days) + " days"};
  if (hours >= 1) {
    const std::string rest = " " + text(minutes % 60) + " min";
    return {text(hours) + " t" + rest, text(hours) + " h" + rest};
  }
  const std::string small =
      minutes >= 1 ? text(minutes) + " min" : text(seconds) + " s";
  return {small, small};
}

}  // namespace trivsel::cli
