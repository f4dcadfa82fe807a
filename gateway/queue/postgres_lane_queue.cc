#include "gateway/queue/postgres_lane_queue.h"

#include "gateway/queue/settlement_params.h"
#include "gateway/store/statements.h"
#include "gateway/system/steady_clock.h"

namespace trivsel::gateway::queue {
namespace {

absl::Status LeaseLost() {
  return absl::FailedPreconditionError("the lane's lease is lost");
}

absl::Status NoSuchBatch() {
  return absl::NotFoundError("the lane has no such batch");
}

store::Params LeaseParams(const LaneLease& lease) {
  store::Params params;
  params.Int32(lease.destination_id).Int16(lease.lane).Int64(lease.fence);
  return params;
}

}  // namespace

absl::StatusOr<int32_t> PostgresLaneQueue::OpenDestination(
    std::string_view name) {
  auto row = pool_.Execute(store::kOpenDestination, store::Params().Text(name));
  if (!row.ok()) return row.status();
  const int32_t id = row->Int32(0, 0);
  absl::Status prepared = PrepareLanes(id);
  if (!prepared.ok()) return prepared;
  return id;
}

absl::Status PostgresLaneQueue::PrepareLanes(int32_t destination_id) {
  {
    std::lock_guard lock(mutex_);
    if (prepared_.count(destination_id) > 0) return absl::OkStatus();
  }
  absl::Status status =
      pool_.Execute(store::kPrepareLanes, store::Params().Int32(destination_id))
          .status();
  if (absl::IsFailedPrecondition(status)) {
    return absl::NotFoundError("there is no such destination");
  }
  if (!status.ok()) return status;
  std::lock_guard lock(mutex_);
  prepared_.insert(destination_id);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<LaneLease>> PostgresLaneQueue::Lease(
    int32_t destination_id, const std::string& owner, absl::Duration term) {
  absl::Status prepared = PrepareLanes(destination_id);
  if (!prepared.ok()) return prepared;
  store::Params params;
  params.Int32(destination_id)
      .Text(owner)
      .Int64(absl::ToInt64Microseconds(term));
  AddProvenFloors(destination_id, &params);
  auto rows = pool_.Execute(store::kLeaseLanes, params);
  if (!rows.ok()) return rows.status();
  std::vector<LaneLease> held;
  const absl::Time now = SteadyNow();
  std::lock_guard lock(mutex_);
  for (int row = 0; row < rows->rows(); ++row) {
    const LaneLease& lease = held.emplace_back(
        LaneLease{destination_id, rows->Int16(row, 0), rows->Int64(row, 1)});
    floors_[{destination_id, lease.lane}].OnLeased(lease.fence,
                                                   rows->Int64(row, 2), now);
  }
  return held;
}

void PostgresLaneQueue::AddProvenFloors(int32_t destination_id,
                                        store::Params* params) {
  std::vector<int64_t> lanes, floors;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [lane, floor] : floors_) {
      if (lane.first != destination_id || floor.proven() == 0) continue;
      lanes.push_back(lane.second);
      floors.push_back(floor.proven());
    }
  }
  params->Int64Array(lanes).Int64Array(floors);
}

absl::StatusOr<LaneCensus> PostgresLaneQueue::Look(int32_t destination_id) {
  auto row = pool_.Execute(store::kLookAtOwners,
                           store::Params().Int32(destination_id));
  if (!row.ok()) return row.status();
  return LaneCensus{row->Int32(0, 0), row->Int32(0, 1)};
}

absl::Status PostgresLaneQueue::Release(int32_t destination_id,
                                        const std::string& owner) {
  store::Params params;
  params.Int32(destination_id).Text(owner);
  AddProvenFloors(destination_id, &params);
  return pool_.Execute(store::kReleaseLanes, params).status();
}

