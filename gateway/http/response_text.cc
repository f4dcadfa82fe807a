#include "gateway/http/response_text.h"

#include <utility>

#include "gateway/telemetry/log.h"

namespace trivsel::gateway::http {
namespace {

// A page that wants more says so itself; one that forgets can load nothing.
constexpr const char* kDefaults[][2] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    // For browsers that know no frame-ancestors.
    {"X-Frame-Options", "DENY"},
    {"Strict-Transport-Security", "max-age=31536000"},
    {"Referrer-Policy", "no-referrer"},
    {"Content-Security-Policy",
     "default-src 'none'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'"},
};

constexpr std::pair<int, std::string_view> kPhrases[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};

bool IsOurs(std::string_view name) {
  for (const char* ours : {"Content-Length", "Transfer-Encoding", "Connection",
                           "Date", "X-Request-Id"}) {
    if (SameText(name, ours)) return true;
  }
  return false;
}

// Also what is above ASCII: a header's value is not the place for it.
bool IsSafe(std::string_view text, bool blanks) {
  for (char c : text) {
    if (c < 0x20 || c == 0x7F || (!blanks && (c == ' ' || c == ':'))) {
      return false;
    }
  }
  return true;
}

void AppendField(std::string_view name, std::string_view value,
                 std::string* out) {
  out->append(name).append(": ").append(value).append("\r\n");
}

void AppendFields(const Response& response, std::string* out) {
  if (!response.content_type.empty()) {
    AppendField("Content-Type", response.content_type, out);
  }
  for (const auto& [name, value] : response.headers) {
    if (IsOurs(name)) continue;
    if (name.empty() || !IsSafe(name, false) || !IsSafe(value, true)) {
      telemetry::Log(telemetry::LogLevel::kError, "http_header_left_out");
      continue;
    }
    AppendField(name, value, out);
  }
  for (const auto& [name, value] : kDefaults) {
    if (response.headers.Find(name) == nullptr) AppendField(name, value, out);
  }
}

bool HasBody(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

std::string_view ReasonPhrase(int status) {
  for (const auto& [code, phrase] : kPhrases) {
    if (code == status) return phrase;
  }
  return "Unknown";
}

std::string ResponseText(const Response& response,
                         const ResponseContext& context) {
  std::string out;
  out.reserve(768 + response.body.size());
  out.append("HTTP/1.1 ")
      .append(std::to_string(response.status))
      .append(" ")
      .append(ReasonPhrase(response.status))
      .append("\r\n");
  AppendField("Date",
              absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", context.now,
                               absl::UTCTimeZone()),
              &out);
  if (!context.request_id.empty()) {
    AppendField("X-Request-Id", context.request_id, &out);
  }
  AppendFields(response, &out);
  if (HasBody(response.status)) {
    AppendField("Content-Length", std::to_string(response.body.size()), &out);
  }
  if (context.close) AppendField("Connection", "close", &out);
  out.append("\r\n");
  if (HasBody(response.status) && !context.without_body) {
    out.append(response.body);
  }
  return out;
}

}  // namespace trivsel::gateway::http
