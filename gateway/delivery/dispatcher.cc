#include "gateway/delivery/dispatcher.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace trivsel::gateway::delivery {
namespace {

// A thread never sleeps longer than this without looking at the clock again:
// the clock is injected and may be moved.
constexpr absl::Duration kLongestNap = absl::Milliseconds(100);
// After a recovery the waiting lanes come back within this time, not at once.
constexpr absl::Duration kRecoverySpread = absl::Milliseconds(500);

}  // namespace

Dispatcher::Dispatcher(queue::LaneQueue* queue, Destination* destination,
                       Clock* clock, Random* random, DispatcherOptions options,
                       Observer observer)
    : queue_(*queue),
      destination_(*destination),
      clock_(*clock),
      random_(*random),
      options_(std::move(options)),
      observer_(std::move(observer)),
      schedule_(options_.schedule),
      breaker_(options_.breaker) {}

Dispatcher::~Dispatcher() { Stop(); }

void Dispatcher::Start() {
  threads_.emplace_back([this] { LeaseLoop(); });
  for (int i = 0; i < options_.senders; ++i) {
    threads_.emplace_back([this] { SendLoop(); });
  }
}

void Dispatcher::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    work_changed_.SignalAll();
    lease_wanted_.SignalAll();
  }
  if (threads_.empty()) return;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  // If this fails the leases run out by themselves.
  queue_.Release(options_.destination_id, options_.owner).IgnoreError();
  absl::MutexLock lock(&mutex_);
  schedule_.DropAll();
}

void Dispatcher::Poke(int16_t lane) {
  absl::MutexLock lock(&mutex_);
  schedule_.Poke(lane, clock_.Now());
  work_changed_.Signal();
}

DestinationStatus Dispatcher::Status() const {
  absl::MutexLock lock(&mutex_);
  DestinationStatus status = status_;
  status.name = destination_.name();
  status.lanes_held = schedule_.held();
  status.lanes_in_hand = schedule_.in_hand();
  status.breaker_open = breaker_.open();
  status.consecutive_failures = breaker_.consecutive_failures();
  const absl::Time now = clock_.Now();
  for (const auto& [lane, sealed_at] : unsettled_) {
    status.oldest_undelivered_age =
        std::max(status.oldest_undelivered_age, now - sealed_at);
  }
  return status;
}

void Dispatcher::LeaseLoop() {
  int failures = 0;
  while (true) {
    const bool renewed = RenewLeases();
    failures = renewed ? 0 : failures + 1;
    absl::Duration wait = options_.renew_every;
    if (!renewed) {
      wait = std::min(wait, BackoffCeiling(options_.store_backoff, failures));
    }
    const absl::Time begun = clock_.Now();
    absl::MutexLock lock(&mutex_);
    while (!stopping_ && !renew_soon_ && clock_.Now() - begun < wait) {
      lease_wanted_.WaitWithTimeout(&mutex_, std::min(wait, kLongestNap));
    }
    if (stopping_) return;
    if (renew_soon_) {
      // A lost lease asks for a new look, but not for a storm of them.
      renew_soon_ = false;
      lease_wanted_.WaitWithTimeout(&mutex_, kLongestNap);
      if (stopping_) return;
    }
  }
}

bool Dispatcher::RenewLeases() {
  // Taken before the call: the database counts the term from a later moment.
  const absl::Time begun = clock_.Now();
  absl::StatusOr<std::vector<queue::LaneLease>> held = queue_.Lease(
      options_.destination_id, options_.owner, options_.lease_term);
  absl::MutexLock lock(&mutex_);
  if (!held.ok()) {
    ++status_.store_faults;
    status_.last_failure = "the leases could not be renewed";
    return false;
  }
  renewed_at_ = begun;
  schedule_.Adopt(*held, clock_.Now());
  std::set<int16_t> lanes;
  for (const queue::LaneLease& lease : *held) lanes.insert(lease.lane);
  std::erase_if(unsettled_, [&lanes](const auto& entry) {
    return !lanes.contains(entry.first);
  });
  work_changed_.SignalAll();
  return true;
}

bool Dispatcher::LeaseFresh() const {
  absl::MutexLock lock(&mutex_);
  return clock_.Now() - renewed_at_ < options_.lease_term * 2 / 3;
}

std::optional<queue::LaneLease> Dispatcher::WaitForLane() {
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    const absl::Time now = clock_.Now();
    const bool ready =
        now - renewed_at_ < options_.lease_term * 2 / 3 && now >= paused_until_;
    absl::Duration nap = kLongestNap;
    if (ready && schedule_.NextDue() <= now && breaker_.Admit(now)) {
      return schedule_.Take(now);
    }
    if (ready && !breaker_.open()) {
      nap = std::clamp(schedule_.NextDue() - now, absl::Milliseconds(1), nap);
    }
    work_changed_.WaitWithTimeout(&mutex_, nap);
  }
  return std::nullopt;
}

void Dispatcher::SendLoop() {
  while (std::optional<queue::LaneLease> lease = WaitForLane()) {
    const StepResult step =
        RunLaneStep(queue_, destination_, *lease, options_.limits,
                    [this] { return LeaseFresh(); });
    Account(lease->lane, step);
    if (observer_ && step.end != StepEnd::kEmpty) {
      observer_(step, lease->lane);
    }
  }
}

void Dispatcher::Account(int16_t lane, const StepResult& step) {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = clock_.Now();
  Count(lane, step, now);
  GiveBack(lane, step, now);
  work_changed_.Signal();
}

void Dispatcher::Count(int16_t lane, const StepResult& step, absl::Time now) {
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
    case StepEnd::kBatchFault:
    case StepEnd::kIncomplete:
      ++status_.batch_faults;
      return;
  }
}

void Dispatcher::GiveBack(int16_t lane, const StepResult& step,
                          absl::Time now) {
  const auto backoff = [&](const BackoffOptions& options) {
    const int failures = schedule_.CountFailure(lane);
    return BackoffDelay(options, failures, random_);
  };
  switch (step.end) {
    case StepEnd::kEmpty:
      breaker_.OnNothingLearned();
      schedule_.GiveBackEmpty(lane, now, random_);
      return;
    case StepEnd::kSettled:
      if (breaker_.OnAnswer()) {
        schedule_.EndWaits(now, kRecoverySpread, random_);
      }
      schedule_.GiveBackBusy(lane, now);
      return;
    case StepEnd::kLeaseLost:
      breaker_.OnNothingLearned();
      schedule_.GiveBackFailed(lane, now);
      schedule_.Drop(lane);
      renew_soon_ = true;
      lease_wanted_.Signal();
      return;
    case StepEnd::kStoreFault:
      breaker_.OnNothingLearned();
      schedule_.GiveBackFailed(lane, now + backoff(options_.store_backoff));
      return;
    case StepEnd::kTransient:
      breaker_.OnTransient(lane, now, random_);
      schedule_.GiveBackFailed(lane, now + backoff(options_.backoff));
      return;
    case StepEnd::kOverloaded: {
      // The receiver is up, so this is not the breaker's business. It asks
      // all of us to wait, not this lane; the backoff keeps lanes apart after.
      breaker_.OnAnswer();
      paused_until_ = std::max(paused_until_, now + step.retry_after);
      const absl::Duration wait = backoff(options_.backoff);
      schedule_.GiveBackFailed(lane, now + step.retry_after + wait);
      return;
    }
    case StepEnd::kBatchFault:
    case StepEnd::kIncomplete:
      breaker_.OnAnswer();
      schedule_.GiveBackFailed(lane, now + backoff(options_.backoff));
      return;
  }
}

}  // namespace trivsel::gateway::delivery
