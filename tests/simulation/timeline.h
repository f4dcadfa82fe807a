// The time of a run and all that is going to happen in it.
#ifndef TRIVSEL_TESTS_SIMULATION_TIMELINE_H_
#define TRIVSEL_TESTS_SIMULATION_TIMELINE_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/time/time.h"
#include "gateway/system/clock.h"

namespace trivsel::simulation {

// Time stands still while something happens, and jumps to what happens next.
// Not thread safe.
class Timeline final : public gateway::Clock {
 public:
  absl::Time Now() const override { return now_; }

  void After(absl::Duration delay, std::function<void()> what);
  // The next thing happens; false: there is none.
  bool RunNext();
  // All that is due until then happens, also what that brings.
  void RunUntil(absl::Time until);
  int64_t happened() const { return happened_; }

 private:
  struct Event {
    absl::Time at;
    int64_t number = 0;  // of two at one time the earlier said comes first
    std::function<void()> what;
  };
  static bool Later(const Event& a, const Event& b) {
    return a.at != b.at ? a.at > b.at : a.number > b.number;
  }

  // 2026-11-24T12:00:00Z: after all that the reports tell of.
  absl::Time now_ = absl::FromUnixSeconds(1'795'521'600);
  int64_t last_number_ = 0;
  int64_t happened_ = 0;
  std::vector<Event> events_;  // a heap
};

// The clock of one machine, which may be wrong.
class WrongClock final : public gateway::Clock {
 public:
  explicit WrongClock(const Timeline& timeline) : timeline_(timeline) {}
  absl::Time Now() const override { return timeline_.Now() + error_; }
  void Set(absl::Duration error) { error_ = error; }

 private:
  const Timeline& timeline_;
  absl::Duration error_ = absl::ZeroDuration();
};

}  // namespace trivsel::simulation

#endif  // TRIVSEL_TESTS_SIMULATION_TIMELINE_H_
