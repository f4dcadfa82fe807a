// Tokens straight from an STS, by mutual TLS.
//
// In a library of its own, so that only who uses it needs libcurl:
//   find_package(trivsel-client REQUIRED COMPONENTS sts)
//   target_link_libraries(my_program PRIVATE trivsel::client-sts)
#ifndef TRIVSEL_CLIENT_STS_TOKEN_SOURCE_H_
#define TRIVSEL_CLIENT_STS_TOKEN_SOURCE_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "trivsel/client/options.h"
#include "trivsel/client/time_source.h"
#include "trivsel/client/token_source.h"

namespace trivsel::client {

// What to ask for, and where. Copyable.
struct StsOptions {
  // https:// address of the STS's endpoint for JWTs; STS2's ends in
  // "/runtime/api/rest/oauth/v1/issue".
  std::string url;
  // entityID that the gateway has at the STS.
  std::string service;
  // CVR number of the municipality to report for, 8 digits.
  std::string municipality;
  // Certificate and key: the same as in Options::tls, since the token is bound
  // to them; read again for each request. `ca`: who issued the STS's
  // certificate; empty = the machine's authorities.
  TlsFiles tls;
  // Time for one request to the STS.
  absl::Duration timeout = absl::Seconds(10);
  // So long before the end a new token is fetched, at most half of its
  // lifetime.
  absl::Duration renew_before = absl::Minutes(5);
  // TLS 1.2 at most, as clients of STS2 are told; false allows TLS 1.3.
  bool at_most_tls12 = true;
  std::shared_ptr<TimeSource> time = SystemTime();
};

// INVALID_ARGUMENT, naming the option, if one cannot be.
absl::Status CheckStsOptions(const StsOptions& options);

// An answer of the STS.
struct StsToken {
  std::string token;
  absl::Time expires;
  // The STS's clock, to the second, if it told.
  std::optional<absl::Time> server_time;
};

// Asks once: POST of client_id, grant_type=client_credentials and
// scope=entityid:<service>,anvenderkontekst:<municipality>.
// UNAVAILABLE: the STS cannot be reached, or has trouble of its own (5xx,
// 429). PERMISSION_DENIED: it refuses, and the message has its error and
// description. INVALID_ARGUMENT: a file cannot be used. INTERNAL: its answer
// cannot be understood. DanishMessageOf (error.h) has the same in Danish.
absl::StatusOr<StsToken> FetchStsToken(const StsOptions& options);

// Fetches when first asked, keeps the token until shortly before it expires,
// and then fetches the next in the background while the old one is still used.
// However many ask, one request is on its way at a time, and a refresh less
// than 5 s after the last fetch gets that token. A certificate file that has
// changed means a new token. Has a thread of its own; the destructor breaks
// off a request. Errors as FetchStsToken's.
class StsTokenSource final : public TokenSource {
 public:
  static absl::StatusOr<std::shared_ptr<StsTokenSource>> Create(
      const StsOptions& options);
  ~StsTokenSource() override;

  absl::StatusOr<std::string> Token(bool refresh) override;

 private:
  class Fetcher;
  explicit StsTokenSource(std::unique_ptr<Fetcher> fetcher);

  const std::unique_ptr<Fetcher> fetcher_;
};

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_STS_TOKEN_SOURCE_H_
