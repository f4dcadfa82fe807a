#include "gateway/review/job_runner.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/store/sqlstate.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway::review {
namespace {

using telemetry::Log;
using telemetry::LogLevel;
using State = JobPart::Progress::State;

// While there is intake, for each share of time at work so many at rest: all
// parts together take a twentieth of one's time, a fortieth of a small
// machine's, however little intake leaves them.
constexpr int kRest = 19;
constexpr absl::Duration kLeastRest = absl::Milliseconds(10);
constexpr absl::Duration kMostRest = absl::Seconds(1);
// Rejections in a chunk: beside intake so few that a call hardly notices; else
// so many that commits and statements' beginnings count for little.
constexpr int32_t kChunkBeside = 256;
constexpr int32_t kChunk = 1024;
constexpr absl::Duration kLookAtIntake = absl::Milliseconds(20);
// How much the quickest chunk counts for longer with each that comes after it.
constexpr double kForget = 1.02;

}  // namespace

// One thread's part, from taking it to its end.
class JobRunner::Worker {
 public:
  Worker(JobRunner& runner, int thread)
      : runner_(runner),
        thread_(thread),
        owner_(absl::StrCat(runner.options_.owner, "-review-", thread + 1)),
        writer_(store::ConnectOptions{runner.options_.connect.database,
                                      absl::StrCat("trivsel-", owner_)}) {}

  // Whether there was something to do.
  bool Work() {
    auto part =
        JobPart::Take(&writer_, &runner_.options_.rejudge, &runner_.windows_,
                      owner_, runner_.options_.lease);
    // The store watch tells that the store is away.
    if (!part.ok() || !part->has_value()) return false;
    runner_.Found(thread_);
    while (true) {
      bool beside = false;
      if (!runner_.Begin(&beside)) {
        (*part)->Release();
        return false;
      }
      const absl::Time begun = SteadyNow();
      const int32_t most = beside ? kChunkBeside : kChunk;
      auto progress = (*part)->Next(most, /*together=*/!beside);
      runner_.End(beside, SteadyNow() - begun,
                  progress.ok() && progress->looked_at >= most);
      if (!progress.ok()) return Stumble(&**part, progress.status());
      if (progress->lanes != 0) runner_.options_.on_accepted(progress->lanes);
      if (progress->state != State::kMore) return true;
    }
  }

 private:
  // Whether to look again at once.
  bool Stumble(JobPart* part, const absl::Status& why) {
    const store::Fault fault = store::FaultOf(why);
    if (fault == store::Fault::kUnavailable || fault == store::Fault::kRetry ||
        absl::IsUnavailable(why)) {
      return false;
    }
    Log(LogLevel::kError, "review_job_failed",
        {{"cause", std::string(why.message())}});
    part->Fail(std::string(why.message())).IgnoreError();
    return true;
  }

  JobRunner& runner_;
  const int thread_;
  const std::string owner_;
  RevalidationWriter writer_;
};

JobRunner::JobRunner(Options options) : options_(std::move(options)) {
  for (int i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this, i] { Run(i); });
  }
}

void JobRunner::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void JobRunner::Poke() {
  {
    std::lock_guard lock(mutex_);
    ++pokes_;
  }
  changed_.notify_all();
}

bool JobRunner::stopping() const {
  std::lock_guard lock(mutex_);
  return stopping_;
}

void JobRunner::Wait(int thread, uint64_t* seen) {
  std::unique_lock lock(mutex_);
  const auto woken = [&] { return stopping_ || pokes_ != *seen; };
  changed_.wait(
      lock, [&] { return woken() || looks_ == kNobody || looks_ == thread; });
  if (!woken()) {
    looks_ = thread;
    changed_.wait_for(lock, absl::ToChronoNanoseconds(options_.look_every),
                      woken);
  }
  *seen = pokes_;
}

void JobRunner::Found(int thread) {
  {
    std::lock_guard lock(mutex_);
    if (looks_ == thread) looks_ = kNobody;
  }
  // There may be more parts.
  Poke();
}

void JobRunner::Run(int thread) {
  Worker worker(*this, thread);
  uint64_t seen = 0;
  while (!stopping()) {
    Wait(thread, &seen);
    while (!stopping() && worker.Work()) {
    }
  }
}

bool JobRunner::Begin(bool* beside) {
  while (true) {
    const bool busy = options_.intake_busy();
    std::unique_lock lock(mutex_);
    if (stopping_) return false;
    const absl::Duration rest = rest_until_ - SteadyNow();
    if (!busy || (!turn_taken_ && rest <= absl::ZeroDuration())) {
      *beside = busy;
      turn_taken_ = turn_taken_ || busy;
      return true;
    }
    changed_.wait_for(
        lock,
        absl::ToChronoNanoseconds(turn_taken_ ? kLookAtIntake
                                              : std::min(rest, kLookAtIntake)),
        [this] { return stopping_; });
  }
}

void JobRunner::End(bool beside, absl::Duration took, bool full) {
  if (!beside) return;
  std::lock_guard lock(mutex_);
  turn_taken_ = false;
  // By what a full chunk costs, which the quickest one shows: beside much
  // intake it mostly waits for its turn, and to rest for that too would be to
  // stand still.
  if (full) quickest_ = std::min(quickest_ * kForget, took);
  rest_until_ = SteadyNow() + std::clamp(std::min(quickest_, took) * kRest,
                                         kLeastRest, kMostRest);
}

}  // namespace trivsel::gateway::review
