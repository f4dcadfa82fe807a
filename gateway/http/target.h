// The target of a request (RFC 9112 section 3.2): path and query.
#ifndef TRIVSEL_GATEWAY_HTTP_TARGET_H_
#define TRIVSEL_GATEWAY_HTTP_TARGET_H_

#include <optional>
#include <string>
#include <string_view>

namespace trivsel::gateway::http {

struct Target {
  std::string path;   // percent-decoded
  std::string query;  // as it came
};

// "/path?query", or the same behind "https://host". Nothing if it is not one,
// has a bad escape, or hides a "/", a NUL or another control character in an
// escape: no two readers of it shall differ about the path.
std::optional<Target> ParseTarget(std::string_view text);

// The decoded value of the first parameter of that name in a query; nothing if
// there is none or it is badly escaped.
std::optional<std::string> QueryValue(std::string_view query,
                                      std::string_view name);

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_TARGET_H_
