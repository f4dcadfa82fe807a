// The page that refusals link to: every reason for which a caller or a token
// is refused, in Danish and English, and what to do about it.
#ifndef TRIVSEL_GATEWAY_HELP_PAGE_H_
#define TRIVSEL_GATEWAY_HELP_PAGE_H_

#include <string>

#include "gateway/http/message.h"

namespace trivsel::gateway {

inline constexpr char kHelpPath[] = "/help/access";

// HTML of its own, without anything from elsewhere; each reason under an
// anchor of its name, #TOKEN_EXPIRED. `english`: that language first.
std::string AccessHelpHtml(bool english);

// The same as an answer to GET /help/access?lang=en, with the content security
// policy that it needs. Anybody may read and keep it.
http::Response AccessHelp(const http::Request& request);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_HELP_PAGE_H_
