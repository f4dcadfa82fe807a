#include "gateway/console/delivery_desk.h"

namespace trivsel::gateway::console {
namespace {

using queue::DeliveryControl;

// Reopened in one transaction, as trivselctl does.
constexpr int kPage = 200;
// Somebody waits for the page: it counts no further. What is a municipality's
// has to be looked for, report by report.
constexpr int kMostCounted = 2000;
constexpr int kMostSearched = 100;

DeliveryControl Reading(store::Pool* pool) { return {pool, "console"}; }

}  // namespace

absl::StatusOr<std::vector<queue::DestinationReport>>
PoolDeliveryDesk::Status() {
  return Reading(pool_).Status();
}

absl::StatusOr<queue::Hold> PoolDeliveryDesk::Pause(
    const access::Operator& who, const std::string& destination,
    const std::string& reason) {
  return DeliveryControl(pool_, who.actor, who.name).Pause(destination, reason);
}

absl::StatusOr<bool> PoolDeliveryDesk::Resume(const std::string& actor,
                                              const std::string& destination) {
  return DeliveryControl(pool_, actor).Resume(destination);
}

absl::StatusOr<ReplayEstimate> PoolDeliveryDesk::Estimate(
    const queue::ReplayOrder& order) {
  DeliveryControl control = Reading(pool_);
  auto drawn = control.Draw(order);
  if (!drawn.ok()) return drawn.status();
  ReplayEstimate estimate;
  auto more = control.CountSome(
      &*drawn, drawn->municipality_id == 0 ? kMostCounted : kMostSearched,
      &estimate.count);
  if (!more.ok()) return more.status();
  estimate.more = *more;
  return estimate;
}

absl::StatusOr<queue::Replay> PoolDeliveryDesk::Begin(
    const std::string& actor, const queue::ReplayOrder& order) {
  return DeliveryControl(pool_, actor).Begin(order);
}

absl::StatusOr<queue::Replay> PoolDeliveryDesk::Load(int64_t replay_id) {
  return Reading(pool_).Load(replay_id);
}

absl::StatusOr<int64_t> PoolDeliveryDesk::Left(const queue::Replay& replay) {
  return Reading(pool_).Left(replay);
}

absl::Status PoolDeliveryDesk::GoOn(const std::string& actor,
                                    queue::Replay* replay) {
  queue::ReplayCount added;
  return DeliveryControl(pool_, actor).ReopenSome(replay, kPage, &added);
}

}  // namespace trivsel::gateway::console
