// Mistakes that the doubles of the queue can be told to make, for the test
// that the simulation finds each of them (tests/simulation).
#ifndef TRIVSEL_TESTS_SUPPORT_STORE_BUG_H_
#define TRIVSEL_TESTS_SUPPORT_STORE_BUG_H_

namespace trivsel::testing {

enum class StoreBug {
  kNone,
  // MemoryStore
  kNoFence,               // a seal does not ask whether its lease still holds
  kSealBesideUnsettled,   // a lane's next batch goes before the last is settled
  kGrowUnsettled,         // an unsettled batch takes in what has come since
  kSettleInPart,          // a batch answered in part counts as settled
  kStoreTwice,            // an id that is taken is stored again
  kQueueRejected,         // rejected reports wait for delivery
  kSealWithoutOrder,      // the newest first
  kSealKeepsPending,      // what was sealed still waits
  kSettleWhatIsNotThere,  // an answer counts for all reports of the batch
  kPartsOvertake,         // a part's halves go behind the parts after it
  kReplayOtherContent,    // other content under a known id is the same report
  // MemoryReportSink
  kAnswerBeforeCommit,  // the receipt does not wait for the disk
  kLoseOneOfGroup,      // the last of a group is acknowledged, not stored
  // MemoryLaneQueue
  kFloorAtOnce,  // nothing below the last sealed key is looked for
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_STORE_BUG_H_