absl::StatusOr<std::optional<SealedBatch>> PostgresLaneQueue::Next(
    const LaneLease& lease, const BatchLimits& limits) {
  absl::Status certain = EndDoubt(lease);
  if (!certain.ok()) return certain;
  const absl::Time begun = SteadyNow();
  const int64_t floor = FloorOf(lease);
  const BatchFloor::Key batches = BatchFloorOf(lease);
  auto look = pool_.Execute(store::kLookAtLane, LeaseParams(lease)
                                                    .Int64(floor)
                                                    .Int64(batches.batch)
                                                    .Int64(batches.replay));
  if (!look.ok()) return look.status();
  const int64_t proven = NoteLook(lease, *look);
  if (floor == 0) NoteWalk(lease, SteadyNow() - begun);
  if (!look->Bool(0, 0)) return LeaseLost();
  if (look->Bool(0, 3)) return std::nullopt;  // held back
  std::optional<int64_t> batch_id;
  NoteBatches(lease, *look);
  if (!look->IsNull(0, 1)) {
    batch_id = look->Int64(0, 1);
  } else if (!look->IsNull(0, 2)) {
    // A walk over all is one for the seal too.
    auto sealed =
        Seal(lease, limits, floor == 0 ? 0 : proven, look->Int64(0, 6));
    if (!sealed.ok()) return sealed.status();
    batch_id = *sealed;
  }
  if (!batch_id.has_value()) return std::nullopt;
  auto batch = Load(lease, *batch_id);
  if (!batch.ok()) return batch.status();
  return *std::move(batch);
}

absl::StatusOr<std::optional<int64_t>> PostgresLaneQueue::Seal(
    const LaneLease& lease, const BatchLimits& limits, int64_t floor,
    int64_t drawn) {
  auto row = pool_.Execute(store::kSealBatch, LeaseParams(lease)
                                                  .Int64(floor)
                                                  .Int32(limits.max_reports)
                                                  .Int64(limits.max_bytes));
  if (!row.ok()) {
    Doubt(lease);
    return row.status();
  }
  if (!row->Bool(0, 0)) return LeaseLost();
  if (row->IsNull(0, 1)) return std::nullopt;
  const int64_t own = row->Int64(0, 3), oldest = row->Int64(0, 4);
  std::lock_guard lock(mutex_);
  horizon_.OnSample(drawn, own);
  floors_[{lease.destination_id, lease.lane}].OnSealed(
      row->Int64(0, 2), own, oldest, horizon_.Seen(oldest));
  return row->Int64(0, 1);
}

absl::StatusOr<SealedBatch> PostgresLaneQueue::Load(const LaneLease& lease,
                                                    int64_t batch_id) {
  auto rows =
      pool_.Execute(store::kBatchItems, store::Params().Int64(batch_id));
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0 || rows->rows() != rows->Int32(0, 1)) {
    return absl::DataLossError("reports of a sealed batch are not there");
  }
  SealedBatch batch;
  batch.batch_id = batch_id;
  batch.sealed_at = rows->Time(0, 0);
  batch.incomplete_answers = rows->Int32(0, 2);
  batch.items.reserve(rows->rows());
  Loaded loaded{batch_id, {}};
  for (int row = 0; row < rows->rows(); ++row) {
    const int64_t key = rows->Int64(row, 3);
    loaded.owners[key] = {rows->Int32(row, 6), rows->Int32(row, 7)};
    batch.items.push_back({key, rows->Text(row, 4), rows->Text(row, 5)});
  }
  std::lock_guard lock(mutex_);
  batch_floors_[{lease.destination_id, lease.lane}].OnBatch(batch_id);
  loaded_[{lease.destination_id, lease.lane}] = std::move(loaded);
  return batch;
}

void PostgresLaneQueue::Doubt(const LaneLease& lease) {
  std::lock_guard lock(mutex_);
  doubtful_[{lease.destination_id, lease.lane}] = lease.fence;
}

absl::Status PostgresLaneQueue::EndDoubt(const LaneLease& lease) {
  const LaneKey lane{lease.destination_id, lease.lane};
  {
    std::lock_guard lock(mutex_);
    const auto doubt = doubtful_.find(lane);
    if (doubt == doubtful_.end()) return absl::OkStatus();
    if (doubt->second != lease.fence) {
      doubtful_.erase(doubt);
      return absl::OkStatus();
    }
  }
  // A seal that was never answered may still be under way, and a second one
  // beside it could take later reports into an earlier batch. Breaking a batch
  // up beside a send of it would void what the receiver may take now.
  absl::Status raised =
      pool_.Execute(store::kRefenceLane, LeaseParams(lease)).status();
  if (!raised.ok()) return raised;
  std::lock_guard lock(mutex_);
  doubtful_.erase(lane);
  return LeaseLost();
}

