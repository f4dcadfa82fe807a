// Two threads that look again and again: one at files, which is soon done, and
// one at what is fetched, which may take its time.
#ifndef TRIVSEL_GATEWAY_ACCESS_POLICY_WATCH_H_
#define TRIVSEL_GATEWAY_ACCESS_POLICY_WATCH_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace trivsel::gateway::access {

// Start() and Stop() once each, from one thread; Stop() also without Start().
class PolicyWatch {
 public:
  PolicyWatch() = default;
  ~PolicyWatch() { Stop(); }
  PolicyWatch(const PolicyWatch&) = delete;
  PolicyWatch& operator=(const PolicyWatch&) = delete;

  // Calls each on its own thread, `every` so long after the call before.
  void Start(absl::Duration every, std::function<void()> look,
             std::function<void()> fetch);
  // Waits for a call that is under way; there is none behind it.
  void Stop();

 private:
  void Run(absl::Duration every, const std::function<void()>& call);

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread looker_, fetcher_;
};

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_POLICY_WATCH_H_
