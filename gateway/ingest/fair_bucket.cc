#include "gateway/ingest/fair_bucket.h"

#include <algorithm>

namespace trivsel::gateway::ingest {
namespace {

// The member that stands for all that are too many.
constexpr int32_t kRest = -1;
// So that who comes back at the very time it was told is not sent away by the
// last digit of a double.
constexpr double kTolerance = 1e-6;

}  // namespace

void FairBucket::Advance(absl::Time now) {
  if (now <= now_) return;
  double work = per_second_ * absl::ToDoubleSeconds(now - now_);
  now_ = now;
  while (!by_finish_.empty()) {
    const auto [finish, member] = *by_finish_.begin();
    const auto active = static_cast<double>(by_finish_.size());
    const double until_first = (finish - worked_off_) * active;
    if (until_first > work) {
      worked_off_ += work / active;
      owed_ -= work;
      return;
    }
    work -= until_first;
    owed_ -= until_first;
    worked_off_ = finish;
    by_finish_.erase(by_finish_.begin());
    finish_.erase(member);
  }
  worked_off_ = 0;
  owed_ = 0;
}

int32_t FairBucket::Place(int32_t member) const {
  return finish_.size() < kMaxMembers || finish_.contains(member) ? member
                                                                  : kRest;
}

double FairBucket::Debt(int32_t place) const {
  const auto found = finish_.find(place);
  return found == finish_.end() ? 0 : found->second - worked_off_;
}

void FairBucket::SetDebt(int32_t place, double debt) {
  const auto found = finish_.find(place);
  if (found != finish_.end()) {
    owed_ -= found->second - worked_off_;
    by_finish_.erase({found->second, place});
    finish_.erase(found);
  }
  if (debt <= 0) return;
  owed_ += debt;
  finish_.emplace(place, worked_off_ + debt);
  by_finish_.emplace(worked_off_ + debt, place);
}

absl::Duration FairBucket::Wait(double own, double cost, double active) const {
  const double each = per_second_ / active;
  // Until it owes no more than the bucket has: both change.
  double seconds = (own + owed_ - capacity_) / (per_second_ + each);
  if (seconds > own / each) seconds = (owed_ - capacity_) / per_second_;
  const double floor = Floor(active);
  if (cost <= floor) {
    seconds = std::min(seconds, (own + cost - floor) / each);
  }
  // Rounded up: a wait of zero would say that it was taken.
  return absl::Seconds(std::max(seconds, 0.0)) + absl::Nanoseconds(1);
}

absl::Duration FairBucket::Take(int32_t member, int64_t cost, absl::Time now) {
  Advance(now);
  const int32_t place = Place(member);
  const double own = Debt(place);
  const auto amount = static_cast<double>(cost);
  const auto active =
      static_cast<double>(finish_.size()) + (own > 0 ? 0.0 : 1.0);
  const bool has_room = own <= capacity_ - owed_ + kTolerance;
  const bool is_little = own + amount <= Floor(active) + kTolerance;
  if (!has_room && !is_little) return Wait(own, amount, active);
  SetDebt(place, own + amount);
  return absl::ZeroDuration();
}

void FairBucket::GiveBack(int32_t member, int64_t cost, absl::Time now) {
  Advance(now);
  const int32_t place = Place(member);
  SetDebt(place, Debt(place) - static_cast<double>(cost));
}

void FairBucket::SetRate(double per_second, double burst, absl::Time now) {
  Advance(now);
  per_second_ = per_second;
  capacity_ = 2 * burst;
}

double FairBucket::OwedBy(int32_t member, absl::Time now) {
  Advance(now);
  return Debt(Place(member));
}

double FairBucket::Owed(absl::Time now) {
  Advance(now);
  return owed_;
}

}  // namespace trivsel::gateway::ingest
