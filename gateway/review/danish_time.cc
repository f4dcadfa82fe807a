#include "gateway/review/danish_time.h"

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::review {
namespace {

absl::TimeZone Denmark() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    return absl::LoadTimeZone("Europe/Copenhagen", &loaded)
               ? loaded
               : absl::UTCTimeZone();
  }();
  return zone;
}

}  // namespace

absl::CivilDay DanishDay(absl::Time time) {
  return absl::ToCivilDay(time, Denmark());
}

absl::Time DayBegins(absl::CivilDay day) {
  return absl::FromCivil(day, Denmark());
}

std::string DanishMoment(absl::Time time, absl::Time now) {
  static constexpr const char* kMonths[] = {
      "januar", "februar", "marts",     "april",   "maj",      "juni",
      "juli",   "august",  "september", "oktober", "november", "december"};
  const std::string clock = absl::FormatTime("kl. %H.%M", time, Denmark());
  const absl::CivilDay day = DanishDay(time);
  if (day == DanishDay(now)) return clock;
  return absl::StrCat("den ", day.day(), ". ", kMonths[day.month() - 1], " ",
                      day.year(), " ", clock);
}

std::string EnglishMoment(absl::Time time, absl::Time now) {
  static constexpr const char* kMonths[] = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const std::string clock = absl::FormatTime("at %H:%M", time, Denmark());
  const absl::CivilDay day = DanishDay(time);
  if (day == DanishDay(now)) return clock;
  return absl::StrCat("on ", day.day(), " ", kMonths[day.month() - 1], " ",
                      day.year(), " ", clock);
}

}  // namespace trivsel::gateway::review
