// One POST of a form over TLS with a client certificate: how one talks to an
// STS and to a token endpoint.
#ifndef TRIVSEL_CLIENT_SDK_STS_FORM_POST_H_
#define TRIVSEL_CLIENT_SDK_STS_FORM_POST_H_

#include <atomic>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "trivsel/client/options.h"

namespace trivsel::client::sts {

struct FormPost {
  std::string url;  // https:// only
  std::vector<std::pair<std::string, std::string>> fields;
  TlsFiles tls;  // ca empty = the machine's authorities
  absl::Duration timeout = absl::Seconds(10);
  bool at_most_tls12 = false;
  // Breaks the request off soon after it becomes true; may be null.
  const std::atomic<bool>* stop = nullptr;
};

struct FormAnswer {
  int status = 0;                  // of HTTP
  std::string body;                // at most 256 KiB
  std::optional<absl::Time> date;  // the "Date" header
};

// Follows no redirect and uses no proxy. Whatever the HTTP status: an answer.
// UNAVAILABLE: none came, and the message says why (names, never fields).
// INVALID_ARGUMENT: the address is not https://, or a TLS file cannot be used.
absl::StatusOr<FormAnswer> Post(const FormPost& post);

// "a=1&b=%20", as application/x-www-form-urlencoded.
std::string EncodeForm(
    const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace trivsel::client::sts

#endif  // TRIVSEL_CLIENT_SDK_STS_FORM_POST_H_
