// Code systems as an older publication has them: by these the factory's reports
// are rejected, by the built-in ones accepted.
#ifndef TRIVSEL_TESTS_SUPPORT_OLDER_TERMINOLOGY_H_
#define TRIVSEL_TESTS_SUPPORT_OLDER_TERMINOLOGY_H_

#include <algorithm>
#include <string>
#include <string_view>

#include "validator/terminology.h"

namespace trivsel::testing {

// Without the type that each of the factory's encounters has.
inline std::string OlderTerminology() {
  constexpr std::string_view kCode = "e2eee938-a58c-42d0-a514-dc91779b1243";
  std::string out;
  std::string_view left = validator::Terminology::BuiltInText();
  while (!left.empty()) {
    const size_t end = std::min(left.find('\n'), left.size() - 1) + 1;
    const std::string_view line = left.substr(0, end);
    if (line.find(kCode) == line.npos) out += line;
    left.remove_prefix(end);
  }
  return out;
}

inline std::string NewerTerminology() {
  return std::string(validator::Terminology::BuiltInText());
}

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_OLDER_TERMINOLOGY_H_
