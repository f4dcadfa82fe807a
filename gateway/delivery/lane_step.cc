#include "gateway/delivery/lane_step.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace trivsel::gateway::delivery {
namespace {

StepEnd EndOf(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) ? StepEnd::kLeaseLost
                                            : StepEnd::kStoreFault;
}

// Whether each answer is for a report of the batch, and none is given twice.
bool AnswersFit(const queue::SealedBatch& batch,
                const std::vector<queue::ItemSettlement>& answers) {
  std::set<int64_t> open;
  for (const queue::BatchItem& item : batch.items) {
    open.insert(item.report_key);
  }
  return std::all_of(answers.begin(), answers.end(),
                     [&open](const queue::ItemSettlement& answer) {
                       return open.erase(answer.report_key) == 1;
                     });
}

void Settle(queue::LaneQueue& queue, const queue::LaneLease& lease,
            const SendResult& answer, StepResult* step) {
  const absl::Status recorded =
      queue.Settle(lease, step->batch_id, answer.items);
  if (!recorded.ok()) {
    step->end = EndOf(recorded);
    step->detail = "the answer could not be recorded";
    return;
  }
  step->end = StepEnd::kSettled;
  step->refused = static_cast<int>(
      std::count_if(answer.items.begin(), answer.items.end(),
                    [](const queue::ItemSettlement& item) {
                      return item.outcome == queue::ItemOutcome::kRefused;
                    }));
  step->confirmed = static_cast<int>(answer.items.size()) - step->refused;
  if (answer.items.size() < static_cast<size_t>(step->sent)) {
    // What was answered is recorded; the whole batch goes out again under its
    // id, and the receiver drops what it has.
    step->end = StepEnd::kIncomplete;
    step->detail = "the receiver did not answer for every report";
  }
}

}  // namespace

StepResult RunLaneStep(queue::LaneQueue& queue, Destination& destination,
                       const queue::LaneLease& lease,
                       const queue::BatchLimits& limits,
                       const std::function<bool()>& may_send) {
  StepResult step;
  absl::StatusOr<std::optional<queue::SealedBatch>> next =
      queue.Next(lease, limits);
  if (!next.ok()) {
    step.end = EndOf(next.status());
    step.detail = "no batch could be taken";
    return step;
  }
  if (!next->has_value()) return step;
  const queue::SealedBatch& batch = **next;
  step.batch_id = batch.batch_id;
  step.sealed_at = batch.sealed_at;
  step.sent = static_cast<int>(batch.items.size());
  if (!may_send()) {
    step.end = StepEnd::kLeaseLost;
    step.detail = "the lease ran out before the batch was sent";
    return step;
  }
  SendResult answer = destination.Send(batch);
  step.detail = std::move(answer.detail);
  step.retry_after = answer.retry_after;
  switch (answer.outcome) {
    case SendClass::kTransient:
      step.end = StepEnd::kTransient;
      return step;
    case SendClass::kOverloaded:
      step.end = StepEnd::kOverloaded;
      return step;
    case SendClass::kBatchFault:
      step.end = StepEnd::kBatchFault;
      return step;
    case SendClass::kAnswered:
      break;
  }
  if (!AnswersFit(batch, answer.items)) {
    step.end = StepEnd::kIncomplete;
    step.detail = "the receiver answered for reports that it was not sent";
    return step;
  }
  Settle(queue, lease, answer, &step);
  return step;
}

}  // namespace trivsel::gateway::delivery
