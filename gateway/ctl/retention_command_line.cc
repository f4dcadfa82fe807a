// "trivselctl retention …" on the command line.
#include <memory>
#include <string>

#include "gateway/ctl/command_line.h"
#include "gateway/ctl/retention_commands.h"

namespace trivsel::gateway::ctl {
namespace {

// What the command line says; lives as long as the commands do.
struct Words {
  std::string keep_content;
  bool dry_run = false;
};

RetentionCommands Commands(const Session& session) {
  return RetentionCommands(session.pool.connect_options(), session.actor);
}

}  // namespace

void AddRetention(CLI::App& app, Command* command) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "retention",
      "Hvor længe rapporters indhold gemmes / how long the content of reports "
      "is kept");
  family->require_subcommand(1);
  CLI::App* status = Sub(family, "status",
                         "Månederne, der er gået, og hvorfor / the months that "
                         "are over, and why",
                         command, [words](Session& s) {
                           return Rows(Commands(s).Status(words->keep_content));
                         });
  CLI::App* run =
      Sub(family, "run",
          "Drop nu det, hvis tid er kommet; fakta om levering "
          "bliver / drop what is due now; the facts of delivery "
          "stay",
          command, [words](Session& s) {
            return Rows(Commands(s).Run(words->keep_content, words->dry_run));
          });
  run->add_flag("--dry-run", words->dry_run, "Vis kun hvad / only show what");
  for (CLI::App* sub : {status, run}) {
    sub->add_option("--keep-content", words->keep_content,
                    "13m, 400d; ellers som gatewayen / else as the gateway");
  }
}

}  // namespace trivsel::gateway::ctl
