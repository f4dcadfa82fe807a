// Delivery as the pages see it: queue::DeliveryControl, with who does it told
// at each act.
#ifndef TRIVSEL_GATEWAY_CONSOLE_DELIVERY_DESK_H_
#define TRIVSEL_GATEWAY_CONSOLE_DELIVERY_DESK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/access/operator.h"
#include "gateway/queue/delivery_control.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::console {

// What would be sent again.
struct ReplayEstimate {
  queue::ReplayCount count = {};
  // Counting stopped: there is at least this much.
  bool more = false;
};

// Thread safe; waits for the database. Errors as of queue::DeliveryControl.
class DeliveryDesk {
 public:
  virtual ~DeliveryDesk() = default;

  virtual absl::StatusOr<std::vector<queue::DestinationReport>> Status() = 0;
  virtual absl::StatusOr<queue::Hold> Pause(const access::Operator& who,
                                            const std::string& destination,
                                            const std::string& reason) = 0;
  virtual absl::StatusOr<bool> Resume(const std::string& actor,
                                      const std::string& destination) = 0;

  virtual absl::StatusOr<ReplayEstimate> Estimate(
      const queue::ReplayOrder& order) = 0;
  virtual absl::StatusOr<queue::Replay> Begin(
      const std::string& actor, const queue::ReplayOrder& order) = 0;
  virtual absl::StatusOr<queue::Replay> Load(int64_t replay_id) = 0;
  virtual absl::StatusOr<int64_t> Left(const queue::Replay& replay) = 0;
  // The next part of it; `replay` moves.
  virtual absl::Status GoOn(const std::string& actor,
                            queue::Replay* replay) = 0;
};

// The real one.
class PoolDeliveryDesk final : public DeliveryDesk {
 public:
  // `pool` must outlive it.
  explicit PoolDeliveryDesk(store::Pool* pool) : pool_(pool) {}

  absl::StatusOr<std::vector<queue::DestinationReport>> Status() override;
  absl::StatusOr<queue::Hold> Pause(const access::Operator& who,
                                    const std::string& destination,
                                    const std::string& reason) override;
  absl::StatusOr<bool> Resume(const std::string& actor,
                              const std::string& destination) override;
  absl::StatusOr<ReplayEstimate> Estimate(
      const queue::ReplayOrder& order) override;
  absl::StatusOr<queue::Replay> Begin(const std::string& actor,
                                      const queue::ReplayOrder& order) override;
  absl::StatusOr<queue::Replay> Load(int64_t replay_id) override;
  absl::StatusOr<int64_t> Left(const queue::Replay& replay) override;
  absl::Status GoOn(const std::string& actor, queue::Replay* replay) override;

 private:
  store::Pool* const pool_;
};

}  // namespace trivsel::gateway::console

#endif  // TRIVSEL_GATEWAY_CONSOLE_DELIVERY_DESK_H_
