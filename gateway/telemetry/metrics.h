// What the gateway counts, for Prometheus.
#ifndef TRIVSEL_GATEWAY_TELEMETRY_METRICS_H_
#define TRIVSEL_GATEWAY_TELEMETRY_METRICS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::telemetry {

// What became of one report, as counted.
enum class ReportOutcome {
  kAccepted,
  kRejected,
  kReplayed,
  kIdReused,
  kDenied,
  kFailed,
};
inline constexpr int kReportOutcomes = 6;

// All metrics of one gateway. Thread safe. Labels come from configuration and
// from our own catalogues, never from a report.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  void Received(std::string_view submitter, int64_t reports);
  void Outcome(std::string_view submitter, ReportOutcome outcome);
  void Finding(std::string_view code);
  void Refused(std::string_view reason);
  void CommitTook(absl::Duration duration);
  void Batch(std::string_view destination, std::string_view outcome);
  void Delivered(std::string_view destination, std::string_view outcome,
                 int64_t reports);
  // `route` as it is configured, "-" for what is none.
  void HttpRequest(std::string_view route, int status);

  // A gauge that is asked for when Prometheus asks, by its name in
  // metric_names.h. `read` must be thread safe and outlive StopServing().
  void GaugeFrom(const char* name, const char* help,
                 std::function<double()> read);
  // The same with labels: as many samples as there are then, all with the same
  // labels.
  struct Sample {
    std::vector<std::pair<std::string, std::string>> labels;
    double value = 0;
  };
  void GaugesFrom(const char* name, const char* help,
                  std::function<std::vector<Sample>()> read);
  void SetDeliveryLag(std::string_view destination, absl::Duration lag);
  void SetDeliveryPaused(std::string_view destination, bool paused);
  void SetDispatch(std::string_view destination, bool circuit_open,
                   int lanes_held);

  // Serves /metrics at "127.0.0.1:9464" until StopServing(); port 0 = any.
  // Gives the address.
  absl::StatusOr<std::string> Serve(const std::string& address);
  void StopServing();

  // The text that /metrics gives, for tests.
  std::string Text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace trivsel::gateway::telemetry

#endif  // TRIVSEL_GATEWAY_TELEMETRY_METRICS_H_
