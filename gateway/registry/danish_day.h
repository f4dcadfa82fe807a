// Days as people write them: an agreement is valid from a day, until and
// including a day, in Denmark.
#ifndef TRIVSEL_GATEWAY_REGISTRY_DANISH_DAY_H_
#define TRIVSEL_GATEWAY_REGISTRY_DANISH_DAY_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace trivsel::gateway::registry {

// Europe/Copenhagen; UTC on a machine that does not know it.
absl::CivilDay DanishDay(absl::Time time);
absl::Time DayBegins(absl::CivilDay day);

// "2026-11-23". INVALID_ARGUMENT, in Danish and English.
absl::StatusOr<absl::CivilDay> ReadDay(const std::string& text);

// The beginning of a period: the day's. "open": none. Also an exact time,
// "2026-11-23T12:00:00+01:00".
absl::StatusOr<std::optional<absl::Time>> ReadFrom(const std::string& text);
// The (exclusive) end of a period whose last day is given.
absl::StatusOr<std::optional<absl::Time>> ReadUntil(const std::string& text);

// As they are read; empty: open.
std::string ShowFrom(const std::optional<absl::Time>& from);
std::string ShowUntil(const std::optional<absl::Time>& until);

// The last day on which something is valid that ends then.
absl::CivilDay LastDay(absl::Time until);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_DANISH_DAY_H_
