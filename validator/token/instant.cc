#include "validator/token/instant.h"

#include "absl/strings/string_view.h"

namespace trivsel::validator::token {

std::optional<absl::Time> ReadInstant(std::string_view text) {
  // Abseil reads more than xs:dateTime ("infinite-future", blanks): the form
  // is looked at first, its values are Abseil's to judge.
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= kForm.size() || text.size() > 40) return std::nullopt;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == 'd' ? !digit : text[i] != kForm[i]) return std::nullopt;
  }
  if (text.find_first_not_of("0123456789.:+-Z", kForm.size()) != text.npos) {
    return std::nullopt;
  }
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full,
                       absl::string_view(text.data(), text.size()), &time,
                       nullptr)) {
    return std::nullopt;
  }
  return time;
}

std::string ShowInstant(absl::Time time) {
  if (time == absl::InfinitePast() || time == absl::InfiniteFuture()) {
    return "-";
  }
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

}  // namespace trivsel::validator::token
