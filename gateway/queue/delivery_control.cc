#include "gateway/queue/delivery_control.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/store/statements.h"

namespace trivsel::gateway::queue {
namespace {

// A page may look up some hundred thousand reports.
constexpr absl::Duration kPageTimeout = absl::Minutes(2);
constexpr size_t kMaxReason = 200;

absl::Status NoDestination(const std::string& name) {
  return absl::NotFoundError(absl::StrCat("no destination '", name, "'"));
}

DestinationReport ReadReport(const store::Result& rows, int row) {
  DestinationReport report;
  report.name = rows.Text(row, 1);
  report.active = rows.Bool(row, 2);
  report.paused_at = rows.OptionalTime(row, 3);
  report.paused_by = rows.Text(row, 4);
  report.pause_reason = rows.Text(row, 5);
  report.pending = rows.Int64(row, 6);
  report.pending_bytes = rows.Int64(row, 7);
  report.unsettled = rows.Int64(row, 8);
  report.stuck = rows.Int64(row, 9);
  report.replayed = rows.Int64(row, 10);
  report.oldest_received_at = rows.OptionalTime(row, 11);
  report.last_answer_at = rows.OptionalTime(row, 12);
  report.free_lanes = rows.Int64(row, 13);
  return report;
}

absl::Status CheckSpan(const ReplayOrder& order) {
  if (order.from < order.to) return absl::OkStatus();
  return absl::InvalidArgumentError("the span ends before it begins");
}

// The span, and the place in it to go on from.
store::Params SpanParams(const Replay& replay) {
  return store::Params()
      .Int32(replay.destination_id)
      .Time(replay.order.from)
      .Time(replay.order.to)
      .Int32(replay.municipality_id)
      .Time(replay.place_time)
      .Int64(replay.place_batch);
}

}  // namespace

absl::StatusOr<std::vector<DestinationReport>> DeliveryControl::Status() {
  auto rows =
      pool_.Execute(store::kDeliveryStatus,
                    store::Params().Int32(DestinationReport::kMostCounted));
  if (!rows.ok()) return rows.status();
  auto owners = pool_.Execute(store::kDeliveryOwners, store::Params());
  if (!owners.ok()) return owners.status();
  std::vector<DestinationReport> reports;
  std::map<int32_t, size_t> place;
  for (int row = 0; row < rows->rows(); ++row) {
    place[rows->Int32(row, 0)] = reports.size();
    reports.push_back(ReadReport(*rows, row));
  }
  for (int row = 0; row < owners->rows(); ++row) {
    const auto found = place.find(owners->Int32(row, 0));
    if (found == place.end()) continue;
    reports[found->second].holders.push_back(
        {owners->Text(row, 1), owners->Int64(row, 4), owners->Bool(row, 2),
         owners->Text(row, 3)});
  }
  return reports;
}

absl::StatusOr<Hold> DeliveryControl::Pause(const std::string& destination,
                                            const std::string& reason) {
  if (reason.empty() || reason.size() > kMaxReason) {
    return absl::InvalidArgumentError(
        "en begrundelse er på 1-200 tegn / a reason has 1-200 characters");
  }
  auto row = pool_.Execute(store::kPauseDestination,
                           store::Params()
                               .Text(actor_)
                               .Text(destination)
                               .Text(reason)
                               .Text(name_.empty() ? actor_ : name_));
  if (!row.ok()) return row.status();
  if (row->rows() == 0) return NoDestination(destination);
  return Hold{row->Time(0, 0), row->Text(0, 1), row->Text(0, 2),
              row->Bool(0, 3)};
}

absl::StatusOr<bool> DeliveryControl::Resume(const std::string& destination) {
  auto row = pool_.Execute(store::kResumeDestination,
                           store::Params().Text(actor_).Text(destination));
  if (!row.ok()) return row.status();
  if (row->rows() == 0) return NoDestination(destination);
  return row->Bool(0, 0);
}

absl::StatusOr<Replay> DeliveryControl::Draw(const ReplayOrder& order) {
  absl::Status fits = CheckSpan(order);
  if (!fits.ok()) return fits;
  auto row = pool_.Execute(
      store::kDrawReplay,
      store::Params().Text(order.destination).Text(order.municipality_cvr));
  if (!row.ok()) return row.status();
  Replay replay;
  replay.order = order;
  replay.order.to = std::min(order.to, row->Time(0, 2));
  replay.place_time = order.from;
  replay.destination_id = row->Int32(0, 0);
  replay.municipality_id = row->Int32(0, 1);
  if (replay.destination_id == 0) return NoDestination(order.destination);
  if (!order.municipality_cvr.empty() && replay.municipality_id == 0) {
    return absl::NotFoundError(
        absl::StrCat("no municipality with CVR ", order.municipality_cvr));
  }
  return replay;
}

absl::StatusOr<Replay> DeliveryControl::Begin(const ReplayOrder& order) {
  absl::StatusOr<Replay> drawn = Draw(order);
  if (!drawn.ok()) return drawn;
  auto row =
      pool_.Execute(store::kBeginReplay, store::Params()
                                             .Text(actor_)
                                             .Text(order.destination)
                                             .Time(order.from)
                                             .Time(order.to)
                                             .Text(order.municipality_cvr));
  if (!row.ok()) return row.status();
  if (row->rows() == 0) return NoDestination(order.destination);
  return Load(row->Int64(0, 0));
}

absl::StatusOr<Replay> DeliveryControl::Load(int64_t replay_id) {
  auto row =
      pool_.Execute(store::kLoadReplay, store::Params().Int64(replay_id));
  if (!row.ok()) return row.status();
  if (row->rows() == 0) {
    return absl::NotFoundError(absl::StrCat("no replay ", replay_id));
  }
  Replay replay;
  replay.id = row->Int64(0, 0);
  replay.order = {row->Text(0, 1), row->Time(0, 3), row->Time(0, 4),
                  row->Text(0, 6)};
  replay.destination_id = row->Int32(0, 2);
  replay.municipality_id = row->Int32(0, 5);
  replay.ended = row->Bool(0, 7);
  replay.place_time = row->Time(0, 8);
  replay.place_batch = row->Int64(0, 9);
  replay.done = {row->Int64(0, 10), row->Int64(0, 11), row->Int64(0, 12), 0};
  return replay;
}

absl::StatusOr<bool> DeliveryControl::CountSome(Replay* replay, int batches,
                                                ReplayCount* count) {
  auto row = pool_.Execute(store::kCountReplay,
                           SpanParams(*replay).Int32(batches), kPageTimeout);
  if (!row.ok()) return row.status();
  count->batches += row->Int64(0, 0);
  count->reports += row->Int64(0, 1);
  count->batches_gone += row->Int64(0, 2);
  count->reports_gone += row->Int64(0, 3);
  replay->place_time = row->Time(0, 5);
  replay->place_batch = row->Int64(0, 6);
  return row->Bool(0, 4);
}

absl::Status DeliveryControl::ReopenSome(Replay* replay, int batches,
                                         ReplayCount* added) {
  auto row = pool_.Execute(
      store::kReopenBatches,
      SpanParams(*replay).Int32(batches).Int64(replay->id).Text(actor_),
      kPageTimeout);
  if (!row.ok()) return row.status();
  if (!row->Bool(0, 7)) {
    return absl::FailedPreconditionError(
        absl::StrCat("replay ", replay->id, " is gone on with elsewhere"));
  }
  *added = {row->Int64(0, 0), row->Int64(0, 1), row->Int64(0, 2),
            row->Int64(0, 3)};
  replay->done.batches += added->batches;
  replay->done.reports += added->reports;
  replay->done.batches_gone += added->batches_gone;
  replay->ended = !row->Bool(0, 4);
  replay->place_time = row->Time(0, 5);
  replay->place_batch = row->Int64(0, 6);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> DeliveryControl::Left(const Replay& replay) {
  auto row = pool_.Execute(
      store::kReplayLeft,
      store::Params().Int32(replay.destination_id).Int64(replay.id));
  if (!row.ok()) return row.status();
  return row->Int64(0, 0);
}

}  // namespace trivsel::gateway::queue
