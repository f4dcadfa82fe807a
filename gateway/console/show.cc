#include "gateway/console/show.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace trivsel::gateway::console {
namespace {

constexpr const char* kMonths[2][12] = {
    {"jan.", "feb.", "marts", "apr.", "maj", "juni", "juli", "aug.", "sep.",
     "okt.", "nov.", "dec."},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
     "Nov", "Dec"}};

bool IsEnglish(Language language) { return language == Language::kEnglish; }

std::string Counted(int64_t count, const char* one, const char* many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

std::string WithComma(Language language, std::string number) {
  if (!IsEnglish(language))
    std::replace(number.begin(), number.end(), '.', ',');
  return number;
}

}  // namespace

absl::TimeZone Denmark() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone found;
    return absl::LoadTimeZone("Europe/Copenhagen", &found)
               ? found
               : absl::UTCTimeZone();
  }();
  return zone;
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

std::string ShowDay(Language language, absl::CivilDay day) {
  const char* month = kMonths[IsEnglish(language) ? 1 : 0][day.month() - 1];
  return absl::StrCat(day.day(), IsEnglish(language) ? " " : ". ", month);
}

std::string ShowTime(Language language, absl::Time time) {
  const absl::CivilSecond civil = absl::ToCivilSecond(time, Denmark());
  return absl::StrCat(
      ShowDay(language, absl::CivilDay(civil)), " ", civil.year(),
      absl::StrFormat(IsEnglish(language) ? ", %02d:%02d" : " kl. %02d.%02d",
                      civil.hour(), civil.minute()));
}

std::string ShowTime(Language language,
                     const google::protobuf::Timestamp& timestamp) {
  return ShowTime(language, TimeOf(timestamp));
}

std::string ShowAge(Language language, absl::Duration age) {
  const bool english = IsEnglish(language);
  const int64_t minutes = std::max<int64_t>(0, absl::ToInt64Minutes(age));
  if (minutes >= 48 * 60) {
    return Counted(minutes / (24 * 60), english ? "day" : "dag",
                   english ? "days" : "dage");
  }
  if (minutes >= 120) {
    return Counted(minutes / 60, english ? "hour" : "time",
                   english ? "hours" : "timer");
  }
  return absl::StrCat(minutes, " min.");
}

std::string ShowNumber(Language language, int64_t number) {
  const std::string digits = std::to_string(std::abs(number));
  std::string out = number < 0 ? "-" : "";
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      out.push_back(IsEnglish(language) ? ',' : '.');
    }
    out.push_back(digits[i]);
  }
  return out;
}

std::string ShowShare(Language language, int64_t part, int64_t whole) {
  if (whole <= 0) return "–";
  const double share =
      100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return WithComma(language, absl::StrFormat("%.1f", share)) + " %";
}

std::string ShowBytes(Language language, int64_t bytes) {
  const double size = static_cast<double>(bytes);
  if (bytes < 1'000'000) {
    return absl::StrFormat("%d kB", (bytes + 999) / 1000);
  }
  return WithComma(language, absl::StrFormat("%.1f", size / 1e6)) + " MB";
}

std::optional<absl::Time> ReadLocalTime(std::string_view text) {
  absl::Time time;
  std::string why;
  const std::string words(text);
  for (const char* format :
       {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"}) {
    if (absl::ParseTime(format, words, Denmark(), &time, &why)) return time;
  }
  return std::nullopt;
}

std::string InputDay(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, Denmark());
}

}  // namespace trivsel::gateway::console
