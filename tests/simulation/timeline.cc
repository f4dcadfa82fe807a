#include "tests/simulation/timeline.h"

#include <algorithm>
#include <utility>

namespace trivsel::simulation {

void Timeline::After(absl::Duration delay, std::function<void()> what) {
  events_.push_back({now_ + std::max(delay, absl::ZeroDuration()),
                     ++last_number_, std::move(what)});
  std::push_heap(events_.begin(), events_.end(), &Later);
}

bool Timeline::RunNext() {
  if (events_.empty()) return false;
  std::pop_heap(events_.begin(), events_.end(), &Later);
  const Event event = std::move(events_.back());
  events_.pop_back();
  now_ = std::max(now_, event.at);
  ++happened_;
  event.what();
  return true;
}

void Timeline::RunUntil(absl::Time until) {
  while (!events_.empty() && events_.front().at <= until) RunNext();
  now_ = std::max(now_, until);
}

}  // namespace trivsel::simulation
