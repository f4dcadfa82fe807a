#include "gateway/registry/coverage.h"

#include <algorithm>

namespace trivsel::gateway::registry {
namespace {

using store::Period;

absl::Time End(const Period& period) {
  return period.until.value_or(absl::InfiniteFuture());
}

// The latest end of those that cover `time`; `time` if none does.
absl::Time Reach(const std::vector<Period>& periods, absl::Time time) {
  absl::Time end = time;
  for (const Period& period : periods) {
    if (period.Covers(time)) end = std::max(end, End(period));
  }
  return end;
}

}  // namespace

Coverage CoverageOf(const std::vector<Period>& periods, absl::Time now) {
  Coverage coverage;
  absl::Time end = Reach(periods, now);
  coverage.now = end > now;
  if (coverage.now) {
    for (absl::Time further = Reach(periods, end); further > end;
         further = Reach(periods, end)) {
      end = further;
    }
    coverage.end = end;
    return coverage;
  }
  for (const Period& period : periods) {
    if (period.from && *period.from > now) {
      coverage.next = std::min(coverage.next, *period.from);
    } else {
      coverage.end = std::max(coverage.end, End(period));
    }
  }
  return coverage;
}

}  // namespace trivsel::gateway::registry
