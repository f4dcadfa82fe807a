// Watches the database from beside the work: whether it answers, what waits in
// it for delivery, and that next month has its partition.
#ifndef TRIVSEL_GATEWAY_STORE_WATCH_H_
#define TRIVSEL_GATEWAY_STORE_WATCH_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/store/connection.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway {

// A thread with a connection of its own, so that neither a full pool nor a
// long commit makes the database look down. Thread safe.
class StoreWatch {
 public:
  struct Options {
    store::ConnectOptions connect;
    int32_t destination_id = 0;
    std::string destination;
    absl::Duration look_every = absl::Seconds(1);
    // Down for so long: no longer serving. Shorter hiccups are the clients'
    // retries' business; a balancer that reacted to them would do harm.
    absl::Duration patience = absl::Seconds(5);
    absl::Duration measure_every = absl::Seconds(5);
    absl::Duration partitions_every = absl::Hours(24);
    absl::Duration partitions_retry = absl::Hours(1);
    // Told when serving begins or ends, on the watch's thread.
    std::function<void(bool serving)> on_serving;
    // Called at each measurement, for what else is measured then; `up`: the
    // database answers.
    std::function<void(bool up)> on_measure;
  };

  // Serving from the start. `metrics` must outlive it.
  StoreWatch(Options options, telemetry::Metrics& metrics);
  ~StoreWatch();

  // Not serving any more, whatever the database does. Waits for what is under
  // way.
  void Stop();

  bool up() const { return up_; }
  bool serving() const { return serving_; }

 private:
  void Run();
  // Whether the database answered.
  bool Look();
  void Judge(bool answered);
  void MakePartitionsIfDue();
  void MeasureIfDue();

  const Options options_;
  telemetry::Metrics& metrics_;
  std::atomic<bool> up_{true};
  std::atomic<bool> serving_{true};

  // The thread's own.
  std::unique_ptr<store::Connection> connection_;
  absl::Time answered_at_ = SteadyNow();
  absl::Time measure_at_ = absl::InfinitePast();
  absl::Time partitions_at_;  // made at start
  // When the oldest report that waits was received; InfiniteFuture: none.
  absl::Time oldest_ = absl::InfiniteFuture();

  std::mutex mutex_;
  std::condition_variable stopping_changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_STORE_WATCH_H_
