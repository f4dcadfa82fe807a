// What a page has whoever looks at it: head, links for language and colours,
// headers; and the pages of errors.
#ifndef TRIVSEL_GATEWAY_CONSOLE_PAGE_FRAME_H_
#define TRIVSEL_GATEWAY_CONSOLE_PAGE_FRAME_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "gateway/console/html.h"
#include "gateway/console/page.h"
#include "gateway/console/settings.h"
#include "gateway/http/message.h"

namespace trivsel::gateway::console {

// "/assets/<version>/<name>".
Path AssetPath(std::string_view name);

struct Frame {
  const Settings& settings;
  const http::Request& request;
  std::string_view title;
};

// From <html> to the link that passes over the navigation.
void OpenFrame(const Frame& frame, Html* html);
void WriteSettingLinks(const Settings& settings, const http::Request& request,
                       Html* html);

// Content security policy and the like.
void SetPageHeaders(const Settings& settings, http::Response* response);

// What a status that came instead of a page's data is to the reader: 403, 404,
// 400, 503 or 500. Tells what the status tells only where it is for people.
http::Response ErrorPage(const Visit& visit, const absl::Status& status);
// The same for an act: 404 and the like as a page, else back to `back`, where
// the reason is told.
http::Response ErrorAfterAct(const Visit& visit, const Path& back,
                             const absl::Status& status);

// A page for a request whose form was not ours.
http::Response ForgedFormPage(const http::Request& request);
// For what the server itself refuses: 413, 404 and the like.
http::Response RefusedPage(int status);

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_PAGE_FRAME_H_
