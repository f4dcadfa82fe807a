// Time as the client sees it, so that tests never wait.
#ifndef TRIVSEL_CLIENT_TIME_SOURCE_H_
#define TRIVSEL_CLIENT_TIME_SOURCE_H_

#include <memory>

#include "absl/time/time.h"

namespace trivsel::client {

// Thread safe.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual absl::Time Now() const = 0;
  // Returns after `duration`; how long a retry waits.
  virtual void Sleep(absl::Duration duration) = 0;
};

// The machine's time.
std::shared_ptr<TimeSource> SystemTime();

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_TIME_SOURCE_H_
