#include "trivsel/client/options.h"

#include "absl/time/clock.h"

namespace trivsel::client {
namespace {

// The gateway's own limits, with room for the envelope of a request.
constexpr size_t kMaxBatchReports = 1000;
constexpr size_t kMaxBatchBytes = 4 * 1024 * 1024 - 64 * 1024;
constexpr int kMaxInFlight = 64;
constexpr int kMaxPort = 65535;

class MachineTime final : public TimeSource {
 public:
  absl::Time Now() const override { return absl::Now(); }
  void Sleep(absl::Duration duration) override { absl::SleepFor(duration); }
};

absl::Status Bad(const char* what) { return absl::InvalidArgumentError(what); }

// Catches what would otherwise be a name that cannot be looked up, or a port
// folded into another. gRPC's own schemes (unix:, dns:///) pass.
absl::Status CheckEndpoint(const std::string& endpoint) {
  const std::string port = endpoint.substr(endpoint.rfind(':') + 1);
  const bool digits = port.find_first_not_of("0123456789") == std::string::npos;
  if (endpoint.empty() || port.empty() ||
      endpoint.find_first_of(" \t\r\n") != std::string::npos ||
      endpoint.compare(0, 7, "http://") == 0 ||
      endpoint.compare(0, 8, "https://") == 0 ||
      (digits && (port.size() > 5 || std::stoi(port) > kMaxPort))) {
    return Bad("endpoint: HOST:PORT");
  }
  return absl::OkStatus();
}

absl::Status CheckRetry(const RetryOptions& retry) {
  if (retry.initial_backoff <= absl::ZeroDuration() ||
      retry.max_backoff < retry.initial_backoff) {
    return Bad("retry: 0 < initial_backoff <= max_backoff");
  }
  if (retry.multiplier < 1) return Bad("retry.multiplier: at least 1");
  if (retry.max_attempts < 0) return Bad("retry.max_attempts: 0 or more");
  return absl::OkStatus();
}

absl::Status CheckBatching(const BatchingOptions& batching) {
  if (batching.max_reports < 1 || batching.max_reports > kMaxBatchReports) {
    return Bad("batching.max_reports: 1 to 1000");
  }
  if (batching.max_bytes < 1 || batching.max_bytes > kMaxBatchBytes) {
    return Bad("batching.max_bytes: 1 to 4,128,768");
  }
  if (batching.max_hold < absl::ZeroDuration()) {
    return Bad("batching.max_hold: 0 or more");
  }
  if (batching.max_in_flight < 1 || batching.max_in_flight > kMaxInFlight) {
    return Bad("batching.max_in_flight: 1 to 64");
  }
  return absl::OkStatus();
}

}  // namespace

std::shared_ptr<TimeSource> SystemTime() {
  return std::make_shared<MachineTime>();
}

absl::Status CheckOptionRanges(const Options& options) {
  const absl::Status endpoint = CheckEndpoint(options.endpoint);
  if (!endpoint.ok()) return endpoint;
  if (options.deadline <= absl::ZeroDuration()) {
    return Bad("deadline: more than 0");
  }
  if (options.poll_interval <= absl::ZeroDuration()) {
    return Bad("poll_interval: more than 0");
  }
  if (options.flow_control.max_reports < 1 ||
      options.flow_control.max_bytes < 1) {
    return Bad("flow_control: limits of at least 1");
  }
  if (options.time == nullptr) return Bad("time: not null");
  const absl::Status retry = CheckRetry(options.retry);
  return retry.ok() ? CheckBatching(options.batching) : retry;
}

}  // namespace trivsel::client
