#include "gateway/delivery/lane_step.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "gateway/delivery/refusal_findings.h"

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

}  // namespace

bool LaneStep::Take() {
  absl::StatusOr<std::optional<queue::SealedBatch>> next =
      queue_.Next(lease_, limits_);
  if (!next.ok()) {
    result_.end = EndOf(next.status());
    result_.detail = "no batch could be taken";
    return false;
  }
  if (!next->has_value()) return false;
  batch_ = **std::move(next);
  result_.batch_id = batch_.batch_id;
  result_.sealed_at = batch_.sealed_at;
  result_.sent = static_cast<int>(batch_.items.size());
  return true;
}

bool LaneStep::Send(bool may_send) {
  if (!may_send) {
    result_.end = StepEnd::kLeaseLost;
    result_.detail = "the lease ran out before the batch was sent";
    return false;
  }
  SendResult answer = destination_.Send(batch_);
  result_.detail = std::move(answer.detail);
  result_.retry_after = answer.retry_after;
  switch (answer.outcome) {
    case SendClass::kTransient:
      result_.end = StepEnd::kTransient;
      return false;
    case SendClass::kOverloaded:
      result_.end = StepEnd::kOverloaded;
      return false;
    case SendClass::kTurnedAway:
      result_.end = StepEnd::kTurnedAway;
      return false;
    case SendClass::kBatchFault:
      result_.end = StepEnd::kBatchFault;
      return true;
    case SendClass::kAnswered:
      break;
  }
  if (!AnswersFit(batch_, answer.items)) {
    result_.end = StepEnd::kIncomplete;
    result_.detail = "the receiver answered for reports that it was not sent";
    return false;
  }
  answers_ = std::move(answer.items);
  return true;
}

void LaneStep::Record() {
  if (result_.end == StepEnd::kBatchFault) {
    RecordRefusal();
  } else {
    RecordAnswers();
  }
}

void LaneStep::RecordAnswers() {
  // Complete as this answer is, whatever the earlier ones brought: what has an
  // answer keeps it.
  const bool incomplete = answers_.size() < batch_.items.size();
  const bool give_up = incomplete && batch_.incomplete_answers + 1 >=
                                         give_up_.incomplete_answers;
  if (give_up) {
    AnswerTheRest(queue::ItemOutcome::kUnanswered, UnansweredFindings());
    result_.detail = "the receiver never answered for every report";
  }
  const absl::Status recorded =
      queue_.Settle(lease_, result_.batch_id, answers_);
  if (!recorded.ok()) {
    result_.end = EndOf(recorded);
    result_.detail = "the answer could not be recorded";
    return;
  }
  result_.end = StepEnd::kSettled;
  for (const queue::ItemSettlement& answer : answers_) {
    ++(answer.outcome == queue::ItemOutcome::kConfirmed ? result_.confirmed
       : answer.outcome == queue::ItemOutcome::kRefused ? result_.refused
                                                        : result_.unanswered);
  }
  if (incomplete && !give_up) {
    // What was answered is recorded; the whole batch goes out again under its
    // id, and the receiver drops what it has.
    result_.end = StepEnd::kIncomplete;
    result_.detail = "the receiver did not answer for every report";
  }
}

void LaneStep::RecordRefusal() {
  const absl::StatusOr<queue::WholeRefusal> counted =
      queue_.RefuseWhole(lease_, result_.batch_id, give_up_.whole_refusals);
  if (!counted.ok()) {
    result_.end = EndOf(counted.status());
    result_.detail = "the refusal could not be recorded";
    return;
  }
  switch (*counted) {
    case queue::WholeRefusal::kCounted:
      return;
    case queue::WholeRefusal::kBrokenUp:
      result_.end = StepEnd::kBrokenUp;
      return;
    case queue::WholeRefusal::kGiveUp:
      AnswerTheRest(queue::ItemOutcome::kRefused,
                    RefusedWholeFindings(result_.detail));
      RecordAnswers();
      return;
  }
}

void LaneStep::AnswerTheRest(queue::ItemOutcome outcome,
                             const std::string& findings) {
  std::set<int64_t> answered;
  for (const queue::ItemSettlement& answer : answers_) {
    answered.insert(answer.report_key);
  }
  for (const queue::BatchItem& item : batch_.items) {
    if (answered.contains(item.report_key)) continue;
    answers_.push_back({item.report_key, outcome, "", findings});
  }
}

StepResult RunLaneStep(queue::LaneQueue& queue, Destination& destination,
                       const queue::LaneLease& lease,
                       const queue::BatchLimits& limits,
                       const std::function<bool()>& may_send,
                       const GiveUpOptions& give_up) {
  LaneStep step(queue, destination, lease, limits, give_up);
  if (step.Take() && step.Send(may_send())) step.Record();
  return step.result();
}

}  // namespace trivsel::gateway::delivery
