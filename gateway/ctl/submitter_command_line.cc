// "trivselctl submitter …" on the command line.
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/ctl/command_line.h"
#include "gateway/ctl/registry_commands.h"

namespace trivsel::gateway::ctl {
namespace {

// What the command line says; lives as long as the commands do.
struct Words {
  std::string name, new_name, active, client_id, from, until;
  std::vector<std::string> cvrs;
  bool none = false;
  std::optional<int32_t> reports_per_second, concurrent_calls, message_bytes;
};
using WordsPtr = std::shared_ptr<Words>;

constexpr char kAllowFooter[] =
    R"(Uden --from og --until bliver perioden, som den er; en ny er åben.
Without --from and --until the period stays as it is; a new one is open.

Eksempler / examples:
  trivselctl submitter allow "Fagsystem A/S" --municipality 11111111
  trivselctl submitter allow "Fagsystem A/S" --municipality 11111111 \
      --from 2027-01-01 --until 2027-12-31
  trivselctl submitter allow "Fagsystem A/S" --municipality 11111111 \
      --until open)";

constexpr char kLimitsFooter[] =
    R"(0: gatewayens standard; det, der ikke gives, bliver, som det er.
0: the gateway's default; what is not given stays as it is.

Eksempel / example:
  trivselctl submitter limits "Fagsystem A/S" --reports-per-second 200)";

CLI::App* Named(CLI::App* sub, const WordsPtr& words) {
  sub->add_option("name,--name", words->name, "Navn / name")->required();
  return sub;
}

void AddCvrs(CLI::App* sub, const WordsPtr& words) {
  sub->add_option("--municipality", words->cvrs,
                  "CVR, kan gentages / repeatable")
      ->allow_extra_args(false)
      ->required();
}

void AddChanges(CLI::App* family, const WordsPtr& words, Command* command) {
  Named(Sub(family, "add", "Tilføj / add", command,
            [words](Session& s) {
              return Plain(RegistryCommands(s).AddSubmitter(words->name));
            }),
        words);
  CLI::App* set =
      Named(Sub(family, "set", "Ret, eller tilføj / change, or add", command,
                [words](Session& s) {
                  std::optional<std::string> new_name;
                  if (!words->new_name.empty()) new_name = words->new_name;
                  std::optional<bool> active;
                  if (!words->active.empty()) active = words->active == "yes";
                  return Plain(RegistryCommands(s).SetSubmitter(
                      words->name, new_name, active));
                }),
            words);
  set->add_option("--new-name", words->new_name, "Nyt navn / new name");
  set->add_option("--active", words->active,
                  "Må det indberette? / may it report? yes|no")
      ->check(CLI::IsMember({"yes", "no"}));
  Named(Sub(family, "remove", "Fjern / remove", command,
            [words](Session& s) {
              return Plain(RegistryCommands(s).RemoveSubmitter(words->name));
            }),
        words);
}

void AddPermissions(CLI::App* family, const WordsPtr& words, Command* command) {
  CLI::App* allow =
      Named(Sub(family, "allow",
                "Lad det indberette for en kommune / let it report for a "
                "municipality",
                command,
                [words](Session& s) {
                  return Plain(RegistryCommands(s).Allow(
                      words->name, words->cvrs, words->from, words->until));
                }),
            words);
  AddCvrs(allow, words);
  allow->add_option("--from", words->from,
                    "Første dag / first day: 2027-01-01 | open");
  allow->add_option("--until", words->until,
                    "Sidste dag / last day: 2027-12-31 | open");
  allow->footer(kAllowFooter);
  AddCvrs(Named(Sub(family, "disallow", "Ikke længere / no longer", command,
                    [words](Session& s) {
                      return Plain(RegistryCommands(s).Disallow(words->name,
                                                                words->cvrs));
                    }),
                words),
          words);
  CLI::App* list =
      Sub(family, "permissions",
          "Hvem må indberette for hvem, fra og til / who may report for whom, "
          "from and until",
          command, [words](Session& s) {
            return Rows(RegistryCommands(s).ListPermissions(words->name));
          });
  list->add_option("name,--name", words->name, "Kun dette / only this one's");
}

void AddLimits(CLI::App* family, const WordsPtr& words, Command* command) {
  CLI::App* limits = Named(
      Sub(family, "limits", "Hvor meget det må / how much it may", command,
          [words](Session& s) {
            return Plain(RegistryCommands(s).UpdateSubmitter(
                words->name, {.reports_per_second = words->reports_per_second,
                              .concurrent_calls = words->concurrent_calls,
                              .message_bytes = words->message_bytes}));
          }),
      words);
  const CLI::Range from_zero(0, std::numeric_limits<int32_t>::max());
  limits
      ->add_option("--reports-per-second", words->reports_per_second,
                   "Rapporter i sekundet / reports a second")
      ->check(from_zero);
  limits
      ->add_option("--concurrent-calls", words->concurrent_calls,
                   "Kald ad gangen / calls at a time")
      ->check(from_zero);
  limits
      ->add_option("--message-bytes", words->message_bytes,
                   "Oktetter i en besked / octets of a message")
      ->check(from_zero);
  limits->footer(kLimitsFooter);
  CLI::App* client = Named(
      Sub(family, "client-id",
          "Dets client_id hos token-endpointet / its client_id at the token "
          "endpoint",
          command,
          [words](Session& s) -> Answer {
            if (words->none == !words->client_id.empty()) {
              return absl::InvalidArgumentError(
                  "giv et client_id eller --none / give a client_id or --none");
            }
            return Plain(RegistryCommands(s).UpdateSubmitter(
                words->name, {.client_id = words->client_id}));
          }),
      words);
  client->add_option("client-id,--client-id", words->client_id, "client_id");
  client->add_flag("--none", words->none, "Intet længere / none any more");
}

}  // namespace

void AddSubmitter(CLI::App& app, Command* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "submitter",
      "Fagsystemer, der indberetter / vendor systems that submit reports");
  family->require_subcommand(1);
  AddChanges(family, words, command);
  Sub(family, "list", "Vis alle / show all", command,
      [](Session& s) { return Rows(RegistryCommands(s).ListSubmitters()); });
  AddPermissions(family, words, command);
  AddLimits(family, words, command);
  AddJson(family, json);
}

}  // namespace trivsel::gateway::ctl
