// How much may wait for the disk.
#ifndef TRIVSEL_GATEWAY_QUEUE_BACKLOG_H_
#define TRIVSEL_GATEWAY_QUEUE_BACKLOG_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "absl/time/time.h"

namespace trivsel::gateway::queue {

// Bounded in count and bytes. Once full it stays closed until half of it is
// free again: an edge that flips with each report would serve nobody. Thread
// safe.
class Backlog {
 public:
  Backlog(int64_t max_reports, int64_t max_bytes)
      : max_reports_(max_reports), max_bytes_(max_bytes) {}

  // Takes room for one report of that size; false: full.
  bool Enter(int64_t bytes) {
    std::lock_guard lock(mutex_);
    if (closed_) return false;
    if (reports_ + 1 > max_reports_ || bytes_ + bytes > max_bytes_) {
      // One that is too big for what is left closes it only if there is
      // something to wait for.
      closed_ = reports_ > 0;
      return false;
    }
    ++reports_;
    bytes_ += bytes;
    return true;
  }

  // Gives room back.
  void Leave(int64_t reports, int64_t bytes) {
    {
      std::lock_guard lock(mutex_);
      reports_ -= reports;
      bytes_ -= bytes;
      if (closed_ && reports_ * 2 <= max_reports_ && bytes_ * 2 <= max_bytes_) {
        closed_ = false;
      }
    }
    left_.notify_all();
  }

  // Until fewer than so many wait, or for so long.
  void AwaitFewer(int64_t reports, absl::Duration at_most) {
    std::unique_lock lock(mutex_);
    left_.wait_for(lock, absl::ToChronoMilliseconds(at_most),
                   [this, reports] { return reports_ < reports; });
  }

  int64_t reports() const {
    std::lock_guard lock(mutex_);
    return reports_;
  }

 private:
  const int64_t max_reports_;
  const int64_t max_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable left_;
  int64_t reports_ = 0;
  int64_t bytes_ = 0;
  bool closed_ = false;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_BACKLOG_H_
