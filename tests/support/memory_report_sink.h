// The committers of one process, on a store in memory.
#ifndef TRIVSEL_TESTS_SUPPORT_MEMORY_REPORT_SINK_H_
#define TRIVSEL_TESTS_SUPPORT_MEMORY_REPORT_SINK_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "gateway/queue/backlog.h"
#include "gateway/queue/commit_group.h"
#include "gateway/queue/report_sink.h"
#include "tests/support/memory_store.h"
#include "tests/support/store_link.h"

namespace trivsel::testing {

// Goes the way of GroupCommitter and its workers: a lane's drafts go through
// one worker, which has one group on its way while the next gathers; the
// groups are theirs (queue::CommitGroup). A worker whose link breaks refuses
// what waits. Not thread safe.
class MemoryReportSink final : public queue::ReportSink {
 public:
  struct Options {
    int connections = 2;
    size_t max_group = 256;
    int64_t max_waiting = 20000;
    int64_t max_waiting_bytes = 64 * 1024 * 1024;
    // Lanes with something new, a bit each; after the answers.
    std::function<void(uint64_t lanes)> on_committed;
  };

  // Both must outlive it, and it must outlive all that the link still runs.
  MemoryReportSink(MemoryStore* store, StoreLink* link, Options options);

  void Submit(queue::Draft draft, Done done) override;

 private:
  using Group = std::shared_ptr<queue::CommitGroup>;
  struct Worker {
    std::deque<queue::Waiting> queue;
    bool busy = false;
  };

  void Send(size_t worker);
  // At the store: the group's statement begins, and ends.
  void Begin(size_t worker, const Group& group, Fate fate);
  void Commit(const Group& group, const MemoryStore::Transaction& transaction,
              const queue::CommitGroup::Members& members);
  // Back at the process.
  void Finish(size_t worker, const Group& group, bool link_lost);
  void TakeFound(const Group& group, size_t position);

  MemoryStore& store_;
  StoreLink& link_;
  const Options options_;
  queue::Backlog backlog_;
  std::vector<Worker> workers_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_MEMORY_REPORT_SINK_H_
