// Lanes and sealed batches in memory, as one process has them.
#ifndef TRIVSEL_TESTS_SUPPORT_MEMORY_LANE_QUEUE_H_
#define TRIVSEL_TESTS_SUPPORT_MEMORY_LANE_QUEUE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/queue/key_horizon.h"
#include "gateway/queue/lane_floor.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/system/clock.h"
#include "tests/support/memory_store.h"
#include "tests/support/store_link.h"

namespace trivsel::testing {

// Goes the way of PostgresLaneQueue, statement by statement: others may run
// between the look at a lane and the seal, a seal may stay without an answer.
// Not thread safe.
class MemoryLaneQueue final : public queue::LaneQueue {
 public:
  // `clock` is the process's. All must outlive it.
  MemoryLaneQueue(MemoryStore* store, StoreLink* link,
                  const gateway::Clock* clock)
      : store_(*store), link_(*link), clock_(*clock) {}

  absl::StatusOr<std::vector<queue::LaneLease>> Lease(
      int32_t destination_id, const std::string& owner,
      absl::Duration term) override;
  absl::StatusOr<queue::LaneCensus> Look(int32_t destination_id) override;
  absl::Status Release(int32_t destination_id,
                       const std::string& owner) override;
  absl::StatusOr<std::optional<queue::SealedBatch>> Next(
      const queue::LaneLease& lease, const queue::BatchLimits& limits) override;
  absl::Status Settle(const queue::LaneLease& lease, int64_t batch_id,
                      const std::vector<queue::ItemSettlement>& items) override;
  absl::StatusOr<queue::WholeRefusal> RefuseWhole(const queue::LaneLease& lease,
                                                  int64_t batch_id,
                                                  int enough) override;

 private:
  using LaneKey = std::pair<int32_t, int16_t>;

  absl::Status EndDoubt(const queue::LaneLease& lease);
  absl::StatusOr<int64_t> Seal(const queue::LaneLease& lease,
                               const queue::BatchLimits& limits, int64_t floor,
                               int64_t drawn);
  int64_t FloorOf(const queue::LaneLease& lease);

  MemoryStore& store_;
  StoreLink& link_;
  const gateway::Clock& clock_;
  queue::KeyHorizon horizon_;
  std::map<LaneKey, queue::LaneFloor> floors_;
  std::map<LaneKey, int64_t> doubtful_;  // with the fence
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_MEMORY_LANE_QUEUE_H_
