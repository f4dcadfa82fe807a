// "trivselctl standard [CODE]" on the command line.
#include <CLI/CLI.hpp>
#include <memory>

#include "gateway/ctl/standard_command.h"

namespace trivsel::gateway::ctl {

void AddStandard(CLI::App& app, OfflineCommand* command, bool* json) {
  auto code = std::make_shared<std::string>();
  CLI::App* standard = app.add_subcommand(
      "standard", "Hvad fundenes koder betyder / what finding codes mean");
  standard->add_option("code", *code, "Kun denne / only this one");
  standard->add_flag("--json", *json, "Som / as --output=json");
  standard->footer(
      "Eksempler / examples:\n"
      "  trivselctl standard LTT-CAREPLAN-PERIOD-END-MISSING\n"
      "  trivselctl standard --json | jq -r .code");
  standard->callback([code, command] {
    *command = [code](std::ostream& out, Output output) {
      return ShowStandard(*code, out, output);
    };
  });
}

}  // namespace trivsel::gateway::ctl
