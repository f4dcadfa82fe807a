// Lanes and sealed batches in PostgreSQL.
#ifndef TRIVSEL_GATEWAY_QUEUE_POSTGRES_LANE_QUEUE_H_
#define TRIVSEL_GATEWAY_QUEUE_POSTGRES_LANE_QUEUE_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/queue/batch_floor.h"
#include "gateway/queue/key_horizon.h"
#include "gateway/queue/lane_floor.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/queue/settlement_params.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::queue {

// Thread safe. Borrows a connection for each statement and holds none between.
// Besides what LaneQueue tells, every call may end with the store's UNAVAILABLE
// or INTERNAL. Serves any number of destinations.
class PostgresLaneQueue final : public LaneQueue {
 public:
  // The pool, of connections that read in the order of keys, must outlive it.
  explicit PostgresLaneQueue(store::Pool* pool) : pool_(*pool) {}

  // The number of the destination of that name (1-100 characters), made when
  // it is new. From then on every report that is accepted waits for it;
  // reports that were accepted before it was new do not.
  absl::StatusOr<int32_t> OpenDestination(std::string_view name);

  absl::StatusOr<std::vector<LaneLease>> Lease(int32_t destination_id,
                                               const std::string& owner,
                                               absl::Duration term) override;
  absl::StatusOr<LaneCensus> Look(int32_t destination_id) override;
  absl::Status Release(int32_t destination_id,
                       const std::string& owner) override;
  absl::StatusOr<std::optional<SealedBatch>> Next(
      const LaneLease& lease, const BatchLimits& limits) override;
  absl::Status Settle(const LaneLease& lease, int64_t batch_id,
                      const std::vector<ItemSettlement>& items) override;
  absl::StatusOr<WholeRefusal> RefuseWhole(const LaneLease& lease,
                                           int64_t batch_id,
                                           int enough) override;

  // Tells people (trivselctl) how an owner fares. `last_failure` without data
  // of reports. Writes only what is news.
  absl::Status TellState(int32_t destination_id, const std::string& owner,
                         bool circuit_open, const std::string& last_failure);

 private:
  using LaneKey = std::pair<int32_t, int16_t>;  // destination, lane

  absl::Status PrepareLanes(int32_t destination_id);
  // The new batch's number; nothing when nothing waits. Keys up to `drawn` had
  // been drawn before.
  absl::StatusOr<std::optional<int64_t>> Seal(const LaneLease& lease,
                                              const BatchLimits& limits,
                                              int64_t floor, int64_t drawn);
  absl::StatusOr<SealedBatch> Load(const LaneLease& lease, int64_t batch_id);
  // Whose the reports of a loaded batch are; empty if that is forgotten.
  ReportOwners TakeOwners(const LaneLease& lease, int64_t batch_id);
  // Raises the fence of a lane where a statement that makes batches was never
  // answered.
  absl::Status EndDoubt(const LaneLease& lease);
  void Doubt(const LaneLease& lease);
  int64_t FloorOf(const LaneLease& lease);
  // What is proven then.
  int64_t NoteLook(const LaneLease& lease, const store::Result& look);
  void NoteWalk(const LaneLease& lease, absl::Duration took);
  BatchFloor::Key BatchFloorOf(const LaneLease& lease);
  void NoteBatches(const LaneLease& lease, const store::Result& look);
  // For the lanes' rows: lanes and their floors.
  void AddProvenFloors(int32_t destination_id, store::Params* params);

  store::Pool& pool_;
  std::mutex mutex_;
  KeyHorizon horizon_;
  std::map<LaneKey, LaneFloor> floors_;
  std::map<LaneKey, BatchFloor> batch_floors_;
  // Lanes, with the fence, where such a statement may still be under way.
  std::map<LaneKey, int64_t> doubtful_;
  // The batch that was loaded last, by lane, until it is settled.
  struct Loaded {
    int64_t batch_id = 0;
    ReportOwners owners;
  };
  std::map<LaneKey, Loaded> loaded_;
  std::set<int32_t> prepared_;  // destinations whose lanes are there
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_POSTGRES_LANE_QUEUE_H_
