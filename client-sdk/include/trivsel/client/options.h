// How a client works: where the gateway is, how patient the client is, and how
// much it gathers and holds.
#ifndef TRIVSEL_CLIENT_OPTIONS_H_
#define TRIVSEL_CLIENT_OPTIONS_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "trivsel/client/time_source.h"
#include "trivsel/client/token_source.h"

namespace trivsel::client {

// Client certificate, its key and the authority that the gateway's certificate
// comes from: PEM files. When they change, calls from then on go over a new
// connection with the new certificate, and those on their way are answered on
// the old one: a renewal needs no restart. While the files do not fit together
// the old certificate goes on being used.
struct TlsFiles {
  std::string certificate;
  std::string key;
  std::string ca;
};

// When and how soon a failed call is made again.
//
// Only UNAVAILABLE is repeated, and RESOURCE_EXHAUSTED when the gateway said
// when to come back. That is safe: a report's id is fixed before it is first
// sent, and the gateway stores an id once. A call whose token is refused is
// repeated once with a new token, whatever is said here.
struct RetryOptions {
  // The n-th wait is drawn evenly from 0 to initial × multiplier^n, at most
  // `max_backoff`; never shorter than what the gateway asked for.
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(10);
  double multiplier = 2;
  // Attempts in all; 0 = as many as the deadline has room for, 1 = no retry.
  int max_attempts = 0;
};

// Reports that are submitted about the same time travel in one request.
struct BatchingOptions {
  bool enabled = true;
  // A batch is sent when it is this large (at most 1000 reports, 4 MiB) …
  size_t max_reports = 100;
  size_t max_bytes = 512 * 1024;
  // … or this old. A report larger than max_bytes travels alone.
  absl::Duration max_hold = absl::Milliseconds(5);
  // Requests on their way at one time. 1 keeps the order of submission. With
  // more, await a report's receipt before you submit another about the same
  // child, or the two may arrive in either order.
  int max_in_flight = 1;
};

// What may be submitted and not yet answered.
struct FlowControlOptions {
  enum class WhenFull {
    kBlock,   // Submit waits, at most until its deadline
    kReject,  // Submit answers RESOURCE_EXHAUSTED at once
  };
  size_t max_reports = 10'000;
  size_t max_bytes = 64 * 1024 * 1024;
  WhenFull when_full = WhenFull::kBlock;
};

// Judging reports on this machine before they are sent.
struct CheckOptions {
  // A report that the standard refuses is not sent; Submit answers
  // INVALID_ARGUMENT and FindingsOf() says what is wrong. false: everything is
  // sent, and the gateway judges.
  bool before_sending = true;
  // Treat what only the guide's prose asks as an error.
  bool strict = false;
};

// Copyable. What is not set has the value written here.
struct Options {
  // HOST:PORT of the gateway.
  std::string endpoint = "localhost:7443";
  TlsFiles tls;
  // Sent with each call as "authorization: Bearer …"; null = no token, where
  // the gateway takes the certificate alone.
  std::shared_ptr<TokenSource> token;
  // No TLS at all; only for an endpoint on this machine's loopback.
  bool insecure = false;
  // Time for a call, retries included.
  absl::Duration deadline = absl::Seconds(60);
  RetryOptions retry;
  BatchingOptions batching;
  FlowControlOptions flow_control;
  CheckOptions check;
  // How long AwaitConfirmed waits between two questions while the stream of
  // receipts cannot be had.
  absl::Duration poll_interval = absl::Seconds(2);
  std::shared_ptr<TimeSource> time = SystemTime();
};

// INVALID_ARGUMENT, naming the option, if a value is out of its range.
absl::Status CheckOptionRanges(const Options& options);

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_OPTIONS_H_
