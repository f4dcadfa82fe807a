// Onward delivery: the destination and its dispatcher, with their metrics.
#ifndef TRIVSEL_GATEWAY_ONWARD_H_
#define TRIVSEL_GATEWAY_ONWARD_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/config.h"
#include "gateway/delivery/destination.h"
#include "gateway/delivery/dispatcher.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/metrics.h"
#include "validator/fhir/fhir_reader.h"

namespace trivsel::gateway {

// What delivery needs of the rest; all must outlive it.
struct OnwardNeeds {
  queue::LaneQueue& lanes;
  const validator::fhir::FhirMapping& mapping;
  Clock& clock;
  Random& random;
  telemetry::Metrics& metrics;
  // Told when a destination has answered for reports; must not block.
  std::function<void()> on_settled;
};

// One destination at work. Thread safe.
class Onward {
 public:
  // What can be said against it without starting; see CheckReceiver.
  static absl::Status Check(const DestinationConfig& config);

  // Starts to send. FAILED_PRECONDITION names the option that is wrong.
  static absl::StatusOr<std::unique_ptr<Onward>> Start(
      const DestinationConfig& config, int32_t destination_id,
      OnwardNeeds needs);

  // New reports are on these lanes, a bit each.
  void Poke(uint64_t lanes);
  delivery::DestinationStatus Status() const { return dispatcher_->Status(); }
  // Its name among the gateways on one database.
  const std::string& owner() const { return owner_; }
  // Finishes the batches under way and gives the lanes back.
  void Stop();

 private:
  explicit Onward(OnwardNeeds needs);
  void Observe(const delivery::StepResult& step, int16_t lane);

  const OnwardNeeds needs_;
  SteadyClock dispatch_clock_;
  const std::string owner_;
  std::unique_ptr<delivery::Destination> destination_;
  std::unique_ptr<delivery::Dispatcher> dispatcher_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_ONWARD_H_
