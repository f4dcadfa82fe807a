// Commits the drafts of all who wait in groups, durably.
#ifndef TRIVSEL_GATEWAY_QUEUE_GROUP_COMMITTER_H_
#define TRIVSEL_GATEWAY_QUEUE_GROUP_COMMITTER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/queue/backlog.h"
#include "gateway/queue/commit_worker.h"
#include "gateway/queue/report_sink.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::queue {

// Drafts of one citizen go through one connection, in the order of Submit, so
// that their numbers rise in that order. See Durable facts in the design: one
// statement a group, synchronous_commit always on.
//
// Answers: UNAVAILABLE when the outcome is not known, the store is down or
// full, or too much waits; INTERNAL when the database refuses just this
// report. Thread safe.
class GroupCommitter final : public ReportSink {
 public:
  struct Options {
    // application_name gets the connection's number.
    store::ConnectOptions connect;
    int connections = 2;
    size_t max_group = 256;
    int64_t max_group_bytes = 2 * 1024 * 1024;
    // Waiting and in flight; refusing when full, until half is free again.
    int64_t max_waiting = 20000;
    int64_t max_waiting_bytes = 64 * 1024 * 1024;
    // A commit that takes longer is given up, its outcome unknown.
    absl::Duration commit_timeout = absl::Seconds(10);
    // Who the journal says it was: this gateway's name.
    std::string actor = "gateway";
    // Told, after the answers, which lanes have something new: a bit each.
    // Called on committers' threads; must not block.
    std::function<void(uint64_t lanes)> on_committed;
  };

  // Connects; the schema must be there. UNAVAILABLE: cannot be reached.
  static absl::StatusOr<std::unique_ptr<GroupCommitter>> Start(Options options);

  // Commits what waits, answers everyone, then ends.
  ~GroupCommitter() override;

  void Submit(Draft draft, Done done) override;
  void AwaitRoom() override;

  // Refuses new drafts from now on; what waits is still committed.
  void Close() { closed_ = true; }
  // All connections are up.
  bool healthy() const;
  // The database's disk has no room; tried again once a second.
  bool full() const;
  // Waiting or in flight.
  int64_t waiting() const { return backlog_.reports(); }

 private:
  explicit GroupCommitter(const Options& options);

  // As many as keep every connection busy: a group on its way, one to follow,
  // one that is being answered, and one to spare.
  const int64_t enough_;
  Backlog backlog_;
  std::atomic<bool> closed_{false};
  std::vector<std::unique_ptr<CommitWorker>> workers_;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_GROUP_COMMITTER_H_
