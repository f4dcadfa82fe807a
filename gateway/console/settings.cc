#include "gateway/console/settings.h"

#include "absl/strings/str_cat.h"
#include "gateway/console/html.h"
#include "gateway/http/target.h"

namespace trivsel::gateway::console {
namespace {

constexpr char kLanguageCookie[] = "__Host-trivsel-sprog";
constexpr char kThemeCookie[] = "__Host-trivsel-farver";

void SetCookie(const char* name, std::string_view value,
               http::Response* response) {
  response->headers.Add(
      "Set-Cookie", absl::StrCat(name, "=", std::string(value),
                                 "; Path=/; Secure; HttpOnly; SameSite=Lax; "
                                 "Max-Age=31536000"));
}

}  // namespace

std::string_view ThemeName(Theme theme) {
  switch (theme) {
    case Theme::kLight:
      return "light";
    case Theme::kDark:
      return "dark";
    case Theme::kAuto:
      break;
  }
  return "auto";
}

std::optional<std::string> CookieOf(const http::Request& request,
                                    std::string_view name) {
  for (const auto& [header, value] : request.headers) {
    if (!http::SameText(header, "Cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const size_t end = rest.find(';');
      std::string_view pair = rest.substr(0, end);
      rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
        return std::string(pair.substr(name.size() + 1));
      }
    }
  }
  return std::nullopt;
}

Settings SettingsOf(const http::Request& request) {
  Settings settings;
  if (CookieOf(request, kLanguageCookie) == "en") {
    settings.language = Language::kEnglish;
  }
  const auto theme = CookieOf(request, kThemeCookie);
  if (theme == "dark") settings.theme = Theme::kDark;
  if (theme == "light") settings.theme = Theme::kLight;
  return settings;
}

http::Response ChangeSettings(const http::Request& request) {
  http::Response response;
  response.status = 303;
  const auto language = http::QueryValue(request.query, "sprog");
  if (language == "da" || language == "en") {
    SetCookie(kLanguageCookie, *language, &response);
  }
  const auto theme = http::QueryValue(request.query, "farver");
  if (theme == "auto" || theme == "light" || theme == "dark") {
    SetCookie(kThemeCookie, *theme, &response);
  }
  const auto back =
      Path::Parse(http::QueryValue(request.query, "tilbage").value_or(""));
  response.headers.Set("Location",
                       back ? back->text() : std::string("/overblik"));
  return response;
}

}  // namespace trivsel::gateway::console
