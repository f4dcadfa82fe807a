// Keeps an eye on a channel, so that it reconnects by itself.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_WATCHER_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_WATCHER_H_

#include <grpcpp/channel.h>

#include <atomic>
#include <memory>
#include <thread>

namespace trivsel::client::internal {

// gRPC looks at the sockets of a channel only while a call or a watch waits on
// it, and otherwise every 5 seconds: a client whose calls fail at once between
// its retries would hardly ever notice that a connection came about. This
// watch waits all the time, on a thread that sleeps in the kernel.
class ChannelWatcher {
 public:
  explicit ChannelWatcher(std::shared_ptr<grpc::Channel> channel);
  // Waits for the thread, at most a quarter of a second.
  ~ChannelWatcher();

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_CHANNEL_WATCHER_H_
