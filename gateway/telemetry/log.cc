#include "gateway/telemetry/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cmath>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace trivsel::gateway::telemetry {
namespace {

constexpr size_t kMaxTextBytes = 1000;  // of one field

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

const char* Name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>(
        "trivsel", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return *logger;
}

void AppendText(std::string_view text, std::string* out) {
  out->push_back('"');
  for (char c : text.substr(0, kMaxTextBytes)) {
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      // Also line ends: one event stays one line.
      absl::StrAppendFormat(out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

void AppendValue(const LogField& field, std::string* out) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    AppendText(*text, out);
  } else if (const auto* truth = std::get_if<bool>(&field.value)) {
    out->append(*truth ? "true" : "false");
  } else if (const auto* real = std::get_if<double>(&field.value)) {
    out->append(std::isfinite(*real) ? absl::StrCat(*real) : "null");
  } else {
    absl::StrAppend(out, std::get<int64_t>(field.value));
  }
}

}  // namespace

std::string FormatLogLine(std::string_view time, LogLevel level,
                          std::string_view event,
                          std::initializer_list<LogField> fields) {
  std::string line = "{\"time\":";
  AppendText(time, &line);
  line.append(",\"level\":\"").append(Name(level)).append("\",\"event\":");
  AppendText(event, &line);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendText(field.name, &line);
    line.push_back(':');
    AppendValue(field, &line);
  }
  line.push_back('}');
  return line;
}

void Log(LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields) {
  spdlog::logger& logger = Logger();
  if (!logger.should_log(ToSpdlog(level))) return;
  const std::string time = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(),
                                            absl::UTCTimeZone());
  // As an argument, so that braces in a value are not taken for a format.
  logger.log(ToSpdlog(level), "{}", FormatLogLine(time, level, event, fields));
}

void SetLogLevel(LogLevel level) { Logger().set_level(ToSpdlog(level)); }

}  // namespace trivsel::gateway::telemetry
