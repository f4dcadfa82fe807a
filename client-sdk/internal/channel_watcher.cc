#include "client-sdk/internal/channel_watcher.h"

#include <chrono>
#include <utility>

namespace trivsel::client::internal {
namespace {

constexpr std::chrono::milliseconds kLook{250};

}  // namespace

ChannelWatcher::ChannelWatcher(std::shared_ptr<grpc::Channel> channel)
    : channel_(std::move(channel)), thread_([this] {
        while (!stopping_) {
          // Does not connect by itself: the first call does.
          const auto state = channel_->GetState(/*try_to_connect=*/false);
          channel_->WaitForStateChange(
              state, std::chrono::system_clock::now() + kLook);
        }
      }) {}

ChannelWatcher::~ChannelWatcher() {
  stopping_ = true;
  thread_.join();
}

}  // namespace trivsel::client::internal
