// Times, days and numbers as people write them in each language.
#ifndef TRIVSEL_GATEWAY_CONSOLE_SHOW_H_
#define TRIVSEL_GATEWAY_CONSOLE_SHOW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gateway/console/texts.h"
#include "google/protobuf/timestamp.pb.h"

namespace trivsel::gateway::console {

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);

// "28. nov. 2026 kl. 14.02", "28 Nov 2026, 14:02"; Danish time.
std::string ShowTime(Language language, absl::Time time);
std::string ShowTime(Language language,
                     const google::protobuf::Timestamp& timestamp);
// "28. nov.", "28 Nov".
std::string ShowDay(Language language, absl::CivilDay day);
// "3 dage", "2 timer", "5 min.".
std::string ShowAge(Language language, absl::Duration age);
// "12.345", "12,345".
std::string ShowNumber(Language language, int64_t number);
// "4,3 %", "4.3 %" of whole; "–" of nothing.
std::string ShowShare(Language language, int64_t part, int64_t whole);
// "1,4 MB".
std::string ShowBytes(Language language, int64_t bytes);

// Europe/Copenhagen.
absl::TimeZone Denmark();
// Of <input type="date"> or "datetime-local", Danish time: "2026-11-28",
// "2026-11-28T14:02".
std::optional<absl::Time> ReadLocalTime(std::string_view text);
// For the value of such an input.
std::string InputDay(absl::Time time);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_SHOW_H_
