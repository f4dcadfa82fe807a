// Times as people in Denmark read them.
#ifndef TRIVSEL_CLIENT_SDK_CLI_DANISH_TIME_H_
#define TRIVSEL_CLIENT_SDK_CLI_DANISH_TIME_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "client-sdk/cli/phrases.h"

namespace trivsel::cli {

// Europe/Copenhagen; UTC on a machine that does not know it.
absl::TimeZone DanishZone();

// "2026-07-10 14:30:05 +0200", whatever zone the machine is in; "-" for a time
// that is not known.
std::string DanishTime(absl::Time time);

// RFC 3339, or a date with or without a time of day in Danish time:
// "2026-07-10T14:30:00+02:00", "2026-07-10 14:30", "2026-07-10".
std::optional<absl::Time> ParseDanishTime(const std::string& text);

// "3 t 12 min", "3 h 12 min"; "45 dage", "45 days": two units at most, rounded
// down; the sign is left out.
Words WordsOf(absl::Duration span);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_DANISH_TIME_H_
