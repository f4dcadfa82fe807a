#include "client-sdk/cli/backload/link_watch.h"

#include "absl/strings/str_cat.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/unreachable.h"
#include "client-sdk/internal/backoff.h"
#include "trivsel/client/error.h"

namespace trivsel::cli::backload {
namespace {

// A restart of the gateway need alarm nobody.
constexpr absl::Duration kTellAfter = absl::Seconds(2);
constexpr absl::Duration kTellEvery = absl::Seconds(30);

struct Words {
  std::string danish;
  std::string english;
};

Words WhyOf(const absl::Status& status) {
  const std::string cause = ForTerminal(std::string(status.message()));
  const std::string danish = client::DanishMessageOf(status);
  if (!danish.empty()) return {ForTerminal(danish), cause};
  const Phrase why = ExplainUnreachable(cause);
  if (!why.danish.empty()) {
    return {std::string(why.danish), std::string(why.english)};
  }
  const std::string both = CodeName(status) + ": " + cause;
  return {both, both};
}

}  // namespace

bool MayComeRight(const absl::Status& status) {
  if (client::internal::IsTransient(status)) return true;
  if (absl::IsDeadlineExceeded(status)) return true;
  // What the gateway itself says has a reason. Without one it is the
  // connection that broke in the middle of a call.
  return (absl::IsUnknown(status) || absl::IsInternal(status) ||
          absl::IsCancelled(status)) &&
         client::ErrorReasonNameOf(status).empty();
}

void LinkWatch::Answered(absl::Time now) {
  std::lock_guard lock(mutex_);
  if (told_) {
    const std::string lasted = absl::FormatDuration(
        absl::Trunc(now - silent_since_, absl::Seconds(1)));
    tell_(absl::StrCat("gatewayen svarer igen efter ", lasted),
          absl::StrCat("the gateway answers again after ", lasted));
  }
  told_ = false;
  silent_since_ = absl::InfiniteFuture();
}

bool LinkWatch::Failed(const absl::Status& status, absl::Time now) {
  std::lock_guard lock(mutex_);
  if (silent_since_ == absl::InfiniteFuture()) silent_since_ = now;
  const absl::Duration silent = now - silent_since_;
  if (silent >= give_up_after_) return true;
  if (silent < kTellAfter || (told_ && now - last_told_ < kTellEvery)) {
    return false;
  }
  told_ = true;
  last_told_ = now;
  const Words why = WhyOf(status);
  tell_(absl::StrCat("gatewayen tager ikke imod (", why.danish,
                     "); prøver igen, Ctrl-C stopper"),
        absl::StrCat("the gateway takes nothing (", why.english,
                     "); trying again, Ctrl-C stops"));
  return false;
}

}  // namespace trivsel::cli::backload
