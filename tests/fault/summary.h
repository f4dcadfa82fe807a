// What many schedules came to.
#ifndef TRIVSEL_TESTS_FAULT_SUMMARY_H_
#define TRIVSEL_TESTS_FAULT_SUMMARY_H_

#include <string>
#include <vector>

#include "tests/fault/schedule.h"

namespace trivsel::fault {

// Not thread safe.
class Summary {
 public:
  void Add(const Outcome& outcome);
  int schedules() const { return schedules_; }
  int failed() const { return static_cast<int>(failed_.size()); }
  // A table for people.
  std::string ToString() const;

 private:
  int Of(FaultKind kind) const;

  int schedules_ = 0;
  std::map<FaultKind, int> faults_;
  int64_t reports_ = 0, acknowledged_ = 0, acks_ = 0, replays_ = 0;
  int64_t delivered_ = 0, refused_ = 0, batches_ = 0;
  std::vector<milliseconds> recoveries_, took_;
  std::vector<Outcome> failed_;
};

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_SUMMARY_H_
