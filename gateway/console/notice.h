// What came of an act, told once on the page that follows it: it travels in a
// cookie that lives for a minute, so that any gateway can show it.
#ifndef TRIVSEL_GATEWAY_CONSOLE_NOTICE_H_
#define TRIVSEL_GATEWAY_CONSOLE_NOTICE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/console/html.h"
#include "gateway/http/message.h"

namespace trivsel::gateway::console {

// Never holds anything of a child.
struct Notice {
  enum class Kind { kDone, kWarning, kError };
  Kind kind = Kind::kDone;
  std::string text;
  std::vector<std::string> items = {};  // the first few of them are kept
};

// 303 to `path`, where it is shown.
http::Response GoTo(const Path& path, const std::optional<Notice>& notice);

// Of the request's cookie; nothing if there is none or it cannot be read.
std::optional<Notice> NoticeOf(const http::Request& request);

// Says to the browser that it has been shown.
void ForgetNotice(http::Response* response);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_NOTICE_H_
