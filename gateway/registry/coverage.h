// How long several periods side by side cover the time from now on: agreements
// and certificates of two generations.
#ifndef TRIVSEL_GATEWAY_REGISTRY_COVERAGE_H_
#define TRIVSEL_GATEWAY_REGISTRY_COVERAGE_H_

#include <vector>

#include "absl/time/time.h"
#include "gateway/store/registry_rows.h"

namespace trivsel::gateway::registry {

struct Coverage {
  bool now = false;  // one of them is valid now
  // now: without a gap until then, InfiniteFuture if it is open. Not now: when
  // the last one ended, InfinitePast if none did.
  absl::Time end = absl::InfinitePast();
  // Not now: when the next one begins, InfiniteFuture if none does.
  absl::Time next = absl::InfiniteFuture();
};

Coverage CoverageOf(const std::vector<store::Period>& periods, absl::Time now);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_COVERAGE_H_
