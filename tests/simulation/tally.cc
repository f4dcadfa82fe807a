#include "tests/simulation/tally.h"

namespace trivsel::simulation {

const char* NameOf(Seen seen) {
  switch (seen) {
    case Seen::kKilledWithACommitUnderWay:
      return "KilledWithACommitUnderWay";
    case Seen::kKilledAfterCommitBeforeAnswer:
      return "KilledAfterCommitBeforeAnswer";
    case Seen::kKilledBeforeSeal:
      return "KilledBeforeSeal";
    case Seen::kKilledAfterSealBeforeSend:
      return "KilledAfterSealBeforeSend";
    case Seen::kKilledAfterSendBeforeSettle:
      return "KilledAfterSendBeforeSettle";
    case Seen::kKilledWhileSettling:
      return "KilledWhileSettling";
    case Seen::kStopped:
      return "Stopped";
    case Seen::kStoppedInsideACall:
      return "StoppedInsideACall";
    case Seen::kHungInsideACall:
      return "HungInsideACall";
    case Seen::kWokePastItsLease:
      return "WokePastItsLease";
    case Seen::kRetired:
      return "Retired";
    case Seen::kClockJumped:
      return "ClockJumped";
    case Seen::kStatementNotDone:
      return "StatementNotDone";
    case Seen::kStatementAnswerLost:
      return "StatementAnswerLost";
    case Seen::kStatementLate:
      return "StatementLate";
    case Seen::kStoreAway:
      return "StoreAway";
    case Seen::kLeaseLost:
      return "LeaseLost";
    case Seen::kMessageLost:
      return "MessageLost";
    case Seen::kHandedInTwice:
      return "HandedInTwice";
    case Seen::kAnsweredReplayed:
      return "AnsweredReplayed";
    case Seen::kAnsweredReused:
      return "AnsweredReused";
    case Seen::kAnsweredRejected:
      return "AnsweredRejected";
    case Seen::kAnsweredTryAgain:
      return "AnsweredTryAgain";
    case Seen::kAnsweredNotAllowed:
      return "AnsweredNotAllowed";
    case Seen::kReceiverNotReached:
      return "ReceiverNotReached";
    case Seen::kReceiverAnswerLost:
      return "ReceiverAnswerLost";
    case Seen::kReceiverTookAPart:
      return "ReceiverTookAPart";
    case Seen::kReceiverGotItLate:
      return "ReceiverGotItLate";
    case Seen::kReceiverOverloaded:
      return "ReceiverOverloaded";
    case Seen::kReceiverBatchFault:
      return "ReceiverBatchFault";
    case Seen::kReceiverRefusedWhole:
      return "ReceiverRefusedWhole";
    case Seen::kReceiverTurnedUsAway:
      return "ReceiverTurnedUsAway";
    case Seen::kReceiverAnsweredInPart:
      return "ReceiverAnsweredInPart";
    case Seen::kReceiverAnsweredNonsense:
      return "ReceiverAnsweredNonsense";
    case Seen::kReceiverSlow:
      return "ReceiverSlow";
    case Seen::kReceiverAway:
      return "ReceiverAway";
    case Seen::kReceiverGotARepeat:
      return "ReceiverGotARepeat";
    case Seen::kReceiverRefusedAReport:
      return "ReceiverRefusedAReport";
    case Seen::kBreakerOpened:
      return "BreakerOpened";
    case Seen::kBatchBrokenUp:
      return "BatchBrokenUp";
    case Seen::kGivenUpUnanswered:
      return "GivenUpUnanswered";
    case Seen::kGivenUpRefusedWhole:
      return "GivenUpRefusedWhole";
    case Seen::kDelivered:
      return "Delivered";
    case Seen::kCount:
      break;
  }
  return "?";
}

}  // namespace trivsel::simulation
