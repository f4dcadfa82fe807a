#include "gateway/delivery/dispatch_core.h"

#include <algorithm>
#include <set>
#include <utility>

namespace trivsel::gateway::delivery {
namespace {

// After a recovery the waiting lanes come back within this time, not at once.
constexpr absl::Duration kRecoverySpread = absl::Milliseconds(500);

}  // namespace

namespace {

DispatcherOptions WithDefaults(DispatcherOptions options) {
  if (options.renew_every == absl::ZeroDuration()) {
    options.renew_every = options.lease_term / 3;
  }
  return options;
}

}  // namespace

DispatchCore::DispatchCore(DispatcherOptions options, Random& random)
    : options_(WithDefaults(std::move(options))),
      random_(random),
      schedule_(options_.schedule),
      breaker_(options_.breaker) {}

void DispatchCore::OnLeased(const std::vector<queue::LaneLease>& held,
                            absl::Time begun, absl::Time now) {
  lease_failures_ = 0;
  renewed_at_ = begun;
  schedule_.Adopt(held, now);
  std::set<int16_t> lanes;
  for (const queue::LaneLease& lease : held) lanes.insert(lease.lane);
  std::erase_if(unsettled_, [&lanes](const auto& entry) {
    return !lanes.contains(entry.first);
  });
}

void DispatchCore::OnLeaseFailed() {
  ++lease_failures_;
  ++status_.store_faults;
  status_.last_failure = "the leases could not be renewed";
}

void DispatchCore::OnLooked(const queue::LaneCensus& census) {
  const bool others = census.owners != owners_;
  owners_ = census.owners;
  const int sharers = std::max(1, census.owners);
  const int share = (queue::kLanes + sharers - 1) / sharers;
  if (others || (census.free > 0 && schedule_.held() < share)) {
    renew_soon_ = true;
  }
}

absl::Duration DispatchCore::RenewWait() const {
  if (lease_failures_ == 0) return options_.renew_every;
  return std::min(options_.renew_every,
                  BackoffCeiling(options_.store_backoff, lease_failures_));
}

bool DispatchCore::TakeRenewSoon() { return std::exchange(renew_soon_, false); }

bool DispatchCore::LeaseFresh(absl::Time now) const {
  return now - renewed_at_ < options_.lease_term * 2 / 3;
}

bool DispatchCore::Ready(absl::Time now) const {
  return LeaseFresh(now) && now >= paused_until_;
}

void DispatchCore::Poke(int16_t lane, absl::Time now) {
  schedule_.Poke(lane, now);
}

std::optional<queue::LaneLease> DispatchCore::Take(absl::Time now) {
  if (!Ready(now) || schedule_.NextDue() > now || !breaker_.Admit(now)) {
    return std::nullopt;
  }
  return schedule_.Take(now);
}

absl::Duration DispatchCore::Nap(absl::Time now, absl::Duration longest) const {
  if (!Ready(now) || breaker_.open()) return longest;
  return std::clamp(schedule_.NextDue() - now, absl::Milliseconds(1), longest);
}

void DispatchCore::OnStep(int16_t lane, const StepResult& step,
                          absl::Time now) {
  Count(lane, step, now);
  GiveBack(lane, step, now);
}

DestinationStatus DispatchCore::Status(absl::Time now) const {
  DestinationStatus status = status_;
  status.lanes_held = schedule_.held();
  status.lanes_in_hand = schedule_.in_hand();
  status.breaker_open = breaker_.open();
  status.consecutive_failures = breaker_.consecutive_failures();
  for (const auto& [lane, sealed_at] : unsettled_) {
    status.oldest_undelivered_age =
        std::max(status.oldest_undelivered_age, now - sealed_at);
  }
  return status;
}

void DispatchCore::Count(int16_t lane, const StepResult& step, absl::Time now) {
  if (step.end == StepEnd::kSettled || step.end == StepEnd::kEmpty) {
    unsettled_.erase(lane);
  } else if (step.batch_id != 0) {
    unsettled_[lane] = step.sealed_at;
  }
  if (!step.detail.empty() && step.end != StepEnd::kSettled) {
    status_.last_failure = step.detail;
  }
  status_.reports_confirmed += step.confirmed;
  status_.reports_refused += step.refused;
  status_.reports_unanswered += step.unanswered;
  switch (step.end) {
    case StepEnd::kEmpty:
      return;
    case StepEnd::kSettled:
      ++status_.batches_settled;
      status_.last_answer_at = now;
      return;
    case StepEnd::kLeaseLost:
      ++status_.leases_lost;
      return;
    case StepEnd::kStoreFault:
      ++status_.store_faults;
      return;
    case StepEnd::kTransient:
      ++status_.transient_failures;
      return;
    case StepEnd::kOverloaded:
      ++status_.overloaded;
      return;
    case StepEnd::kTurnedAway:
      ++status_.turned_away;
      return;
    case StepEnd::kBatchFault:
    case StepEnd::kBrokenUp:
    case StepEnd::kIncomplete:
      ++status_.batch_faults;
      return;
  }
}

absl::Duration DispatchCore::Backoff(int16_t lane,
                                     const BackoffOptions& options) {
  return BackoffDelay(options, schedule_.CountFailure(lane), random_);
}

void DispatchCore::GiveBack(int16_t lane, const StepResult& step,
                            absl::Time now) {
  switch (step.end) {
    case StepEnd::kEmpty:
      breaker_.OnNothingLearned();
      schedule_.GiveBackEmpty(lane, now, random_);
      return;
    case StepEnd::kSettled:
      if (breaker_.OnAnswer()) {
        schedule_.EndWaits(now, kRecoverySpread, random_);
      }
      // A quarter of what fits: there is a backlog, and no reason to linger.
      schedule_.GiveBackBusy(lane, step.sent * 4 >= options_.limits.max_reports,
                             now);
      return;
    case StepEnd::kLeaseLost:
      breaker_.OnNothingLearned();
      schedule_.GiveBackFailed(lane, now);
      schedule_.Drop(lane);
      renew_soon_ = true;
      return;
    case StepEnd::kStoreFault:
      breaker_.OnNothingLearned();
      schedule_.GiveBackFailed(lane,
                               now + Backoff(lane, options_.store_backoff));
      return;
    case StepEnd::kTurnedAway:  // every lane would fare alike
    case StepEnd::kTransient:
      breaker_.OnTransient(lane, now, random_);
      schedule_.GiveBackFailed(lane, now + Backoff(lane, options_.backoff));
      return;
    case StepEnd::kOverloaded: {
      // The receiver is up, so this is not the breaker's business. It asks
      // all of us to wait, not this lane; the backoff keeps lanes apart after.
      breaker_.OnAnswer();
      paused_until_ = std::max(paused_until_, now + step.retry_after);
      const absl::Duration wait = Backoff(lane, options_.backoff);
      schedule_.GiveBackFailed(lane, now + step.retry_after + wait);
      return;
    }
    case StepEnd::kBrokenUp:
      breaker_.OnAnswer();
      unsettled_.erase(lane);
      schedule_.GiveBackBusy(lane, /*large=*/true, now);
      return;
    case StepEnd::kBatchFault:
    case StepEnd::kIncomplete:
      breaker_.OnAnswer();
      schedule_.GiveBackFailed(lane, now + Backoff(lane, options_.backoff));
      return;
  }
}

}  // namespace trivsel::gateway::delivery
