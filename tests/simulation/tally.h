// What happened in a run, so that a test can say that everything does.
#ifndef TRIVSEL_TESTS_SIMULATION_TALLY_H_
#define TRIVSEL_TESTS_SIMULATION_TALLY_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace trivsel::simulation {

enum class Seen {
  kKilledWithACommitUnderWay,
  kKilledAfterCommitBeforeAnswer,
  kKilledBeforeSeal,
  kKilledAfterSealBeforeSend,
  kKilledAfterSendBeforeSettle,
  kKilledWhileSettling,
  kStopped,
  kStoppedInsideACall,
  kHungInsideACall,
  kWokePastItsLease,
  kRetired,
  kClockJumped,
  kStatementNotDone,
  kStatementAnswerLost,
  kStatementLate,
  kStoreAway,
  kLeaseLost,
  kMessageLost,
  kHandedInTwice,
  kAnsweredReplayed,
  kAnsweredReused,
  kAnsweredRejected,
  kAnsweredTryAgain,
  kAnsweredNotAllowed,
  kReceiverNotReached,
  kReceiverAnswerLost,
  kReceiverTookAPart,
  kReceiverGotItLate,
  kReceiverOverloaded,
  kReceiverBatchFault,
  kReceiverRefusedWhole,
  kReceiverTurnedUsAway,
  kReceiverAnsweredInPart,
  kReceiverAnsweredNonsense,
  kReceiverSlow,
  kReceiverAway,
  kReceiverGotARepeat,
  kReceiverRefusedAReport,
  kBreakerOpened,
  kBatchBrokenUp,
  kGivenUpUnanswered,
  kGivenUpRefusedWhole,
  kDelivered,
  kCount,  // not a thing that happens
};

// Its name without the k, "KilledBeforeSeal".
const char* NameOf(Seen seen);

class Tally {
 public:
  void Count(Seen seen, int64_t times = 1) {
    counts_[static_cast<size_t>(seen)] += times;
  }
  int64_t operator[](Seen seen) const {
    return counts_[static_cast<size_t>(seen)];
  }
  void Add(const Tally& other) {
    for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  }
  bool operator==(const Tally&) const = default;

 private:
  std::array<int64_t, static_cast<size_t>(Seen::kCount)> counts_{};
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_TALLY_H_
