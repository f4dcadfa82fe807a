// Drops content in the background, when its time has come.
#ifndef TRIVSEL_GATEWAY_RETENTION_WATCH_H_
#define TRIVSEL_GATEWAY_RETENTION_WATCH_H_

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/store/connection.h"
#include "gateway/store/retention.h"

namespace trivsel::gateway {

// A thread; it opens a connection for each look and closes it again. Any
// number of gateways may have one: they take turns. Thread safe.
class RetentionWatch {
 public:
  struct Options {
    store::ConnectOptions connect;
    store::KeepContent keep;
    // Not at once: a gateway that starts has other things to do.
    absl::Duration first_after = absl::Minutes(1);
    absl::Duration look_every = absl::Hours(1);
  };

  // Tells the database how long content is kept, also when that is for ever;
  // then it does nothing else.
  explicit RetentionWatch(Options options);
  ~RetentionWatch();

  // Waits for the step that is under way; what is not done is gone on with by
  // who comes next.
  void Stop();

  // Reports whose content is kept although its time is over, as they are not
  // done; as of the last look.
  int64_t held_back() const { return held_back_; }

 private:
  void Run();
  // False when it stops.
  bool WaitFor(absl::Duration duration);
  absl::Status Look();
  void Note(const std::vector<store::RetentionMonth>& months);

  const Options options_;
  std::atomic<int64_t> held_back_{0};
  bool told_ = false;  // the thread's own

  std::mutex mutex_;
  std::condition_variable stopping_changed_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_RETENTION_WATCH_H_
