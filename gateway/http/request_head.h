// The head of an HTTP/1.1 request, read strictly: what two readers could take
// for different requests is no request (RFC 9112, sections 3 to 7 and 11.2).
#ifndef TRIVSEL_GATEWAY_HTTP_REQUEST_HEAD_H_
#define TRIVSEL_GATEWAY_HTTP_REQUEST_HEAD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "gateway/http/message.h"
#include "gateway/http/target.h"

namespace trivsel::gateway::http {

// What is wrong with a request: the status of the answer, and a sentence that
// holds nothing of the request.
struct HttpFault {
  int status = 400;
  std::string_view reason = {};  // a literal
};

struct RequestHead {
  std::string method;
  Target target;
  Headers headers;
  uint64_t content_length = 0;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;

  bool has_body() const { return chunked || content_length > 0; }
  // "text/html" of "text/HTML; charset=utf-8"; empty if there is no type.
  std::string ContentType() const;
};

// `text` ends with the blank line. Every line must end with CRLF; a folded or
// a repeated framing field, a blank before the colon and more than
// `max_headers` are faults.
std::variant<RequestHead, HttpFault> ParseHead(std::string_view text,
                                               size_t max_headers);

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_REQUEST_HEAD_H_
