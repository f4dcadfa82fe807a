// How many reports a second a submitter may hand in.
#ifndef TRIVSEL_GATEWAY_INGEST_RATE_LIMIT_H_
#define TRIVSEL_GATEWAY_INGEST_RATE_LIMIT_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "gateway/ingest/fair_bucket.h"
#include "gateway/ingest/share.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"

namespace trivsel::gateway::ingest {

// A bucket a submitter, shared fairly between the municipalities that it
// reports for. Bursts of a second's reports, or of kLeastBurst, pass. Buckets
// that have filled again are forgotten. Thread safe; one short lock.
class RateLimit {
 public:
  // A batch of the client library passes whatever the rate.
  static constexpr int32_t kLeastBurst = 100;

  struct Excess {
    // When to come back: what the bucket says, and a little by chance, so that
    // those refused together do not come back together.
    absl::Duration retry_after;
    // Reports that the submitter has handed in ahead of its rate.
    int64_t ahead = 0;
  };

  // Both must outlive it; the clock is one that nobody sets.
  RateLimit(Random& random, const Clock& clock)
      : random_(random), clock_(clock) {}

  // Nothing: taken. `per_second` is above 0.
  std::optional<Excess> Take(const Share& share, int32_t per_second,
                             int64_t reports);
  // What was taken for a call that was then refused for another reason.
  void GiveBack(const Share& share, int64_t reports);

  // Submitters that it keeps something of.
  size_t size() const;

 private:
  FairBucket& BucketOf(int32_t submitter, int32_t per_second, absl::Time now);

  struct Entry {
    int32_t per_second;
    FairBucket bucket;
  };
  Random& random_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  absl::flat_hash_map<int32_t, Entry> buckets_;
  size_t sweep_at_ = 64;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_RATE_LIMIT_H_
