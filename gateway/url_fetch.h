// Fetches what an issuer of tokens publishes, by libcurl.
#ifndef TRIVSEL_GATEWAY_URL_FETCH_H_
#define TRIVSEL_GATEWAY_URL_FETCH_H_

#include <string>

#include "absl/status/statusor.h"

namespace trivsel::gateway {

// The body of GET `url`, https:// only, at most 1 MiB, within 10 seconds;
// `ca_file` says who may vouch for the server, empty: the machine's
// authorities. No redirects, no proxy from the environment. UNAVAILABLE has
// libcurl's words or the HTTP status, nothing of the answer. Thread safe.
absl::StatusOr<std::string> FetchHttps(const std::string& url,
                                       const std::string& ca_file);

// The body of the answer to POST of a form, under the same rules. A status
// other than 200 is UNAVAILABLE with the status alone: what it says may quote
// what was sent.
absl::StatusOr<std::string> PostHttps(const std::string& url,
                                      const std::string& ca_file,
                                      const std::string& form);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_URL_FETCH_H_
