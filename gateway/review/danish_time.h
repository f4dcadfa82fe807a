// Times as Danes say them, and Danish days.
#ifndef TRIVSEL_GATEWAY_REVIEW_DANISH_TIME_H_
#define TRIVSEL_GATEWAY_REVIEW_DANISH_TIME_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace trivsel::gateway::review {

// Europe/Copenhagen; UTC on a machine that does not know it. Thread safe.
absl::CivilDay DanishDay(absl::Time time);
absl::Time DayBegins(absl::CivilDay day);

// "kl. 14.02", with the day in front if it is not today's: "den 27. november
// 2026 kl. 14.02".
std::string DanishMoment(absl::Time time, absl::Time now);
// "at 14:02", "on 27 November 2026 at 14:02"; Danish time.
std::string EnglishMoment(absl::Time time, absl::Time now);

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_DANISH_TIME_H_
