// What operators do with delivery: see how it goes, hold a destination back,
// have it go on, send again what was delivered.
#ifndef TRIVSEL_GATEWAY_QUEUE_DELIVERY_CONTROL_H_
#define TRIVSEL_GATEWAY_QUEUE_DELIVERY_CONTROL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::queue {

// A gateway that is there for a destination, and what it told of itself.
struct LaneHolder {
  std::string owner;
  int64_t lanes = 0;
  bool circuit_open = false;  // it takes the receiver for down
  std::string last_failure;   // without data of reports; may be long past
};

struct DestinationReport {
  // Counts stop here: this much is "more than kMostCounted - 1".
  static constexpr int64_t kMostCounted = 10'001;

  std::string name;
  bool active = true;
  std::optional<absl::Time> paused_at;
  std::string paused_by, pause_reason;
  int64_t pending = 0;
  int64_t pending_bytes = 0;  // of those counted
  int64_t unsettled = 0;      // batches
  // Of these: answered in part or refused as a whole; being sent again.
  int64_t stuck = 0, replayed = 0;
  // When the oldest report that waits was received, and the last batch
  // answered for.
  std::optional<absl::Time> oldest_received_at, last_answer_at;
  int64_t free_lanes = 0;  // that no gateway carries
  std::vector<LaneHolder> holders;
};

// A destination that is held back.
struct Hold {
  absl::Time since;
  std::string by, reason;
  // False: it was so already, by somebody else's order.
  bool ours = false;
};

// What is to be sent again: batches delivered in [from, to). Whole batches, so
// also other municipalities' reports that are in them.
struct ReplayOrder {
  std::string destination;
  absl::Time from, to;
  std::string municipality_cvr;  // empty: all
};

struct ReplayCount {
  int64_t batches = 0, reports = 0;
  // Not to be sent again: content of a report in them has been dropped.
  int64_t batches_gone = 0, reports_gone = 0;
};

// An order that was begun, and how far it has come.
struct Replay {
  int64_t id = 0;
  ReplayOrder order;
  int32_t destination_id = 0, municipality_id = 0;
  bool ended = false;
  ReplayCount done;       // without reports_gone
  absl::Time place_time;  // goes on after this batch
  int64_t place_batch = 0;
};

// Thread safe; blocking. Errors: INVALID_ARGUMENT, NOT_FOUND no such
// destination, municipality or replay, FAILED_PRECONDITION it stands otherwise
// by now, and the store's.
class DeliveryControl {
 public:
  // `pool` must outlive it; `actor` says in the journal who did it, `name` what
  // people call them (none: as the journal).
  DeliveryControl(store::Pool* pool, std::string actor, std::string name = "")
      : pool_(*pool), actor_(std::move(actor)), name_(std::move(name)) {}

  // By name. Costs little, however much waits.
  absl::StatusOr<std::vector<DestinationReport>> Status();

  // From now on no gateway takes a batch for it; what is under way ends. Intake
  // goes on. `reason`: 1-200 characters.
  absl::StatusOr<Hold> Pause(const std::string& destination,
                             const std::string& reason);
  // False: it was not held back.
  absl::StatusOr<bool> Resume(const std::string& destination);

  // Sets the municipality's and the destination's number in a replay that is
  // not begun, for Count.
  absl::StatusOr<Replay> Draw(const ReplayOrder& order);
  // What the next `batches` batches of the span would add; moves the place.
  // False: there are no more. Changes nothing.
  absl::StatusOr<bool> CountSome(Replay* replay, int batches,
                                 ReplayCount* count);

  // Begins a replay: what is delivered after that is not part of it.
  absl::StatusOr<Replay> Begin(const ReplayOrder& order);
  // One that was begun.
  absl::StatusOr<Replay> Load(int64_t replay_id);
  // Reopens the next `batches` batches of the span, in one transaction; they
  // are sent before anything newer in their lanes, under their ids. `done` and
  // the place move. FAILED_PRECONDITION: somebody else goes on with it.
  absl::Status ReopenSome(Replay* replay, int batches, ReplayCount* added);
  // Batches that have not been answered for again.
  absl::StatusOr<int64_t> Left(const Replay& replay);

 private:
  store::Pool& pool_;
  const std::string actor_, name_;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_DELIVERY_CONTROL_H_
