#include "validator/date_time.h"

#include <algorithm>

namespace trivsel::validator {
namespace {

constexpr int64_t kDay = 86400;
// How far a Danish day begins before UTC's, in summer.
constexpr int64_t kDanishLead = 2 * 3600;

// Reads `count` digits at `at`; -1 if they are not all digits.
int Number(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + count; ++i) {
    const unsigned digit = static_cast<unsigned char>(text[i]) - '0';
    if (digit > 9) return -1;
    value = value * 10 + static_cast<int>(digit);
  }
  return value;
}

bool CharIs(std::string_view text, size_t at, char c) {
  return at < text.size() && text[at] == c;
}

// The zone at the end, in seconds east of UTC. hh is 00-13, or 14:00.
std::optional<int32_t> ParseZone(std::string_view zone) {
  if (zone == "Z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
    return std::nullopt;
  const int hours = Number(zone, 1, 2);
  const int minutes = Number(zone, 4, 2);
  if (hours < 0 || minutes < 0 || minutes > 59 || hours > 14 ||
      (hours == 14 && minutes != 0)) {
    return std::nullopt;
  }
  const int32_t seconds = hours * 3600 + minutes * 60;
  return zone[0] == '-' ? -seconds : seconds;
}

// Moves a time of day by `seconds`, over the ends of the day if need be.
void Move(int32_t seconds, DateTime* t) {
  t->second += seconds;
  if (t->second >= 0 && t->second < kDay) return;
  const int64_t days = t->second < 0 ? -1 : 1;
  t->second -= static_cast<int32_t>(days * kDay);
  t->date = CivilFromDays(DaysFromCivil(t->date) + days);
}

// "T09:12:05.25+02:00"; false if it is not that.
bool ParseTime(std::string_view text, DateTime* t) {
  const int hour = Number(text, 1, 2);
  const int minute = Number(text, 4, 2);
  const int second = Number(text, 7, 2);
  if (!CharIs(text, 0, 'T') || !CharIs(text, 3, ':') || !CharIs(text, 6, ':') ||
      hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60) {
    return false;
  }
  size_t at = 9;
  if (CharIs(text, at, '.')) {
    const size_t start = ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at == start) return false;
    t->fraction = text.substr(start, at - start);
    while (!t->fraction.empty() && t->fraction.back() == '0')
      t->fraction.remove_suffix(1);
  }
  const std::optional<int32_t> zone = ParseZone(text.substr(at));
  if (!zone.has_value()) return false;
  t->precision = DateTime::kTime;
  t->second = hour * 3600 + minute * 60 + second;
  Move(-*zone, t);
  return true;
}

// "YYYY-MM-DDTHH:MM:SSZ", as nearly every time is written; false if the text
// is not quite that, whatever else it is.
bool ParseUsual(std::string_view text, DateTime* t) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00Z";
  if (text.size() != kShape.size()) return false;
  unsigned bad = 0;
  const char* const p = text.data();
  const auto digit = [&bad, p](size_t at) {
    const unsigned value = static_cast<unsigned char>(p[at]) - unsigned{'0'};
    bad |= value > 9;
    return static_cast<int>(value);
  };
  const auto two = [&digit](size_t at) {
    return digit(at) * 10 + digit(at + 1);
  };
  t->date = {two(0) * 100 + two(2), two(5), two(8)};
  const int hour = two(11), minute = two(14), second = two(17);
  bad |= p[4] != '-' || p[7] != '-' || p[10] != 'T' || p[13] != ':' ||
         p[16] != ':' || p[19] != 'Z';
  bad |= hour > 23 || minute > 59 || second > 59 || t->date.year == 0;
  if (bad != 0 || t->date.day < 1 ||
      t->date.day > DaysInMonth(t->date.year, t->date.month)) {
    return false;
  }
  t->precision = DateTime::kTime;
  t->second = hour * 3600 + minute * 60 + second;
  return true;
}

Order OrderOf(int64_t a, int64_t b) {
  return a < b ? Order::kBefore : a > b ? Order::kAfter : Order::kEqual;
}

}  // namespace

std::optional<DateTime> ParseDateTime(std::string_view text) {
  DateTime t;
  if (ParseUsual(text, &t)) return t;
  t = DateTime();
  t.date = {Number(text, 0, 4), 1, 1};
  if (t.date.year <= 0) return std::nullopt;
  if (text.size() == 4) return t;
  t.date.month = Number(text, 5, 2);
  if (text[4] != '-' || t.date.month < 1 || t.date.month > 12)
    return std::nullopt;
  t.precision = DateTime::kMonth;
  if (text.size() == 7) return t;
  t.date.day = Number(text, 8, 2);
  if (text[7] != '-' || t.date.day < 1 ||
      t.date.day > DaysInMonth(t.date.year, t.date.month)) {
    return std::nullopt;
  }
  t.precision = DateTime::kDay;
  if (text.size() == 10) return t;
  if (!ParseTime(text.substr(10), &t)) return std::nullopt;
  return t;
}

bool IsDateTime(std::string_view text) {
  return ParseDateTime(text).has_value();
}

bool IsInstant(std::string_view text) {
  const std::optional<DateTime> t = ParseDateTime(text);
  return t.has_value() && t->precision == DateTime::kTime;
}

Order Compare(const DateTime& a, const DateTime& b) {
  const DateTime::Precision precision = std::min(a.precision, b.precision);
  Order order = OrderOf(a.date.year, b.date.year);
  if (order == Order::kEqual && precision >= DateTime::kMonth)
    order = OrderOf(a.date.month, b.date.month);
  if (order == Order::kEqual && precision >= DateTime::kDay)
    order = OrderOf(a.date.day, b.date.day);
  if (order == Order::kEqual && precision >= DateTime::kTime) {
    order = OrderOf(a.second, b.second);
    if (order == Order::kEqual)
      order = OrderOf(a.fraction.compare(b.fraction), 0);
  }
  if (order == Order::kEqual && a.precision != b.precision)
    return Order::kUndecided;
  return order;
}

int64_t Earliest(const DateTime& t) {
  const int64_t start = DaysFromCivil(t.date) * kDay + t.second;
  return t.precision == DateTime::kTime ? start : start - kDanishLead;
}

int64_t Latest(const DateTime& t) {
  Date last = t.date;
  switch (t.precision) {
    case DateTime::kTime:
      return DaysFromCivil(t.date) * kDay + t.second;
    case DateTime::kYear:
      last = {t.date.year, 12, 31};
      break;
    case DateTime::kMonth:
      last.day = DaysInMonth(t.date.year, t.date.month);
      break;
    case DateTime::kDay:
      break;
  }
  return (DaysFromCivil(last) + 1) * kDay - 1;
}

bool IsLeapYear(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  return month == 2 && IsLeapYear(year) ? 29 : kDays[month - 1];
}

// Both count in eras of 400 years that begin on 1 March, so that the leap day
// is the last of its year.
int64_t DaysFromCivil(const Date& date) {
  const int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t month = (date.month + 9) % 12;
  const int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 -
         year_of_era / 100 + day_of_year - 719468;
}

Date CivilFromDays(int64_t days) {
  const int64_t shifted = days + 719468;
  const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int64_t day_of_era = shifted - era * 146097;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 +
                               day_of_era / 36524 - day_of_era / 146096) /
                              365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month = (5 * day_of_year + 2) / 153;
  Date date;
  date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2));
  return date;
}

}  // namespace trivsel::validator
