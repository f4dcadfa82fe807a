// What a job is to look at next, read once for all parts that a gateway holds.
#ifndef TRIVSEL_GATEWAY_REVIEW_JOB_WINDOW_H_
#define TRIVSEL_GATEWAY_REVIEW_JOB_WINDOW_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/result.h"

namespace trivsel::gateway::review {

// Columns of load_review_chunk.sql beside those that RevalidationGroup reads.
constexpr int kWindowId = 0, kWindowPart = 11, kWindowOurs = 12,
              kWindowReceivers = 13;

// The rejections of some parts between two numbers. Never changes; readable by
// several at the same time.
class JobWindow {
 public:
  // `parts`: a bit each. Nothing if the rows say that the part that asked is
  // not the asker's.
  static std::shared_ptr<const JobWindow> Read(int64_t from, uint64_t parts,
                                               store::Result rows);

  int64_t from() const { return from_; }  // the numbers after this one
  int64_t to() const { return to_; }      // up to this one
  bool ended() const { return ended_; }   // the job has none after it
  const store::Result& rows() const { return rows_; }
  // Whether a part that has done all up to `place` goes on here.
  bool Has(int16_t part, int64_t place) const {
    return (parts_ >> part & 1) != 0 && from_ <= place &&
           (place < to_ || ended_);
  }
  // The part's rows after `place`, in the order of their numbers.
  std::vector<int> RowsOf(int16_t part, int64_t place) const;

 private:
  JobWindow(int64_t from, uint64_t parts, store::Result rows)
      : from_(from), parts_(parts), rows_(std::move(rows)) {}

  const int64_t from_;
  const uint64_t parts_;
  const store::Result rows_;
  int64_t to_ = 0;
  bool ended_ = false;
  // Numbers and rows.
  std::map<int16_t, std::vector<std::pair<int64_t, int>>> of_part_;
};

// The windows that the parts of a gateway go through, nearly together. Each
// part's reports lie among the others': read by each part for itself, every
// page would be read as many times. What is kept is out of date within seconds:
// whoever writes looks whether a rejection is still as it was read. Thread
// safe.
class JobWindows {
 public:
  // Reads a window from a number on, for these parts; null: the job is not the
  // reader's any more.
  using Load = std::function<absl::StatusOr<std::shared_ptr<const JobWindow>>(
      int64_t from, uint64_t parts)>;

  // A part has been taken, and nobody works on those in `free`, who may be
  // about to.
  void Took(int64_t job_id, int16_t part, uint64_t free);
  void Left(int64_t job_id, int16_t part);

  // The window in which a part goes on after `place`. Whoever comes first to
  // where none follows reads the next one beforehand, while the others work.
  absl::StatusOr<std::shared_ptr<const JobWindow>> Get(int64_t job_id,
                                                       int16_t part,
                                                       int64_t place,
                                                       const Load& load);

 private:
  struct Job {
    std::map<int16_t, int> held;  // parts, by how many of us
    uint64_t free = 0;
    std::map<int64_t, std::shared_ptr<const JobWindow>> windows;  // by `from`
    std::map<int64_t, absl::Time> read_at;
    std::vector<int64_t> loading;  // from which numbers
  };

  std::shared_ptr<const JobWindow> Find(Job& job, int16_t part, int64_t place);
  bool Loading(const Job& job, int64_t from) const;
  // Unlocks while it reads.
  absl::StatusOr<std::shared_ptr<const JobWindow>> Fill(
      std::unique_lock<std::mutex>& lock, int64_t job_id, int16_t part,
      int64_t from, const Load& load);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<int64_t, Job> jobs_;
};

}  // namespace trivsel::gateway::review

#endif  // TRIVSEL_GATEWAY_REVIEW_JOB_WINDOW_H_
