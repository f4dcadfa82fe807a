// An answer as it goes over the wire.
#ifndef TRIVSEL_GATEWAY_HTTP_RESPONSE_TEXT_H_
#define TRIVSEL_GATEWAY_HTTP_RESPONSE_TEXT_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "gateway/http/message.h"

namespace trivsel::gateway::http {

struct ResponseContext {
  bool without_body = false;  // the answer to HEAD
  bool close = false;         // no request will be read after it
  std::string_view request_id = {};
  absl::Time now;
};

// Head and body. What the response does not set itself:
//   Cache-Control: no-store
//   X-Content-Type-Options: nosniff
//   Strict-Transport-Security: max-age=31536000
//   Referrer-Policy: no-referrer
//   Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; …
// A header that could split the answer (RFC 9110 section 5.5) is left out, and
// said in the log.
std::string ResponseText(const Response& response,
                         const ResponseContext& context);

// "Not Found"; "Unknown" for what we never answer.
std::string_view ReasonPhrase(int status);

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_RESPONSE_TEXT_H_