int64_t PostgresLaneQueue::FloorOf(const LaneLease& lease) {
  std::lock_guard lock(mutex_);
  return floors_[{lease.destination_id, lease.lane}].Get(lease.fence,
                                                         SteadyNow());
}

BatchFloor::Key PostgresLaneQueue::BatchFloorOf(const LaneLease& lease) {
  std::lock_guard lock(mutex_);
  return batch_floors_[{lease.destination_id, lease.lane}].Get(lease.fence);
}

void PostgresLaneQueue::NoteBatches(const LaneLease& lease,
                                    const store::Result& look) {
  if (!look.IsNull(0, 1)) return;
  std::lock_guard lock(mutex_);
  batch_floors_[{lease.destination_id, lease.lane}].OnNoneUnsettled(
      look.Int64(0, 4));
}

int64_t PostgresLaneQueue::NoteLook(const LaneLease& lease,
                                    const store::Result& look) {
  std::optional<int64_t> first;
  if (!look.IsNull(0, 2)) first = look.Int64(0, 2);
  std::lock_guard lock(mutex_);
  LaneFloor& floor = floors_[{lease.destination_id, lease.lane}];
  floor.OnLooked(first, look.Int64(0, 5));
  return floor.proven();
}

void PostgresLaneQueue::NoteWalk(const LaneLease& lease, absl::Duration took) {
  std::lock_guard lock(mutex_);
  floors_[{lease.destination_id, lease.lane}].OnWalked(took);
}

ReportOwners PostgresLaneQueue::TakeOwners(const LaneLease& lease,
                                           int64_t batch_id) {
  std::lock_guard lock(mutex_);
  const auto loaded = loaded_.find({lease.destination_id, lease.lane});
  if (loaded == loaded_.end() || loaded->second.batch_id != batch_id) return {};
  ReportOwners owners = std::move(loaded->second.owners);
  loaded_.erase(loaded);
  return owners;
}

absl::Status PostgresLaneQueue::Settle(
    const LaneLease& lease, int64_t batch_id,
    const std::vector<ItemSettlement>& items) {
  store::Params params = LeaseParams(lease);
  params.Int64(batch_id);
  AddSettlements(items, &params);
  AddReplayFinding(&params);
  AddOwners(items, TakeOwners(lease, batch_id), &params);
  auto row = pool_.Execute(store::kSettleBatch, params);
  if (!row.ok()) return row.status();
  if (!row->Bool(0, 0)) return LeaseLost();
  if (!row->Bool(0, 1)) {
    return NoSuchBatch();
  }
  return absl::OkStatus();
}

absl::StatusOr<WholeRefusal> PostgresLaneQueue::RefuseWhole(
    const LaneLease& lease, int64_t batch_id, int enough) {
  auto row = pool_.Execute(store::kRefuseBatch,
                           LeaseParams(lease).Int64(batch_id).Int32(enough));
  if (!row.ok()) {
    Doubt(lease);
    return row.status();
  }
  if (!row->Bool(0, 0)) return LeaseLost();
  if (!row->Bool(0, 1)) return NoSuchBatch();
  if (row->Bool(0, 2)) return WholeRefusal::kBrokenUp;
  return row->Bool(0, 3) ? WholeRefusal::kGiveUp : WholeRefusal::kCounted;
}

absl::Status PostgresLaneQueue::TellState(int32_t destination_id,
                                          const std::string& owner,
                                          bool circuit_open,
                                          const std::string& last_failure) {
  return pool_
      .Execute(store::kTellOwnerState, store::Params()
                                           .Int32(destination_id)
                                           .Text(owner)
                                           .Bool(circuit_open)
                                           .Text(last_failure))
      .status();
}

}  // namespace trivsel::gateway::queue
