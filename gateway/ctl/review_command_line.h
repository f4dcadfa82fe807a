// "trivselctl review …" on the command line.
#ifndef TRIVSEL_GATEWAY_CTL_REVIEW_COMMAND_LINE_H_
#define TRIVSEL_GATEWAY_CTL_REVIEW_COMMAND_LINE_H_

#include <functional>

#include "absl/status/status.h"
#include "gateway/ctl/review_commands.h"

namespace CLI {
class App;
}

namespace trivsel::gateway::ctl {

using ReviewCommand = std::function<absl::Status(ReviewSession&)>;

// Adds the family; `command` is what was chosen, once the line is parsed, and
// both must live until it has run. `json` is set by --json.
void AddReview(CLI::App& app, ReviewCommand* command, bool* json);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_REVIEW_COMMAND_LINE_H_
