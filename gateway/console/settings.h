// How somebody wants to see the pages: language and colours, in cookies.
#ifndef TRIVSEL_GATEWAY_CONSOLE_SETTINGS_H_
#define TRIVSEL_GATEWAY_CONSOLE_SETTINGS_H_

#include <optional>
#include <string>
#include <string_view>

#include "gateway/console/texts.h"
#include "gateway/http/message.h"

namespace trivsel::gateway::console {

enum class Theme { kAuto, kLight, kDark };

struct Settings {
  Language language = Language::kDanish;
  Theme theme = Theme::kAuto;
};

// What there is no cookie for is Danish, and as the machine is set.
Settings SettingsOf(const http::Request& request);

// The value of a cookie of the request; nothing if there is none.
std::optional<std::string> CookieOf(const http::Request& request,
                                    std::string_view name);

// GET /visning?sprog=en&farver=dark&tilbage=/overblik: sets what is given and
// goes back. Changes nothing but the cookies, so it needs no session.
http::Response ChangeSettings(const http::Request& request);

// "auto", "light", "dark".
std::string_view ThemeName(Theme theme);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_SETTINGS_H_
