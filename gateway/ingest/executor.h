// A few threads for work that would hold up a gRPC thread: judging a big
// batch, and reading the database.
#ifndef TRIVSEL_GATEWAY_INGEST_EXECUTOR_H_
#define TRIVSEL_GATEWAY_INGEST_EXECUTOR_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace trivsel::gateway::ingest {

// Thread safe. Runs all that it took before its destructor returns.
class Executor {
 public:
  Executor(int threads, size_t max_waiting);
  ~Executor();

  // False when as many wait as may, or after Stop(); `work` is then not run.
  [[nodiscard]] bool Run(std::function<void()> work);

  // Takes nothing more, and waits until what it took has run.
  void Stop();

 private:
  void Work();

  const size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_EXECUTOR_H_
