// Time that passes only when somebody sleeps.
#ifndef TRIVSEL_TESTS_CLIENT_SDK_MANUAL_TIME_H_
#define TRIVSEL_TESTS_CLIENT_SDK_MANUAL_TIME_H_

#include <mutex>
#include <vector>

#include "trivsel/client/time_source.h"

namespace trivsel::client {

class ManualTime final : public TimeSource {
 public:
  absl::Time Now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }
  void Sleep(absl::Duration duration) override {
    std::lock_guard lock(mutex_);
    now_ += duration;
    slept_.push_back(duration);
  }
  std::vector<absl::Duration> slept() const {
    std::lock_guard lock(mutex_);
    return slept_;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_ = absl::FromUnixSeconds(1'760'000'000);
  std::vector<absl::Duration> slept_;
};

}  // namespace trivsel::client

#endif  // TRIVSEL_TESTS_CLIENT_SDK_MANUAL_TIME_H_
