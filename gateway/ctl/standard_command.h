// "trivselctl standard": what finding codes mean. Needs no database.
#ifndef TRIVSEL_GATEWAY_CTL_STANDARD_COMMAND_H_
#define TRIVSEL_GATEWAY_CTL_STANDARD_COMMAND_H_

#include <functional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "gateway/ctl/table.h"

namespace CLI {
class App;
}

namespace trivsel::gateway::ctl {

// A command that works on nothing but itself.
using OfflineCommand = std::function<absl::Status(std::ostream&, Output)>;

// One finding, or (empty) the table of all. NOT_FOUND.
absl::Status ShowStandard(const std::string& code, std::ostream& out,
                          Output output);

// Adds the command; `command` is what was chosen, once the line is parsed, and
// both must live until it has run. `json` is set by --json.
void AddStandard(CLI::App& app, OfflineCommand* command, bool* json);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_STANDARD_COMMAND_H_
