// Which handler answers which method and path.
#ifndef TRIVSEL_GATEWAY_HTTP_ROUTES_H_
#define TRIVSEL_GATEWAY_HTTP_ROUTES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/http/message.h"

namespace trivsel::gateway::http {

// What the server itself refuses, before a handler is asked: 404, 405, 408,
// 413, 415, 431, 503 and the like, or 500 when a handler threw.
struct Refusal {
  int status = 0;
  std::string_view reason = {};  // English; a literal, nothing of the request
};

struct Route {
  std::string method;  // "GET" answers HEAD too
  // "/token", "/fhir/Bundle/{id}": "{…}" stands for one segment, not empty.
  // Log and metrics name it, never the path that came.
  std::string path;
  // Called on a worker thread, several at a time. What it throws becomes 500.
  std::function<Response(const Request&)> handle;
  size_t max_body_bytes = 0;  // over it: 413
  // Of the body, in small letters, without parameters; another: 415. Empty:
  // any.
  std::vector<std::string> content_types = {};
  // The form of refusals on this path (status, Allow and Retry-After are set
  // by the server); none: one line of plain text. Called on the server's own
  // thread: no waiting in it.
  std::function<Response(const Refusal&)> refuse = nullptr;
};

// Immutable while a server has it.
class Routes {
 public:
  struct Found {
    const Route* route = nullptr;  // also for 405: whose refusals to use
    int status = 404;              // 200, 404 or 405
    std::string allow = {};        // with 405
    std::vector<std::pair<std::string, std::string>> values = {};
  };

  // The first that fits answers.
  Routes& Add(Route route);
  Found Find(std::string_view method, std::string_view path) const;
  // Each as "GET /fhir/Bundle/{id}", in their order.
  std::vector<std::string> Names() const;

 private:
  std::vector<Route> routes_;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_ROUTES_H_
