// What an HTTPS server is to be told, and its limits.
#ifndef TRIVSEL_GATEWAY_HTTP_OPTIONS_H_
#define TRIVSEL_GATEWAY_HTTP_OPTIONS_H_

#include <cstddef>
#include <string>

#include "absl/time/time.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway::http {

// PEM files, looked at again every second.
struct TlsFiles {
  std::string cert;       // ours, with what lies between it and its CA
  std::string key;        // its key
  std::string client_ca;  // who may vouch for clients; empty: none is asked
};

// Slow clients cost memory, within max_connections and max_buffered_bytes, but
// no thread.
struct HttpLimits {
  size_t max_connections = 1024;
  size_t max_head_bytes = 16 * 1024;
  size_t max_headers = 100;
  // Bodies of all requests that are read or handled: over it, 503.
  size_t max_buffered_bytes = 64 * 1024 * 1024;
  // From the connection to the end of the handshake.
  absl::Duration handshake = absl::Seconds(10);
  // From the first octet of a head to its end.
  absl::Duration head = absl::Seconds(10);
  // For a body, and for taking an answer, besides what the slowest speed that
  // is borne needs.
  absl::Duration transfer = absl::Seconds(20);
  size_t min_bytes_per_second = 16 * 1024;
  // Between requests of a connection; one is shut earlier when others wait.
  absl::Duration idle = absl::Seconds(60);
  // A connection is shut after so long, and so many requests: balancers spread
  // again, and new certificates get used.
  absl::Duration age = absl::Minutes(10);
  int requests_per_connection = 1000;
};

struct HttpOptions {
  std::string listen = "127.0.0.1:0";
  TlsFiles tls;
  int threads = 4;          // for handlers
  size_t max_waiting = 64;  // requests that wait for a thread; over it, 503
  HttpLimits limits = {};
  // Counts requests by route and status; null: nothing is counted. Must
  // outlive the server.
  telemetry::Metrics* metrics = nullptr;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_OPTIONS_H_
