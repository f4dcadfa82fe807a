#include "tests/simulation/line.h"

namespace trivsel::simulation {

using gateway::delivery::SendClass;
using gateway::delivery::SendResult;
using gateway::queue::ItemOutcome;
using gateway::queue::SealedBatch;

SendResult Line::Send(const SealedBatch& batch) {
  Dice& dice = stage_.dice;
  took_ = dice.Between(absl::Milliseconds(1), absl::Milliseconds(100));
  if (stage_.receiver_away) {
    stage_.tally.Count(Seen::kReceiverNotReached);
    return NoAnswer(batch);
  }
  if (receiver_.RefusesWhole(batch)) {
    stage_.tally.Count(Seen::kReceiverRefusedWhole);
    SendResult refused;
    refused.outcome = SendClass::kBatchFault;
    refused.detail = "HTTP 422";
    return refused;
  }
  if (stage_.Strikes(stage_.weather.receiver_fails)) return Broken(batch);
  return Answered(batch);
}

SendResult Line::Answered(const SealedBatch& batch) {
  SendResult result;
  result.outcome = SendClass::kAnswered;
  result.items = receiver_.Take(batch, batch.items.size());
  return result;
}

SendResult Line::NoAnswer(const SealedBatch& batch) {
  SendResult result;
  result.outcome = SendClass::kTransient;
  result.detail = "no answer";
  if (stage_.bug == DriverBug::kBelieveLostAnswers) {
    result.outcome = SendClass::kAnswered;
    for (const auto& item : batch.items) {
      result.items.push_back(
          {item.report_key, ItemOutcome::kConfirmed, "", ""});
    }
  }
  return result;
}

SendResult Line::Broken(const SealedBatch& batch) {
  Dice& dice = stage_.dice;
  const size_t some = dice.Below(static_cast<int>(batch.items.size()) + 1);
  SendResult result;
  switch (dice.Below(10)) {
    case 0:
      stage_.tally.Count(Seen::kReceiverNotReached);
      return NoAnswer(batch);
    case 1:
      stage_.tally.Count(Seen::kReceiverAnswerLost);
      receiver_.Take(batch, batch.items.size());
      took_ = dice.Between(absl::ZeroDuration(), absl::Seconds(30));
      return NoAnswer(batch);
    case 2:
      stage_.tally.Count(Seen::kReceiverTookAPart);
      receiver_.Take(batch, some);
      return NoAnswer(batch);
    case 3:
      // The sender has given up when it arrives.
      stage_.timeline.After(
          dice.Between(absl::ZeroDuration(), absl::Seconds(60)),
          [this, batch, some] {
            stage_.tally.Count(Seen::kReceiverGotItLate);
            receiver_.Take(batch, some);
          });
      return NoAnswer(batch);
    case 4:
      stage_.tally.Count(Seen::kReceiverOverloaded);
      result.outcome = SendClass::kOverloaded;
      result.retry_after = dice.Between(absl::ZeroDuration(), absl::Seconds(5));
      return result;
    case 5:
      stage_.tally.Count(Seen::kReceiverBatchFault);
      result.outcome = SendClass::kBatchFault;
      return result;
    case 6:
      stage_.tally.Count(Seen::kReceiverAnsweredInPart);
      result = Answered(batch);
      for (size_t left = some; left > 0 && !result.items.empty(); --left) {
        result.items.erase(result.items.begin() +
                           dice.Below(static_cast<int>(result.items.size())));
      }
      return result;
    case 7:
      stage_.tally.Count(Seen::kReceiverAnsweredNonsense);
      result = Answered(batch);
      result.items.push_back(
          dice.Chance(0.5) && !result.items.empty()
              ? result.items.front()
              : gateway::queue::ItemSettlement{1 << 30, ItemOutcome::kConfirmed,
                                               "", ""});
      return result;
    case 8:
      stage_.tally.Count(Seen::kReceiverTurnedUsAway);
      result.outcome = SendClass::kTurnedAway;
      return result;
    default:
      stage_.tally.Count(Seen::kReceiverSlow);
      took_ = dice.Between(absl::Seconds(1), absl::Seconds(40));
      return Answered(batch);
  }
}

}  // namespace trivsel::simulation
