#include "gateway/queue/group_committer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::queue {

GroupCommitter::GroupCommitter(const Options& options)
    : enough_(4 * options.connections *
              static_cast<int64_t>(options.max_group)),
      backlog_(options.max_waiting, options.max_waiting_bytes) {}

absl::StatusOr<std::unique_ptr<GroupCommitter>> GroupCommitter::Start(
    Options options) {
  std::unique_ptr<GroupCommitter> committer(new GroupCommitter(options));
  for (int i = 0; i < options.connections; ++i) {
    CommitWorker::Options worker;
    worker.connect = options.connect;
    worker.connect.application_name = absl::StrCat("trivsel-committer-", i + 1);
    worker.max_group = options.max_group;
    worker.max_group_bytes = options.max_group_bytes;
    worker.commit_timeout = options.commit_timeout;
    worker.actor = options.actor;
    worker.on_committed = options.on_committed;
    committer->workers_.push_back(std::make_unique<CommitWorker>(
        std::move(worker), &committer->backlog_));
    absl::Status started = committer->workers_.back()->Start();
    if (!started.ok()) return started;
  }
  return committer;
}

GroupCommitter::~GroupCommitter() { Close(); }

void GroupCommitter::Submit(Draft draft, Done done) {
  const int64_t bytes = SizeOf(draft);
  if (closed_) {
    return done(absl::UnavailableError("the gateway is shutting down"));
  }
  if (!backlog_.Enter(bytes)) {
    return done(absl::UnavailableError("too many reports wait for the disk"));
  }
  const size_t worker = static_cast<size_t>(draft.lane & 63) % workers_.size();
  workers_[worker]->Add({std::move(draft), std::move(done), bytes});
}

void GroupCommitter::AwaitRoom() {
  // Not for ever: one connection that hangs must not stop the others.
  constexpr absl::Duration kAtMost = absl::Seconds(1);
  backlog_.AwaitFewer(enough_, kAtMost);
}

bool GroupCommitter::healthy() const {
  return std::all_of(workers_.begin(), workers_.end(),
                     [](const auto& worker) { return worker->connected(); });
}

bool GroupCommitter::full() const {
  return std::any_of(workers_.begin(), workers_.end(),
                     [](const auto& worker) { return worker->full(); });
}

}  // namespace trivsel::gateway::queue
