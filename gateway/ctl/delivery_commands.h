// The delivery commands: how it goes, hold back, go on, send again.
#ifndef TRIVSEL_GATEWAY_CTL_DELIVERY_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_DELIVERY_COMMANDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/ctl/table.h"
#include "gateway/ctl/terminal.h"
#include "gateway/queue/delivery_control.h"

namespace trivsel::gateway::ctl {

// A time as operators write it: "2026-11-24T02:00:00+01:00", or without an
// offset in Danish time, with or without seconds, or a day, from its midnight.
// INVALID_ARGUMENT.
absl::StatusOr<absl::Time> ParseOperatorTime(std::string_view text);

struct ReplayArguments {
  std::string destination = "national";
  std::string from, to;      // empty `to`: until now
  std::string municipality;  // CVR number; empty: all
  int64_t resume = 0;        // an interrupted one to go on with; 0: a new one
  bool dry_run = false;
  bool yes = false;   // do not ask
  bool wait = false;  // until the receiver has answered for all of it again
};

// Not thread safe. Errors are DeliveryControl's; FAILED_PRECONDITION also when
// it was not done as asked for (not confirmed, content gone).
class DeliveryCommands {
 public:
  DeliveryCommands(queue::DeliveryControl& control, Terminal terminal,
                   Output output)
      : control_(control), terminal_(terminal), output_(output) {}

  absl::Status Status();
  absl::Status Pause(const std::string& destination, const std::string& reason);
  absl::Status Resume(const std::string& destination);
  absl::Status Replay(const ReplayArguments& arguments);

 private:
  // What would be sent again; tells it.
  absl::StatusOr<queue::ReplayCount> Count(const queue::ReplayOrder& order);
  bool Confirmed(const ReplayArguments& arguments,
                 const queue::ReplayCount& count);
  absl::Status Reopen(queue::Replay* replay, int64_t batches);
  absl::Status AwaitAnswers(const queue::Replay& replay);

  queue::DeliveryControl& control_;
  const Terminal terminal_;
  const Output output_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_DELIVERY_COMMANDS_H_
