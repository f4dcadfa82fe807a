// Structured logs: one JSON object a line on standard error.
//
// There is no way to log a sentence made of values: an event has a fixed name
// and named scalars. Nothing of a report may be among them but its id and the
// codes of its findings; never a CPR number, a token, a key or free text.
#ifndef TRIVSEL_GATEWAY_TELEMETRY_LOG_H_
#define TRIVSEL_GATEWAY_TELEMETRY_LOG_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace trivsel::gateway::telemetry {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// A named scalar. Does not own its text.
struct LogField {
  std::string_view name;
  std::variant<int64_t, double, bool, std::string_view> value;

  LogField(std::string_view n, std::string_view v) : name(n), value(v) {}
  LogField(std::string_view n, const std::string& v)
      : name(n), value(std::string_view(v)) {}
  LogField(std::string_view n, const char* v)
      : name(n), value(std::string_view(v)) {}
  LogField(std::string_view n, bool v) : name(n), value(v) {}
  LogField(std::string_view n, double v) : name(n), value(v) {}
  template <std::integral T>
  LogField(std::string_view n, T v) : name(n), value(static_cast<int64_t>(v)) {}
};

// Writes {"time":…,"level":…,"event":…,<fields>}. `event` is a fixed name in
// snake case: "gateway_started". Thread safe.
void Log(LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields = {});

// Drops what is below; kInfo at first. Thread safe.
void SetLogLevel(LogLevel level);

// The line that Log() writes, without the line end; `time` as RFC 3339.
std::string FormatLogLine(std::string_view time, LogLevel level,
                          std::string_view event,
                          std::initializer_list<LogField> fields);

}  // namespace trivsel::gateway::telemetry

#endif  // TRIVSEL_GATEWAY_TELEMETRY_LOG_H_
