#include "gateway/ctl/delivery_command_line.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace trivsel::gateway::ctl {
namespace {

constexpr char kStatusFooter[] = R"(Eksempler / examples:
  trivselctl delivery status
  trivselctl delivery status --json | jq 'select(.oldest_waiting_seconds > 300)')";

constexpr char kPauseFooter[] =
    R"(Indtaget går videre; det, der er undervejs, gøres færdigt. Alle gateways
adlyder inden for et sekund. / Intake goes on; what is under way is finished.
All gateways obey within a second.

Eksempel / example:
  trivselctl delivery pause national --reason "Modtageren opgraderer til kl. 4")";

constexpr char kReplayFooter[] =
    R"(Sender det igen, som blev leveret i et tidsrum, under samme rapport-id'er og
leverance-id'er og med samme indhold: en modtager, der stadig har dem, kasserer
gentagelsen; en, der har mistet data, får dem igen. En leverance sendes hel,
også når kun nogle af rapporterne er fra kommunen; det er harmløst. Et svar,
der er et andet end det første, går til operatørerne (GW-REPLAY-ANSWER-DIFFERS).
I en bane går det ældste først; skal alt det gamle nå frem før noget nyt, så
hold modtageren tilbage imens (pause, replay, resume).

Sends again what was delivered in a span of time, under the same report ids and
batch ids and with the same bytes: a receiver that still has them drops the
repeat, one that lost its data gets them again. A batch goes whole, also when
only some of its reports are of the municipality; that is harmless. An answer
other than the first goes to the operators. A lane sends the oldest first; if
all that is old has to arrive before anything new, hold the destination back
meanwhile (pause, replay, resume).

Eksempler / examples:
  trivselctl delivery replay --from 2026-11-23T22:00 --to 2026-11-24T04:00 --dry-run
  trivselctl delivery replay --from 2026-11-23 --municipality 11111111
  trivselctl delivery replay --from 2026-11-23 --to 2026-11-24 --yes --wait
  trivselctl delivery replay --resume 7

Slutkoder / exit codes: 0 gjort / done, 1 ikke gjort eller ikke alt / not done
or not all, 2 forkert brug / wrong use, 3 databasen kan ikke nås / database
unreachable.)";

// What the command line says; lives as long as the commands do.
struct Words {
  std::string destination, reason;
  ReplayArguments replay;
};

void AddPauseAndResume(CLI::App* family, std::shared_ptr<Words> words,
                       DeliveryCommand* command) {
  CLI::App* pause = family->add_subcommand(
      "pause", "Hold en modtager tilbage / hold a destination back");
  pause
      ->add_option("destination,--destination", words->destination,
                   "Modtagerens navn / the destination's name")
      ->required();
  pause
      ->add_option("--reason", words->reason,
                   "Hvorfor, til mennesker / why, for people")
      ->required();
  pause->footer(kPauseFooter);
  pause->callback([words, command] {
    *command = [words](DeliveryCommands& c) {
      return c.Pause(words->destination, words->reason);
    };
  });
  CLI::App* resume = family->add_subcommand(
      "resume", "Lad den levere igen / let it deliver again");
  resume
      ->add_option("destination,--destination", words->destination,
                   "Modtagerens navn / the destination's name")
      ->required();
  resume->footer("Eksempel / example:\n  trivselctl delivery resume national");
  resume->callback([words, command] {
    *command = [words](DeliveryCommands& c) {
      return c.Resume(words->destination);
    };
  });
}

void AddReplay(CLI::App* family, std::shared_ptr<Words> words,
               DeliveryCommand* command) {
  CLI::App* replay = family->add_subcommand(
      "replay", "Send det leverede igen / send again what was delivered");
  ReplayArguments& a = words->replay;
  auto* from = replay->add_option(
      "--from", a.from,
      "Leveret fra, dansk tid eller med offset / delivered from, Danish time "
      "or with an offset");
  auto* to = replay->add_option("--to", a.to,
                                "Leveret før; uden: indtil nu / delivered "
                                "before; without: until now");
  auto* municipality = replay->add_option(
      "--municipality", a.municipality,
      "Kun leverancer med rapporter fra den, CVR / only batches with reports "
      "of it");
  auto* destination =
      replay->add_option("--destination", a.destination, "Modtager")
          ->capture_default_str();
  replay->add_flag("--dry-run", a.dry_run,
                   "Tæl kun / only count what would be sent");
  replay->add_flag("--yes", a.yes, "Spørg ikke / do not ask");
  replay->add_flag("--wait", a.wait,
                   "Vent, til modtageren har svaret igen / until the receiver "
                   "has answered again");
  auto* resume =
      replay
          ->add_option("--resume", a.resume,
                       "Gå videre med en afbrudt / go on with an interrupted "
                       "one, by its number")
          ->check(CLI::PositiveNumber);
  for (CLI::Option* other : {from, to, municipality, destination}) {
    resume->excludes(other);
  }
  replay->footer(kReplayFooter);
  replay->callback([words, command] {
    if (words->replay.resume == 0 && words->replay.from.empty()) {
      throw CLI::RequiredError("--from");
    }
    *command = [words](DeliveryCommands& c) { return c.Replay(words->replay); };
  });
}

}  // namespace

void AddDelivery(CLI::App& app, DeliveryCommand* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "delivery",
      "Leveringen videre: status, hold tilbage, send igen / onward delivery");
  family->require_subcommand(1);
  CLI::App* status = family->add_subcommand(
      "status", "Hvordan det går / how it goes, for each destination");
  status->footer(kStatusFooter);
  status->callback(
      [command] { *command = [](DeliveryCommands& c) { return c.Status(); }; });
  AddPauseAndResume(family, words, command);
  AddReplay(family, words, command);
  for (CLI::App* sub : family->get_subcommands({})) {
    sub->add_flag("--json", *json, "Som / as --output=json");
  }
}

}  // namespace trivsel::gateway::ctl
