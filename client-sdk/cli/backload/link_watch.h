// Whether the gateway answers, and telling people when it does not.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_LINK_WATCH_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_LINK_WATCH_H_

#include <functional>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client-sdk/cli/phrases.h"

namespace trivsel::cli::backload {

// Sending the same again may help: the gateway is away, or asks us to come
// back later. That the outcome is not known does no harm, since a report is
// known by its id.
bool MayComeRight(const absl::Status& status);

// Thread safe.
class LinkWatch {
 public:
  // Danish and English, one sentence; called under the watch's lock.
  using Tell = std::function<void(const std::string& danish,
                                  const std::string& english)>;

  // `give_up_after`: infinite = never.
  LinkWatch(absl::Duration give_up_after, Tell tell)
      : give_up_after_(give_up_after), tell_(std::move(tell)) {}

  // A report was answered for.
  void Answered(absl::Time now);
  // None was. Tells so once it has lasted a while, and again now and then.
  // true: it has lasted too long.
  bool Failed(const absl::Status& status, absl::Time now);

 private:
  const absl::Duration give_up_after_;
  const Tell tell_;
  std::mutex mutex_;
  absl::Time silent_since_ = absl::InfiniteFuture();
  absl::Time last_told_ = absl::InfinitePast();
  bool told_ = false;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_LINK_WATCH_H_
