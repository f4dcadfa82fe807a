// Below which of a lane's batches all are settled: spares each look the walk
// over index entries of batches that were settled long ago, which nobody can
// clean away while some reader pins an old snapshot.
#ifndef TRIVSEL_GATEWAY_QUEUE_BATCH_FLOOR_H_
#define TRIVSEL_GATEWAY_QUEUE_BATCH_FLOOR_H_

#include <algorithm>
#include <cstdint>

namespace trivsel::gateway::queue {

// A lane's batches are made by its holder alone, with rising numbers; so when
// it finds none unsettled, all up to the last one that it knew are settled.
// Only a replay opens one again: the floor holds while there has been none
// since. Pure; not thread safe.
class BatchFloor {
 public:
  // For the look: where to begin, and the latest replay when that was found
  // out (never a replay's number: begin with the first batch).
  struct Key {
    int64_t batch = 0;
    int64_t replay = -1;
  };

  // For a holder with this fence.
  Key Get(int64_t fence) {
    if (fence != fence_) {
      *this = BatchFloor();
      fence_ = fence;
    }
    return key_;
  }

  // The look found none unsettled; `replay` is the latest replay's number (0:
  // there has been none), or less than 0 while one is open.
  void OnNoneUnsettled(int64_t replay) {
    if (replay < 0) {
      key_ = Key();
    } else {
      key_ = {known_ + 1, replay};
    }
  }

  // The lane has this batch.
  void OnBatch(int64_t batch_id) { known_ = std::max(known_, batch_id); }

 private:
  int64_t fence_ = -1;
  int64_t known_ = 0;
  Key key_;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_BATCH_FLOOR_H_
