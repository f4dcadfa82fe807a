// An HTTPS server (TLS 1.3, HTTP/1.1) for the console, the FHIR door and the
// token endpoint.
#ifndef TRIVSEL_GATEWAY_HTTP_HTTP_SERVER_H_
#define TRIVSEL_GATEWAY_HTTP_HTTP_SERVER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/http/message.h"
#include "gateway/http/options.h"
#include "gateway/http/routes.h"

namespace trivsel::gateway::http {

// One thread does all the waiting, a few run the handlers; however many are
// slow or silent, they hold up nobody. Certificate, key and client CA are read
// again when their files change: new connections get the new ones, standing
// ones go on. Thread safe.
class HttpServer {
 public:
  // FAILED_PRECONDITION if a TLS file cannot be used, UNAVAILABLE if the
  // address cannot be listened on; with a sentence for people.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const HttpOptions& options, Routes routes);
  // `make_routes` is given the address that it got, for routes that tell it.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const HttpOptions& options,
      const std::function<Routes(const std::string& address)>& make_routes);
  ~HttpServer();

  // "127.0.0.1:8443"
  const std::string& address() const;
  // That stand now.
  size_t connections() const;

  // No new connections; whoever has begun to ask is answered within
  // `patience`; waits for handlers that run. Once; later calls do nothing.
  void Stop(absl::Duration patience = absl::Seconds(10));

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

// FAILED_PRECONDITION, naming the file, if a server could not use them.
absl::Status CheckFiles(const TlsFiles& files);

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_HTTP_SERVER_H_
