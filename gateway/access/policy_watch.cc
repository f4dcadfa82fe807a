#include "gateway/access/policy_watch.h"

#include <chrono>
#include <utility>

namespace trivsel::gateway::access {

void PolicyWatch::Start(absl::Duration every, std::function<void()> look,
                        std::function<void()> fetch) {
  looker_ =
      std::thread([this, every, look = std::move(look)] { Run(every, look); });
  fetcher_ = std::thread(
      [this, every, fetch = std::move(fetch)] { Run(every, fetch); });
}

void PolicyWatch::Run(absl::Duration every, const std::function<void()>& call) {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, absl::ToChronoMilliseconds(every),
                         [this] { return stopping_; })) {
        return;
      }
    }
    call();
  }
}

void PolicyWatch::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (looker_.joinable()) looker_.join();
  if (fetcher_.joinable()) fetcher_.join();
}

}  // namespace trivsel::gateway::access
