// The threads that handlers run on, with a queue that does not grow over its
// limit.
#ifndef TRIVSEL_GATEWAY_HTTP_WORKER_POOL_H_
#define TRIVSEL_GATEWAY_HTTP_WORKER_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace trivsel::gateway::http {

// Thread safe.
class WorkerPool {
 public:
  // At most `max_waiting` jobs wait besides those that run.
  WorkerPool(int threads, size_t max_waiting);
  ~WorkerPool() { Stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, and nothing is run, if the queue is full or it stops. Jobs must not
  // throw.
  bool TryPost(std::function<void()> job);
  // Runs what was posted, and ends.
  void Stop();

 private:
  void Run();

  const size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;  // guarded by mutex_
  size_t idle_ = 0;                         // guarded by mutex_
  bool stopping_ = false;                   // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace trivsel::gateway::http

#endif  // TRIVSEL_GATEWAY_HTTP_WORKER_POOL_H_
