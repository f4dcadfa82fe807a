// A request as handlers see it, and what they answer.
#ifndef TRIVSEL_GATEWAY_HTTP_MESSAGE_H_
#define TRIVSEL_GATEWAY_HTTP_MESSAGE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trivsel::gateway::http {

// Header fields in their order; names compare without regard to case.
class Headers {
 public:
  using Entry = std::pair<std::string, std::string>;

  void Add(std::string name, std::string value);
  // In place of all of that name.
  void Set(std::string name, std::string value);
  // The first of that name; null if there is none. Valid until the next change.
  const std::string* Find(std::string_view name) const;
  size_t Count(std::string_view name) const;

  std::vector<Entry>::const_iterator begin() const { return entries_.begin(); }
  std::vector<Entry>::const_iterator end() const { return entries_.end(); }
  size_t size() const { return entries_.size(); }

 private:
  std::vector<Entry> entries_;
};

// Without regard to the case of ASCII letters.
bool SameText(std::string_view a, std::string_view b);

// A whole request. Bad ones do not get here: the server has refused them.
struct Request {
  // Ours, 32 hexadecimal digits: in the log and in the answer's X-Request-Id.
  std::string id;
  std::string method;  // "GET", "HEAD", "POST", …
  std::string path;    // percent-decoded, without the query
  std::string query;   // as it came, without "?"; see QueryValue()
  // What "{name}" in the route's path stood for, in their order.
  std::vector<std::pair<std::string, std::string>> path_values;
  Headers headers;
  std::string body;
  // DER of the client certificate, if there was one and the client CA vouches
  // for it now. Whoever goes by it needs to look at nothing else.
  std::string peer_certificate_der;
  // Why the certificate that was shown does not count, in OpenSSL's words
  // ("certificate has expired"); empty if it does, or none was shown. The
  // handshake goes through all the same: an answer tells more than an alert.
  std::string peer_certificate_fault;
  std::string remote;  // "192.0.2.7:51234"
};

// Fields that a handler does not set are filled in by the server: no-store,
// nosniff, HSTS, a content security policy that allows nothing, and the like
// (response_text.h). Content-Length and Connection are always the server's.
struct Response {
  int status = 200;
  std::string content_type;  // empty: none
  std::string body;
  Headers headers;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_MESSAGE_H_
