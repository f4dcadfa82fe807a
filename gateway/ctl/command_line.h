// How the families of subcommands are put on the command line.
#ifndef TRIVSEL_GATEWAY_CTL_COMMAND_LINE_H_
#define TRIVSEL_GATEWAY_CTL_COMMAND_LINE_H_

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "gateway/ctl/command.h"

namespace trivsel::gateway::ctl {

// Adds a subcommand that sets `command` when it is chosen.
inline CLI::App* Sub(CLI::App* family, const char* name, const char* help,
                     Command* command, Command run) {
  CLI::App* sub = family->add_subcommand(name, help);
  sub->callback([command, run = std::move(run)] { *command = run; });
  return sub;
}

// Gives each of the family's subcommands --json.
inline void AddJson(CLI::App* family, bool* json) {
  for (CLI::App* sub : family->get_subcommands({})) {
    sub->add_flag("--json", *json, "Som / as --output=json");
  }
}

// Each adds a family; `command` is what was chosen, once the line is parsed,
// and both must live until it has run. `json` is set by --json.
void AddMunicipality(CLI::App& app, Command* command, bool* json);
void AddSubmitter(CLI::App& app, Command* command, bool* json);
void AddAgreement(CLI::App& app, Command* command, bool* json);
void AddCredential(CLI::App& app, Command* command, bool* json);
void AddOperator(CLI::App& app, Command* command, bool* json);
void AddOnboarding(CLI::App& app, Command* command, bool* json);
void AddWarnings(CLI::App& app, Command* command, bool* json);
void AddRetention(CLI::App& app, Command* command);
void AddRules(CLI::App& app, Command* command, bool* json);

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_COMMAND_LINE_H_
