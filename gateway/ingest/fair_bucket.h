// A token bucket that several share fairly.
#ifndef TRIVSEL_GATEWAY_INGEST_FAIR_BUCKET_H_
#define TRIVSEL_GATEWAY_INGEST_FAIR_BUCKET_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace trivsel::gateway::ingest {

// Seen as a leaky bucket: what a member takes it owes, and all debts together
// are worked off at the rate, equally for each member that has one. So the
// rate is divided max-min fairly among those that were active lately: what one
// does not use goes to the others, and all of it to one that is alone.
//
// A member may take while it owes no more than the bucket still has; alone
// that is `burst`, and those that want everything end up with equal parts and
// one more left free. A member that owes little may take that little even from
// an empty bucket. A cost over the burst is taken whole and worked off
// afterwards, else it could never be.
//
// Pure: time comes in. Not thread safe. A call costs the logarithm of the
// members with a debt, of which there are at most kMaxMembers + 1.
class FairBucket {
 public:
  // More than there are municipalities in Denmark (98). Those over it share
  // one member's part.
  static constexpr size_t kMaxMembers = 256;

  // `per_second` and `burst` are above 0.
  FairBucket(double per_second, double burst, absl::Time now)
      : per_second_(per_second), capacity_(2 * burst), now_(now) {}

  // From now on; debts stay.
  void SetRate(double per_second, double burst, absl::Time now);

  // Zero: taken. Else nothing is taken, and it could be after so long if
  // nobody took anything meanwhile. `member` is not negative.
  absl::Duration Take(int32_t member, int64_t cost, absl::Time now);
  // What was taken and not used.
  void GiveBack(int32_t member, int64_t cost, absl::Time now);

  // What the member, or all together, have taken and not worked off.
  double OwedBy(int32_t member, absl::Time now);
  double Owed(absl::Time now);
  size_t members() const { return finish_.size(); }

 private:
  // Lets time pass.
  void Advance(absl::Time now);
  int32_t Place(int32_t member) const;
  double Debt(int32_t place) const;
  void SetDebt(int32_t place, double debt);
  absl::Duration Wait(double own, double cost, double active) const;
  // What a member may take of an empty bucket, when so many are active.
  double Floor(double active) const { return capacity_ / (4 * active); }

  double per_second_;
  double capacity_;
  absl::Time now_;
  // How much each member with a debt has had worked off since the bucket was
  // last without any; a member is done when this reaches its finish.
  double worked_off_ = 0;
  double owed_ = 0;
  absl::flat_hash_map<int32_t, double> finish_;
  std::set<std::pair<double, int32_t>> by_finish_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_FAIR_BUCKET_H_
