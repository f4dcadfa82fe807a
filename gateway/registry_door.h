// The registrars' door: RegistryService put together for this gateway, and
// what ends soon as metrics.
#ifndef TRIVSEL_GATEWAY_REGISTRY_DOOR_H_
#define TRIVSEL_GATEWAY_REGISTRY_DOOR_H_

#include <mutex>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "gateway/ingest/executor.h"
#include "gateway/ingest/guard.h"
#include "gateway/registry/registry_service.h"
#include "gateway/store/expiry.h"
#include "gateway/store/pool.h"
#include "gateway/system/clock.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway {

// Thread safe.
class RegistryDoor {
 public:
  struct Parts {
    store::Pool& pool;
    const ingest::Guard& guard;
    ingest::Executor& workers;
    const Clock& clock;
    telemetry::Metrics& metrics;
  };

  // The parts must outlive it, and metrics must have stopped serving and the
  // workers have ended before it goes.
  explicit RegistryDoor(Parts parts);

  grpc::Service& service() { return service_; }
  // Looks once a minute at what ends soon. Blocks for the database; called
  // often, on the thread that watches it.
  void MeasureIfDue();

 private:
  std::vector<telemetry::Metrics::Sample> Endings() const;
  std::vector<telemetry::Metrics::Sample> LeastDaysLeft() const;
  std::optional<store::ExpirySummary> summary() const;

  const Clock& clock_;
  store::ExpiryReader expiry_;
  registry::RegistryService service_;
  mutable std::mutex mutex_;
  std::optional<store::ExpirySummary> summary_;
  absl::Time measure_at_ = absl::InfinitePast();
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_REGISTRY_DOOR_H_
