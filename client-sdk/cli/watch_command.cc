// trivsel watch: shows receivers' answers as they come.
#include <set>

#include "absl/time/clock.h"
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/report_view.h"

namespace trivsel::cli {
namespace {

namespace v1 = trivsel::gateway::v1;

// Between two attempts to get the stream back.
constexpr absl::Duration kPause = absl::Seconds(1);

// Shows named reports when all receivers have answered for them, until all of
// them have; asks again for what may have been missed while the stream was
// broken.
class Watcher {
 public:
  Watcher(const WatchArguments& arguments, client::Client* client,
          const ViewArguments& view)
      : open_(arguments.report_ids.begin(), arguments.report_ids.end()),
        named_(!arguments.report_ids.empty()),
        client_(client),
        view_(view) {}

  ExitCode Run(absl::Duration patience);

 private:
  bool See(const v1::Report& report);
  absl::Status Ask();

  std::set<std::string> open_;
  const bool named_;
  client::Client* const client_;
  const ViewArguments& view_;
  ExitCode exit_ = kAllWell;
};

bool Watcher::See(const v1::Report& report) {
  if (named_) {
    if (!client::IsSettled(report)) return true;
    if (open_.erase(report.receipt().report_id()) == 0) return !open_.empty();
  }
  ShowReport(report, view_);
  if (client::IsSettled(report) && !client::IsConfirmed(report)) {
    exit_ = kSomeInvalid;
  }
  return !named_ || !open_.empty();
}

absl::Status Watcher::Ask() {
  const std::set<std::string> asked = open_;
  for (const std::string& id : asked) {
    const auto report = client_->GetReport(id);
    if (!report.ok()) return report.status();
    See(*report);
  }
  return absl::OkStatus();
}

ExitCode Watcher::Run(absl::Duration patience) {
  absl::Time lost = absl::InfiniteFuture();
  while (true) {
    absl::Status status = Ask();
    if (status.ok() && named_ && open_.empty()) return exit_;
    if (status.ok()) {
      status = client_->Watch({open_.begin(), open_.end()},
                              absl::InfiniteFuture(), [&](const auto& report) {
                                lost = absl::InfiniteFuture();
                                return See(report);
                              });
    }
    if (named_ && open_.empty()) return exit_;
    if (!status.ok() && !absl::IsUnavailable(status)) {
      ComplainAbout(status, view_.language);
      return Worse(exit_, ExitOf(status));
    }
    // The gateway hung up, or went away: come back, but not for ever.
    lost = std::min(lost, absl::Now());
    if (!status.ok() && absl::Now() - lost > patience) {
      ComplainAbout(status, view_.language);
      return kUnreachable;
    }
    absl::SleepFor(kPause);
  }
}

}  // namespace

ExitCode RunWatch(const WatchArguments& arguments,
                  const GatewayArguments& gateway, const ViewArguments& view) {
  ExitCode exit = kAllWell;
  auto client = Reach(gateway, view.language, &exit);
  if (!client.has_value()) return exit;
  Watcher watcher(arguments, &*client, view);
  return watcher.Run(absl::Seconds(gateway.timeout_seconds));
}

}  // namespace trivsel::cli
