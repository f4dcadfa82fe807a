#include "gateway/delivery/dispatcher.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace trivsel::gateway::delivery {
namespace {

// A thread never sleeps longer than this without looking at the clock again:
// the clock is injected and may be moved.
constexpr absl::Duration kLongestNap = absl::Milliseconds(100);
}  // namespace

Dispatcher::Dispatcher(queue::LaneQueue* queue, Destination* destination,
                       Clock* clock, Random* random, DispatcherOptions options,
                       Observer observer)
    : queue_(*queue),
      destination_(*destination),
      clock_(*clock),
      options_(std::move(options)),
      observer_(std::move(observer)),
      core_(options_, *random) {}

Dispatcher::~Dispatcher() { Stop(); }

void Dispatcher::Start() {
  threads_.emplace_back([this] { LeaseLoop(); });
  for (int i = 0; i < options_.senders; ++i) {
    threads_.emplace_back([this] { SendLoop(); });
  }
}

void Dispatcher::Stop() {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    work_changed_.notify_all();
    lease_wanted_.notify_all();
  }
  if (threads_.empty()) return;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  // If this fails the leases run out by themselves.
  queue_.Release(options_.destination_id, options_.owner).IgnoreError();
  std::unique_lock lock(mutex_);
  core_.DropAll();
}

void Dispatcher::Poke(int16_t lane) {
  std::unique_lock lock(mutex_);
  core_.Poke(lane, clock_.Now());
  work_changed_.notify_one();
}

DestinationStatus Dispatcher::Status() const {
  std::unique_lock lock(mutex_);
  DestinationStatus status = core_.Status(clock_.Now());
  status.name = destination_.name();
  return status;
}

void Dispatcher::LeaseLoop() {
  do {
    RenewLeases();
  } while (WaitToRenew());
}

bool Dispatcher::WaitToRenew() {
  const absl::Time begun = clock_.Now();
  absl::Time look_at = begun + options_.look_every;
  while (true) {
    if (clock_.Now() >= look_at) {
      LookAtLanes();
      look_at = clock_.Now() + options_.look_every;
    }
    std::unique_lock lock(mutex_);
    const absl::Duration wait = core_.RenewWait();
    if (!stopping_ && !core_.renew_soon()) {
      lease_wanted_.wait_for(
          lock, absl::ToChronoNanoseconds(
                    std::min({wait, kLongestNap, options_.look_every})));
    }
    if (!stopping_ && core_.TakeRenewSoon()) {
      // A lost lease asks for a new look, but not for a storm of them.
      lease_wanted_.wait_for(lock, absl::ToChronoNanoseconds(kLongestNap));
      return !stopping_;
    }
    if (stopping_) return false;
    if (clock_.Now() - begun >= wait) return true;
  }
}

void Dispatcher::LookAtLanes() {
  const absl::StatusOr<queue::LaneCensus> census =
      queue_.Look(options_.destination_id);
  // If it fails, the next renewal will tell.
  if (!census.ok()) return;
  std::unique_lock lock(mutex_);
  core_.OnLooked(*census);
}

void Dispatcher::RenewLeases() {
  const absl::Time begun = clock_.Now();
  absl::StatusOr<std::vector<queue::LaneLease>> held = queue_.Lease(
      options_.destination_id, options_.owner, options_.lease_term);
  std::unique_lock lock(mutex_);
  if (!held.ok()) {
    core_.OnLeaseFailed();
    return;
  }
  core_.OnLeased(*held, begun, clock_.Now());
  work_changed_.notify_all();
}

bool Dispatcher::LeaseFresh() const {
  std::unique_lock lock(mutex_);
  return core_.LeaseFresh(clock_.Now());
}

std::optional<queue::LaneLease> Dispatcher::WaitForLane() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const absl::Time now = clock_.Now();
    std::optional<queue::LaneLease> lease = core_.Take(now);
    if (lease.has_value()) return lease;
    work_changed_.wait_for(
        lock, absl::ToChronoNanoseconds(core_.Nap(now, kLongestNap)));
  }
  return std::nullopt;
}

void Dispatcher::SendLoop() {
  while (std::optional<queue::LaneLease> lease = WaitForLane()) {
    const StepResult step = RunLaneStep(
        queue_, destination_, *lease, options_.limits,
        [this] { return LeaseFresh(); }, options_.give_up);
    Account(lease->lane, step);
    if (observer_ && step.end != StepEnd::kEmpty) {
      observer_(step, lease->lane);
    }
  }
}

void Dispatcher::Account(int16_t lane, const StepResult& step) {
  std::unique_lock lock(mutex_);
  core_.OnStep(lane, step, clock_.Now());
  if (core_.renew_soon()) lease_wanted_.notify_one();
  work_changed_.notify_one();
}

}  // namespace trivsel::gateway::delivery
