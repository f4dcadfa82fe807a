// One step of one lane: take a batch, send it, record the answer.
#ifndef TRIVSEL_GATEWAY_DELIVERY_LANE_STEP_H_
#define TRIVSEL_GATEWAY_DELIVERY_LANE_STEP_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/delivery/destination.h"
#include "gateway/queue/lane_queue.h"

namespace trivsel::gateway::delivery {

enum class StepEnd {
  kEmpty,       // nothing to send
  kSettled,     // sent, answered and recorded
  kLeaseLost,   // somebody else has the lane; nothing was recorded
  kStoreFault,  // our own store did not answer; the batch is sent again
  kTransient,
  kOverloaded,
  kBatchFault,
  // Answered, but not for every report. Sent again as it is: the receiver
  // drops what it has and answers for all.
  kIncomplete,
};

struct StepResult {
  StepEnd end = StepEnd::kEmpty;
  // Only kOverloaded: the receiver's wish.
  absl::Duration retry_after = absl::ZeroDuration();
  // The batch that was in hand; 0 = none.
  int64_t batch_id = 0;
  absl::Time sealed_at;
  int sent = 0;  // reports in it
  int confirmed = 0;
  int refused = 0;
  // What happened, without data of reports.
  std::string detail;
};

// A step in its parts, which are to be called in this order, each at most once,
// and only as long as the one before said true. No transaction and no pooled
// connection is held between them. Not thread safe.
class LaneStep {
 public:
  // Both must outlive it.
  LaneStep(queue::LaneQueue& queue, Destination& destination,
           const queue::LaneLease& lease, const queue::BatchLimits& limits)
      : queue_(queue),
        destination_(destination),
        lease_(lease),
        limits_(limits) {}

  // Takes the batch. False: there is none to send.
  bool Take();
  // Sends it. `may_send` is to be found out right before: false (the lease may
  // have run out meanwhile) ends the step as kLeaseLost. False: there are no
  // answers to record.
  bool Send(bool may_send);
  // Records the answers.
  void Record();

  // What has come of it.
  const StepResult& result() const { return result_; }

 private:
  queue::LaneQueue& queue_;
  Destination& destination_;
  const queue::LaneLease lease_;
  const queue::BatchLimits limits_;
  queue::SealedBatch batch_;
  std::vector<queue::ItemSettlement> answers_;
  StepResult result_;
};

// Runs one step. `may_send` as LaneStep::Send tells.
StepResult RunLaneStep(queue::LaneQueue& queue, Destination& destination,
                       const queue::LaneLease& lease,
                       const queue::BatchLimits& limits,
                       const std::function<bool()>& may_send);

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_LANE_STEP_H_
