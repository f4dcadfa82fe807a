// Lanes and sealed batches: the durable queue between intake and delivery.
//
// 64 lanes a destination, lane = hash of the citizen, so that one child's
// reports stay in order. A lane has one leased owner with a fence number that
// every seal and settle checks inside its own statement. A sealed batch never
// changes: its id is the idempotency key at the receiver.
#ifndef TRIVSEL_GATEWAY_QUEUE_LANE_QUEUE_H_
#define TRIVSEL_GATEWAY_QUEUE_LANE_QUEUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::gateway::queue {

inline constexpr int kLanes = 64;

// The right to seal and settle on one lane.
struct LaneLease {
  int32_t destination_id = 0;
  int16_t lane = 0;
  int64_t fence = 0;
};

// How a destination's lanes are spread.
struct LaneCensus {
  int free = 0;    // nobody's, or their lease has run out
  int owners = 0;  // gateways that are there
};

// A report as it goes out.
struct BatchItem {
  int64_t report_key = 0;
  std::string report_id;
  std::string canonical;  // serialized DeliveryReport
};

struct SealedBatch {
  int64_t batch_id = 0;
  absl::Time sealed_at;
  std::vector<BatchItem> items;  // in the order of their commit
  // How often it was answered for without all of its reports being so.
  int incomplete_answers = 0;
};

// Numbers are stored.
enum class ItemOutcome : int16_t {
  kConfirmed = 1,
  kRefused = 2,
  // The receiver answered for the batch again and again, never for this
  // report: whether it has it is not known. It is the operators'.
  kUnanswered = 3,
};

// What became of a batch that was refused as a whole.
enum class WholeRefusal {
  kCounted,   // it stays as it is and is sent again
  kBrokenUp,  // it is void; its reports are in smaller batches
  // There is nothing to break up, and the receiver has taken other batches
  // since: Settle each of its reports as refused.
  kGiveUp,
};

// A receiver's answer for one report.
struct ItemSettlement {
  int64_t report_key = 0;
  ItemOutcome outcome = ItemOutcome::kConfirmed;
  std::string receiver_reference;
  // Serialized findings (gateway.v1.Receipt with only `findings` set); why it
  // was refused. Ours to keep, never shown to other submitters.
  std::string findings;
};

struct BatchLimits {
  int max_reports = 256;
  int64_t max_bytes = 2 * 1024 * 1024;
};

// Thread safe. All times of leases are the database's.
class LaneQueue {
 public:
  virtual ~LaneQueue() = default;

  // Renews what this owner holds and takes free or expired lanes until it has
  // its fair share; gives up lanes when there are more owners than before.
  // Gives the leases held now: a lane that is not among them is lost, one that
  // has another fence than before was lost meanwhile. An owner counts as there
  // until `term` after its last call. Names must be unique among processes.
  virtual absl::StatusOr<std::vector<LaneLease>> Lease(int32_t destination_id,
                                                       const std::string& owner,
                                                       absl::Duration term) = 0;
  // Cheap, reads only: whether another Lease would bring lanes.
  virtual absl::StatusOr<LaneCensus> Look(int32_t destination_id) = 0;
  // Gives lanes back, on an orderly stop.
  virtual absl::Status Release(int32_t destination_id,
                               const std::string& owner) = 0;

  // The oldest unsettled batch of the lane, unchanged; else a new one sealed
  // from what is pending, in the order of the reports' keys, within `limits`
  // (a report larger than max_bytes goes alone); else nothing. One call a lane
  // at a time. Nothing while operators hold the destination back.
  // FAILED_PRECONDITION: the lease is lost, or the fate of an earlier call is
  // not known; lease again.
  virtual absl::StatusOr<std::optional<SealedBatch>> Next(
      const LaneLease& lease, const BatchLimits& limits) = 0;

  // Records a receiver's answers for a batch, in one statement.
  //
  // The batch is settled when each of its reports has an answer. If some are
  // missing it stays unsettled, and Next gives it again, whole, under the same
  // id and with one more of incomplete_answers: a report is never lost, never
  // in two batches that count (see RefuseWhole), and a batch id never means
  // other content. The first answer that was recorded for a report counts;
  // later ones, and answers for reports that are not in the batch, have no
  // effect. Settling a settled batch again is OK and has no effect.
  //
  // A batch that operators have reopened (a replay) has its answers already and
  // is settled by one call that answers for all. There a kUnanswered gets the
  // answer that comes now, and an answer that differs from the first goes to
  // the operators.
  //
  // A refused or unanswered report goes to the operators (a rejection); its
  // lane goes on.
  // FAILED_PRECONDITION: the lease is lost, nothing was recorded. NOT_FOUND:
  // the lane has no such batch. UNAVAILABLE: not known; settle again.
  virtual absl::Status Settle(const LaneLease& lease, int64_t batch_id,
                              const std::vector<ItemSettlement>& items) = 0;

  // Counts that the receiver refused the batch as a whole, for good. At the
  // `enough`th time (a part of a broken up batch: at the first) a batch of more
  // than one report is broken up: it is void and never sent again, and those of
  // its reports that have no answer are in two new batches, each half of them,
  // in their order, which Next gives before anything newer; what waits behind
  // a part gets a new id, to stay behind its halves. So a report that
  // no receiver takes is alone in the end. A report is in at most one batch
  // that is not void. A replay keeps its id and is never broken up.
  // Errors are those of Settle; NOT_FOUND also for a batch that is settled.
  virtual absl::StatusOr<WholeRefusal> RefuseWhole(const LaneLease& lease,
                                                   int64_t batch_id,
                                                   int enough) = 0;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_LANE_QUEUE_H_
