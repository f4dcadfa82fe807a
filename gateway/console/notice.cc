#include "gateway/console/notice.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/console/settings.h"

namespace trivsel::gateway::console {
namespace {

constexpr char kCookie[] = "__Host-trivsel-besked";
constexpr char kAttributes[] = "; Path=/; Secure; HttpOnly; SameSite=Lax";
constexpr size_t kMostItems = 6;
constexpr size_t kMostLine = 300;

// One line, whole characters of UTF-8.
std::string Line(std::string_view text) {
  std::string line(text.substr(0, kMostLine));
  if (text.size() > kMostLine) {
    while (!line.empty() &&
           (static_cast<unsigned char>(line.back()) & 0xC0) == 0x80) {
      line.pop_back();
    }
    if (!line.empty()) line.pop_back();
    line += "…";
  }
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return line;
}

}  // namespace

http::Response GoTo(const Path& path, const std::optional<Notice>& notice) {
  http::Response response;
  response.status = 303;
  response.headers.Set("Location", path.text());
  if (!notice) return response;
  std::string text = std::to_string(static_cast<int>(notice->kind));
  absl::StrAppend(&text, "\n", Line(notice->text));
  for (size_t i = 0; i < notice->items.size() && i < kMostItems; ++i) {
    absl::StrAppend(&text, "\n", Line(notice->items[i]));
  }
  response.headers.Add(
      "Set-Cookie", absl::StrCat(kCookie, "=", absl::WebSafeBase64Escape(text),
                                 kAttributes, "; Max-Age=60"));
  return response;
}

std::optional<Notice> NoticeOf(const http::Request& request) {
  const auto cookie = CookieOf(request, kCookie);
  std::string text;
  if (!cookie || cookie->empty() ||
      !absl::WebSafeBase64Unescape(*cookie, &text)) {
    return std::nullopt;
  }
  std::vector<std::string> lines;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  if (lines.size() < 2 || lines.size() > 2 + kMostItems) return std::nullopt;
  Notice notice;
  if (lines[0] == "1") notice.kind = Notice::Kind::kWarning;
  if (lines[0] == "2") notice.kind = Notice::Kind::kError;
  notice.text = std::move(lines[1]);
  notice.items.assign(lines.begin() + 2, lines.end());
  return notice;
}

void ForgetNotice(http::Response* response) {
  response->headers.Add("Set-Cookie",
                        absl::StrCat(kCookie, "=", kAttributes, "; Max-Age=0"));
}

}  // namespace trivsel::gateway::console
