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
  // Refused as a whole; sent again as it is.
  kBatchFault,
  // Refused as a whole too often: its reports are in smaller batches now, which
  // the lane goes on with.
  kBrokenUp,
  kTurnedAway,
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
  int unanswered = 0;  // given up: for the operators to clear up
  // What happened, without data of reports. With kSettled: why reports were
  // given up; else empty.
  std::string detail;
};

// When sending the same again is given up, so that one report does not hold its
// lane for ever.
struct GiveUpOptions {
  // Answers for a batch that leave out a report; then it is unanswered.
  int incomplete_answers = 10;
  // Refusals of a batch as a whole; then it is broken up, and a report that is
  // alone is refused.
  int whole_refusals = 5;
};

// A step in its parts, which are to be called in this order, each at most once,
// and only as long as the one before said true. No transaction and no pooled
// connection is held between them. Not thread safe.
class LaneStep {
 public:
  // Both must outlive it.
  LaneStep(queue::LaneQueue& queue, Destination& destination,
           const queue::LaneLease& lease, const queue::BatchLimits& limits,
           const GiveUpOptions& give_up = {})
      : queue_(queue),
        destination_(destination),
        lease_(lease),
        limits_(limits),
        give_up_(give_up) {}

  // Takes the batch. False: there is none to send.
  bool Take();
  // Sends it. `may_send` is to be found out right before: false (the lease may
  // have run out meanwhile) ends the step as kLeaseLost. False: there is
  // nothing to record.
  bool Send(bool may_send);
  // Records the answers, or the refusal of the whole.
  void Record();

  // What has come of it.
  const StepResult& result() const { return result_; }

 private:
  void RecordAnswers();
  void RecordRefusal();
  // Adds an answer for each report that has none.
  void AnswerTheRest(queue::ItemOutcome outcome, const std::string& findings);

  queue::LaneQueue& queue_;
  Destination& destination_;
  const queue::LaneLease lease_;
  const queue::BatchLimits limits_;
  const GiveUpOptions give_up_;
  queue::SealedBatch batch_;
  std::vector<queue::ItemSettlement> answers_;
  StepResult result_;
};

// Runs one step. `may_send` as LaneStep::Send tells.
StepResult RunLaneStep(queue::LaneQueue& queue, Destination& destination,
                       const queue::LaneLease& lease,
                       const queue::BatchLimits& limits,
                       const std::function<bool()>& may_send,
                       const GiveUpOptions& give_up = {});

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_LANE_STEP_H_
