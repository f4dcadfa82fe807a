// "trivselctl onboarding …" and "trivselctl warnings" on the command line.
#include <memory>
#include <string>

#include "gateway/ctl/command_line.h"
#include "gateway/ctl/onboarding_commands.h"

namespace trivsel::gateway::ctl {
namespace {

// What the command line says; lives as long as the commands do.
struct Words {
  std::string cvr;
  ExportArguments file;
  std::string separator = ";";
  bool no_bom = false;
  int days = 60;
};

constexpr char kExportFooter[] =
    R"(En opgave pr. linje: hvad, hvis opgave, tilstand, frist, hvad skal gøres, på
dansk med engelsk ved siden af. / A task a line: what, whose, state, due, what
to do, in Danish with English beside it.

Eksempler / examples:
  trivselctl onboarding export --open > opgaver.csv
  trivselctl onboarding export --format json --municipality 11111111)";

constexpr char kWarningsFooter[] =
    R"(Tilladelser, aftaler og certifikater, der udløber eller er udløbet, og
underskrevne aftaler, der ikke er arkiveret. Slutkode 0: intet; 1: der er noget.
Permissions, agreements and certificates that end or have ended, and signed
agreements that have not been archived. Exit code 0: nothing; 1: there is any.

Eksempler / examples:
  trivselctl warnings --days 30
  trivselctl warnings --json || mail …)";

void AddExport(CLI::App* family, const std::shared_ptr<Words>& words,
               Command* command) {
  CLI::App* file =
      Sub(family, "export",
          "Opgavelister til kommunernes eget værktøj / task lists for the "
          "municipalities' own tool",
          command, [words](Session& s) {
            ExportArguments arguments = words->file;
            arguments.cvr = words->cvr;
            arguments.csv.separator = words->separator[0];
            arguments.csv.byte_order_mark = !words->no_bom;
            return OnboardingCommands(s).Export(arguments);
          });
  file->add_option("--format", words->file.format, "csv | json")
      ->capture_default_str()
      ->check(CLI::IsMember({"csv", "json"}));
  file->add_option("--separator", words->separator, "; eller / or ,")
      ->capture_default_str()
      ->check(CLI::IsMember({";", ","}));
  file->add_flag("--no-bom", words->no_bom,
                 "Uden UTF-8-mærket, som Excel skal bruge / without the UTF-8 "
                 "mark that Excel needs");
  file->add_option("--municipality", words->cvr,
                   "Kun denne, CVR / only this one");
  file->add_flag("--open", words->file.open_only,
                 "Kun det, der ikke er gjort / only what is not done");
  file->footer(kExportFooter);
}

}  // namespace

void AddOnboarding(CLI::App& app, Command* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "onboarding",
      "Hvor langt kommunerne er med at blive tilsluttet / how far the "
      "municipalities have come with being connected");
  family->require_subcommand(1);
  Sub(family, "list", "En linje pr. kommune / a line a municipality", command,
      [](Session& s) { return OnboardingCommands(s).List(); });
  CLI::App* show = Sub(
      family, "show", "En kommunes opgaver / one municipality's tasks", command,
      [words](Session& s) { return OnboardingCommands(s).Show(words->cvr); });
  show->add_option("cvr,--cvr", words->cvr, "CVR")->required();
  AddJson(family, json);
  AddExport(family, words, command);
}

void AddWarnings(CLI::App& app, Command* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* warnings =
      app.add_subcommand("warnings", "Hvad der snart udløber / what ends soon");
  warnings->callback([words, command] {
    *command = [words](Session& s) {
      return OnboardingCommands(s).Warnings(words->days, false);
    };
  });
  warnings->add_option("--days", words->days, "Så mange dage frem / days ahead")
      ->capture_default_str()
      ->check(CLI::Range(1, 3650));
  warnings->add_flag("--json", *json, "Som / as --output=json");
  warnings->footer(kWarningsFooter);
}

}  // namespace trivsel::gateway::ctl
