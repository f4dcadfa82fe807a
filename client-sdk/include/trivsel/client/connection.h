// What a client needs from a gateway: the place where a test cuts.
#ifndef TRIVSEL_CLIENT_CONNECTION_H_
#define TRIVSEL_CLIENT_CONNECTION_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "trivsel/client/options.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::client {

// Called exactly once, on any thread, with the receipt or why there is none.
// Must not block.
using SubmitCallback =
    std::function<void(absl::StatusOr<gateway::v1::Receipt>)>;
// One for each submission, in the same order.
using Outcomes = std::vector<absl::StatusOr<gateway::v1::Receipt>>;

// Parameters are structs, so that a new one breaks no mock. A deadline is a
// time of the connection's TimeSource.
struct SubmitParams {
  gateway::v1::Submission submission;
  absl::Time deadline = absl::InfiniteFuture();
};

struct SubmitBatchParams {
  gateway::v1::SubmitReportsRequest request;
  absl::Time deadline = absl::InfiniteFuture();
};

struct ValidateParams {
  gateway::v1::ValidateReportsRequest request;
  absl::Time deadline = absl::InfiniteFuture();
};

struct GetReportParams {
  gateway::v1::GetReportRequest request;
  absl::Time deadline = absl::InfiniteFuture();
};

struct ListReportsParams {
  gateway::v1::ListReportsRequest request;
  absl::Time deadline = absl::InfiniteFuture();
};

struct WatchParams {
  gateway::v1::WatchReceiptsRequest request;
  absl::Time deadline = absl::InfiniteFuture();
  // Called for each report, on the thread that watches; false ends the watch
  // with OK.
  std::function<bool(const gateway::v1::Report&)> on_report;
};

// Thread safe. Every layer of the client is one of these around another:
// retry, batching, flow control, local check.
class Connection {
 public:
  virtual ~Connection() = default;

  // Answers later, through `done`. Blocks only for flow control.
  virtual void Submit(SubmitParams params, SubmitCallback done) = 0;
  // The others block until they are answered. A failure of the whole call
  // stands in every outcome.
  virtual Outcomes SubmitBatch(const SubmitBatchParams& params) = 0;
  virtual absl::StatusOr<gateway::v1::ValidateReportsResponse> Validate(
      const ValidateParams& params) = 0;
  virtual absl::StatusOr<gateway::v1::Report> GetReport(
      const GetReportParams& params) = 0;
  virtual absl::StatusOr<gateway::v1::ListReportsResponse> ListReports(
      const ListReportsParams& params) = 0;
  // OK when the gateway or on_report ended it. Never repeated by itself: what
  // was missed meanwhile must be asked for.
  virtual absl::Status Watch(const WatchParams& params) = 0;
  // OK as soon as there is a connection; UNAVAILABLE at the deadline.
  virtual absl::Status AwaitReady(absl::Time deadline) = 0;
};

// A connection over gRPC with all layers that `options` ask for. Fails if an
// option is out of range, a TLS file cannot be read, the key is not that of the
// certificate, or `insecure` is asked for an endpoint that is not loopback.
// Does not wait for the gateway.
absl::StatusOr<std::shared_ptr<Connection>> MakeConnection(
    const Options& options);

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_CONNECTION_H_
