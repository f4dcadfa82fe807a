// A few threads for work that would hold up a gRPC thread: judging a big
// batch, and reading the database. They serve those who want something in
// turn, so that nobody waits behind all that another has piled up.
#ifndef TRIVSEL_GATEWAY_INGEST_EXECUTOR_H_
#define TRIVSEL_GATEWAY_INGEST_EXECUTOR_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "gateway/ingest/share.h"

namespace trivsel::gateway::ingest {

// Thread safe. Runs all that it took before its destructor returns.
class Executor {
 public:
  Executor(int threads, size_t max_waiting);
  ~Executor();

  // False when as much waits as may, in all or of this share, or after Stop();
  // `work` is then not run. What one share brings is begun in its order.
  [[nodiscard]] bool Run(const Share& share, std::function<void()> work);
  [[nodiscard]] bool Run(std::function<void()> work) {
    return Run(Share(), std::move(work));
  }

  // Takes nothing more, and waits until what it took has run.
  void Stop();

 private:
  using Queue = std::deque<std::function<void()>>;

  void Work();
  std::function<void()> TakeNext();  // under the lock; something waits

  const size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  // Each share with something that waits stands once in `turns_`.
  absl::flat_hash_map<Share, Queue> waiting_;
  std::deque<Share> turns_;
  size_t count_ = 0;  // of all that waits
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_EXECUTOR_H_
