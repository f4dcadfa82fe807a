// One connection that commits groups, and the thread that drives it.
#ifndef TRIVSEL_GATEWAY_QUEUE_COMMIT_WORKER_H_
#define TRIVSEL_GATEWAY_QUEUE_COMMIT_WORKER_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/queue/backlog.h"
#include "gateway/queue/commit_group.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::queue {

// While one group is on its way to disk the next gathers; an idle worker sends
// at once. While the database cannot be reached everything is answered
// UNAVAILABLE at once, and the worker keeps trying to connect. While its disk
// is full it is asked no more than once a second. Thread safe.
class CommitWorker {
 public:
  struct Options {
    store::ConnectOptions connect;
    size_t max_group = 256;
    int64_t max_group_bytes = 2 * 1024 * 1024;
    absl::Duration commit_timeout = absl::Seconds(10);
    std::string actor;  // in the journal
    std::function<void(uint64_t lanes)> on_committed;
  };

  // `backlog` is told of everyone who has been answered; it must outlive the
  // worker.
  CommitWorker(Options options, Backlog* backlog);
  // Commits what waits, then ends.
  ~CommitWorker();

  // Connects and starts the thread.
  absl::Status Start();
  // Takes it; answered exactly once, also when the worker ends.
  void Add(Waiting waiting);
  bool connected() const { return connected_; }
  // The last group found no room on the database's disk.
  bool full() const { return full_until_ != 0; }

 private:
  using Members = CommitGroup::Members;

  void Run();
  // Waits for something to do if `wait`; null when there is nothing.
  std::unique_ptr<CommitGroup> Take(bool wait);
  absl::Status Connect();
  // Fails all that waits, and tries again after a while.
  void Reconnect();

  bool SendGroup(CommitGroup* group);
  void FinishGroup(CommitGroup* group, bool sent);
  // Commits some members; splits them when the data of one are at fault.
  void Commit(CommitGroup* group, const Members& members, int attempt);
  void Settle(CommitGroup* group, const Members& members,
              absl::StatusOr<store::Result> rows, int attempt);
  void Split(CommitGroup* group, const Members& members,
             const absl::Status& status);
  store::Params ParamsOf(const CommitGroup& group,
                         const Members& members) const;
  void Answer(CommitGroup* group);
  // Why a report is refused at once; OK: it may be tried.
  absl::Status Refusal() const;

  const Options options_;
  Backlog* const backlog_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;
  bool idle_ = false;
  std::atomic<bool> connected_{false};
  // While the disk is full reports are refused until then (Unix nanoseconds)
  // and then tried; 0: it is not.
  std::atomic<int64_t> full_until_{0};

  // The thread's own.
  std::unique_ptr<store::Connection> connection_;
  absl::Duration backoff_ = absl::Milliseconds(50);
  int64_t chain_ = 0;      // of the journal, this connection's
  int64_t chain_seq_ = 0;  // of its newest row
  std::string chain_hash_;
  std::thread thread_;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_COMMIT_WORKER_H_
