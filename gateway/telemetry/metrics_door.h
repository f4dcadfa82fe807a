// Where metrics are fetched, over plain HTTP.
#ifndef TRIVSEL_GATEWAY_TELEMETRY_METRICS_DOOR_H_
#define TRIVSEL_GATEWAY_TELEMETRY_METRICS_DOOR_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace prometheus {
class Collectable;
class Exposer;
}  // namespace prometheus

namespace trivsel::gateway::telemetry {

class MetricsDoor {
 public:
  // `address` "127.0.0.1:9464"; port 0 picks one. UNAVAILABLE if it is taken or
  // is no address.
  static absl::StatusOr<std::unique_ptr<MetricsDoor>> Open(
      const std::string& address,
      const std::vector<std::shared_ptr<prometheus::Collectable>>& metrics);
  ~MetricsDoor();

  // The address that it got.
  const std::string& address() const { return address_; }

 private:
  MetricsDoor();

  std::unique_ptr<prometheus::Exposer> exposer_;
  std::string address_;
  std::string found_;  // a sockaddr; empty: not known
};

}  // namespace trivsel::gateway::telemetry

#endif  // TRIVSEL_GATEWAY_TELEMETRY_METRICS_DOOR_H_
