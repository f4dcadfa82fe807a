#include "gateway/ingest/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace trivsel::gateway::ingest {
namespace {

double BurstOf(int32_t per_second) {
  return std::max(per_second, RateLimit::kLeastBurst);
}

}  // namespace

FairBucket& RateLimit::BucketOf(int32_t submitter, int32_t per_second,
                                absl::Time now) {
  const auto found = buckets_.find(submitter);
  if (found != buckets_.end()) {
    Entry& entry = found->second;
    if (entry.per_second != per_second) {
      entry.per_second = per_second;
      entry.bucket.SetRate(per_second, BurstOf(per_second), now);
    }
    return entry.bucket;
  }
  if (buckets_.size() >= sweep_at_) {
    absl::erase_if(buckets_, [now](auto& known) {
      return known.second.bucket.Owed(now) <= 0;
    });
    // Half of it new before the next sweep: cheap on the whole.
    sweep_at_ = std::max<size_t>(64, 2 * buckets_.size());
  }
  return buckets_
      .emplace(
          submitter,
          Entry{per_second, FairBucket(per_second, BurstOf(per_second), now)})
      .first->second.bucket;
}

std::optional<RateLimit::Excess> RateLimit::Take(const Share& share,
                                                 int32_t per_second,
                                                 int64_t reports) {
  absl::Duration wait;
  int64_t ahead = 0;
  {
    std::lock_guard lock(mutex_);
    const absl::Time now = clock_.Now();
    FairBucket& bucket = BucketOf(share.submitter, per_second, now);
    wait = bucket.Take(share.municipality, reports, now);
    if (wait == absl::ZeroDuration()) return std::nullopt;
    ahead = std::llround(bucket.Owed(now));
  }
  const absl::Duration spread = absl::Milliseconds(50) + wait / 4;
  return Excess{wait + random_.Uniform() * spread, ahead};
}

void RateLimit::GiveBack(const Share& share, int64_t reports) {
  std::lock_guard lock(mutex_);
  const auto found = buckets_.find(share.submitter);
  if (found == buckets_.end()) return;
  found->second.bucket.GiveBack(share.municipality, reports, clock_.Now());
}

size_t RateLimit::size() const {
  std::lock_guard lock(mutex_);
  return buckets_.size();
}

}  // namespace trivsel::gateway::ingest
