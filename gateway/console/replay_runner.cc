#include "gateway/console/replay_runner.h"

#include <utility>

#include "gateway/telemetry/log.h"

namespace trivsel::gateway::console {
namespace {

constexpr size_t kMostWaiting = 16;

}  // namespace

ReplayRunner::ReplayRunner(DeliveryDesk* desk)
    : desk_(desk), thread_([this] { Run(); }) {}

ReplayRunner::~ReplayRunner() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

bool ReplayRunner::Start(const std::string& actor,
                         const queue::Replay& replay) {
  std::lock_guard lock(mutex_);
  if (stopping_ || waiting_.size() >= kMostWaiting) return false;
  if (!known_.insert(replay.id).second) return false;
  waiting_.push_back({actor, replay});
  wake_.notify_all();
  return true;
}

bool ReplayRunner::Has(int64_t replay_id) const {
  std::lock_guard lock(mutex_);
  return known_.contains(replay_id);
}

bool ReplayRunner::GoOn(Work* work) {
  if (work->replay.ended) return false;
  const absl::Status status = desk_->GoOn(work->actor, &work->replay);
  if (status.ok()) return !work->replay.ended;
  telemetry::Log(telemetry::LogLevel::kWarning, "replay_stopped",
                 {{"replay", std::to_string(work->replay.id)},
                  {"code", absl::StatusCodeToString(status.code())}});
  return false;
}

void ReplayRunner::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (waiting_.empty()) {
      wake_.wait(lock);
      continue;
    }
    Work work = std::move(waiting_.front());
    waiting_.pop_front();
    bool more = true;
    while (more && !stopping_) {
      lock.unlock();
      more = GoOn(&work);
      lock.lock();
    }
    known_.erase(work.replay.id);
  }
}

}  // namespace trivsel::gateway::console
