// SIGTERM and SIGINT as something to wait for.
#ifndef TRIVSEL_GATEWAY_STOP_SIGNAL_H_
#define TRIVSEL_GATEWAY_STOP_SIGNAL_H_

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace trivsel::gateway {

// The first signal asks for an orderly stop; the second ends the process at
// once with 1, which is safe: what was acknowledged is on disk. Make it before
// any other thread, so that all of them leave the signals alone.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();

  bool raised() const { return raised_; }
  void Wait();

 private:
  void Listen();

  std::atomic<bool> raised_{false};
  std::atomic<bool> ending_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_STOP_SIGNAL_H_
