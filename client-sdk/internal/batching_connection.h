// Gathers reports that are submitted about the same time into one request.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_BATCHING_CONNECTION_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_BATCHING_CONNECTION_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "client-sdk/internal/forwarding_connection.h"

namespace trivsel::client::internal {

// Has max_in_flight threads of its own, each sending one batch at a time:
// what is due is taken under the lock, and sent without it. The destructor
// sends what is left and waits until all of it is answered.
class BatchingConnection final : public ForwardingConnection {
 public:
  BatchingConnection(std::shared_ptr<Connection> inner,
                     const BatchingOptions& options,
                     std::shared_ptr<TimeSource> time);
  ~BatchingConnection() override;

  void Submit(SubmitParams params, SubmitCallback done) override;

 private:
  struct Item {
    SubmitParams params;
    SubmitCallback done;
    size_t bytes;
    std::chrono::steady_clock::time_point due;
  };

  void Work();
  // These need the lock.
  bool IsFull() const;
  std::vector<Item> TakeBatch();

  void Send(std::vector<Item> items);

  const BatchingOptions options_;
  const std::shared_ptr<TimeSource> time_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> pending_;
  size_t pending_bytes_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_BATCHING_CONNECTION_H_
