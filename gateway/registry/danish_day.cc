#include "gateway/registry/danish_day.h"

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::registry {
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

absl::Status NoDay(const std::string& text) {
  return absl::InvalidArgumentError(absl::StrCat(
      "'", text, "' er ikke en dato / is no day: 2026-11-23, open"));
}

// `days` after the day that is given; an exact time as it is.
absl::StatusOr<std::optional<absl::Time>> ReadBound(const std::string& text,
                                                    int days) {
  if (text == "open") return std::optional<absl::Time>();
  absl::Time time;
  std::string why;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &why)) {
    return std::optional<absl::Time>(time);
  }
  absl::StatusOr<absl::CivilDay> day = ReadDay(text);
  if (!day.ok()) return NoDay(text);
  return std::optional<absl::Time>(DayBegins(*day + days));
}

std::string ShowDay(absl::CivilDay day) { return absl::FormatCivilTime(day); }

bool AtMidnight(absl::Time time) { return DayBegins(DanishDay(time)) == time; }

std::string ShowExact(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, Denmark());
}

}  // namespace

absl::CivilDay DanishDay(absl::Time time) {
  return absl::ToCivilDay(time, Denmark());
}

absl::Time DayBegins(absl::CivilDay day) {
  return absl::FromCivil(day, Denmark());
}

absl::StatusOr<absl::CivilDay> ReadDay(const std::string& text) {
  absl::CivilDay day;
  // Strict: ten characters, and a day that there is.
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day) ||
      ShowDay(day) != text) {
    return NoDay(text);
  }
  return day;
}

absl::StatusOr<std::optional<absl::Time>> ReadFrom(const std::string& text) {
  return ReadBound(text, 0);
}

absl::StatusOr<std::optional<absl::Time>> ReadUntil(const std::string& text) {
  return ReadBound(text, 1);
}

std::string ShowFrom(const std::optional<absl::Time>& from) {
  if (!from) return "";
  return AtMidnight(*from) ? ShowDay(DanishDay(*from)) : ShowExact(*from);
}

std::string ShowUntil(const std::optional<absl::Time>& until) {
  if (!until) return "";
  return AtMidnight(*until) ? ShowDay(LastDay(*until)) : ShowExact(*until);
}

absl::CivilDay LastDay(absl::Time until) {
  return DanishDay(until - absl::Nanoseconds(1));
}

}  // namespace trivsel::gateway::registry
