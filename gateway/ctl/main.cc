// trivselctl: the operators' command. Works on the gateway's database.
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/ctl/delivery_command_line.h"
#include "gateway/ctl/delivery_commands.h"
#include "gateway/ctl/registry_commands.h"
#include "gateway/ctl/retention_commands.h"
#include "gateway/data_folder.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::ctl {
namespace {

constexpr int kDone = 0;
constexpr int kNotDone = 1;
constexpr int kWrongUse = 2;
constexpr int kUnreachable = 3;

// What the command line asks for.
struct Arguments {
  std::string database, data, output = "text";
  std::string cvr, name, new_name, submitter, cert, label, fingerprint;
  std::string active;
  bool json = false;
  std::vector<std::string> sor, cvrs;
  std::string keep_content;
  bool dry_run = false;
};

using Result = absl::StatusOr<std::optional<Table>>;
using Command = std::function<Result(RegistryCommands&)>;
using RetentionCommand = std::function<Result(RetentionCommands&)>;

// The one that was chosen; the other is empty.
struct Chosen {
  Command registry;
  RetentionCommand retention;
  DeliveryCommand delivery;
};

Result Plain(absl::Status status) {
  if (!status.ok()) return status;
  return std::nullopt;
}

Result Rows(absl::StatusOr<Table> table) {
  if (!table.ok()) return table.status();
  return *std::move(table);
}

std::optional<std::string> Given(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

// Adds a subcommand that sets `command` when it is chosen.
CLI::App* Sub(CLI::App* parent, const char* name, const char* help,
              Command* command, Command run) {
  CLI::App* sub = parent->add_subcommand(name, help);
  sub->callback([command, run = std::move(run)] { *command = run; });
  return sub;
}

void AddMunicipality(CLI::App& app, Arguments* a, Command* command) {
  CLI::App* family = app.add_subcommand(
      "municipality",
      "Kommuner, som rapporter handler om / municipalities that reports are "
      "about");
  family->require_subcommand(1);
  auto* add =
      Sub(family, "add",
          "Tilføj, eller ret den med samme CVR / add, or change the "
          "one of that CVR",
          command, [a](RegistryCommands& c) {
            return Plain(c.AddMunicipality({0, a->cvr, a->name, a->sor}));
          });
  add->add_option("cvr,--cvr", a->cvr, "CVR, 8 cifre / digits")->required();
  add->add_option("name,--name", a->name, "Navn / name")->required();
  add->add_option("--sor", a->sor,
                  "SOR-kode, kan gentages / SOR code, repeatable")
      ->allow_extra_args(false)
      ->required();
  auto* set =
      Sub(family, "set", "Ret, eller tilføj / change, or add", command,
          [a](RegistryCommands& c) {
            return Plain(c.SetMunicipality(a->cvr, Given(a->name), a->sor));
          });
  set->add_option("cvr,--cvr", a->cvr, "CVR")->required();
  set->add_option("--name", a->name, "Nyt navn / new name");
  set->add_option("--sor", a->sor,
                  "SOR-kode i stedet for dem, der er, kan gentages / SOR code "
                  "instead of those there are, repeatable")
      ->allow_extra_args(false);
  auto* remove = Sub(
      family, "remove", "Fjern / remove", command,
      [a](RegistryCommands& c) { return Plain(c.RemoveMunicipality(a->cvr)); });
  remove->add_option("cvr,--cvr", a->cvr, "CVR")->required();
  Sub(family, "list", "Vis alle / show all", command,
      [](RegistryCommands& c) { return Rows(c.ListMunicipalities()); });
}

void AddSubmitter(CLI::App& app, Arguments* a, Command* command) {
  CLI::App* family = app.add_subcommand(
      "submitter",
      "Fagsystemer, der indberetter / vendor systems that submit reports");
  family->require_subcommand(1);
  auto named = [a](CLI::App* sub) {
    sub->add_option("name,--name", a->name, "Navn / name")->required();
    return sub;
  };
  named(Sub(family, "add", "Tilføj / add", command, [a](RegistryCommands& c) {
    return Plain(c.AddSubmitter(a->name));
  }));
  auto* set = named(
      Sub(family, "set", "Ret, eller tilføj / change, or add", command,
          [a](RegistryCommands& c) {
            std::optional<bool> active;
            if (!a->active.empty()) active = a->active == "yes";
            return Plain(c.SetSubmitter(a->name, Given(a->new_name), active));
          }));
  set->add_option("--new-name", a->new_name, "Nyt navn / new name");
  set->add_option("--active", a->active,
                  "Må det indberette? / may it report? yes|no")
      ->check(CLI::IsMember({"yes", "no"}));
  named(Sub(
      family, "remove", "Fjern / remove", command,
      [a](RegistryCommands& c) { return Plain(c.RemoveSubmitter(a->name)); }));
  Sub(family, "list", "Vis alle / show all", command,
      [](RegistryCommands& c) { return Rows(c.ListSubmitters()); });
  auto* allow = named(Sub(
      family, "allow",
      "Lad det indberette for en kommune / let it report for a municipality",
      command,
      [a](RegistryCommands& c) { return Plain(c.Allow(a->name, a->cvrs)); }));
  allow->add_option("--municipality", a->cvrs, "CVR, kan gentages / repeatable")
      ->allow_extra_args(false)
      ->required();
  auto* disallow = named(Sub(family, "disallow", "Ikke længere / no longer",
                             command, [a](RegistryCommands& c) {
                               return Plain(c.Disallow(a->name, a->cvrs));
                             }));
  disallow
      ->add_option("--municipality", a->cvrs, "CVR, kan gentages / repeatable")
      ->allow_extra_args(false)
      ->required();
}

void AddCredential(CLI::App& app, Arguments* a, Command* command) {
  CLI::App* family = app.add_subcommand(
      "credential",
      "Klientcertifikater / client certificates of the submitters");
  family->require_subcommand(1);
  auto* add =
      Sub(family, "add", "Registrér et certifikat / register a certificate",
          command, [a](RegistryCommands& c) -> Result {
            absl::StatusOr<std::string> fingerprint =
                c.AddCredential(a->submitter, a->cert, a->label);
            if (!fingerprint.ok()) return fingerprint.status();
            Table table({"fingerprint", "submitter"});
            table.Add({{*fingerprint}, {a->submitter}});
            return table;
          });
  add->add_option("--submitter", a->submitter, "Fagsystem / vendor system")
      ->required();
  add->add_option("--cert", a->cert, "Certifikat, PEM / certificate, PEM")
      ->required();
  add->add_option("--label", a->label, "Til mennesker / for people");
  auto* remove =
      Sub(family, "remove", "Tilbagekald for altid / revoke for good", command,
          [a](RegistryCommands& c) {
            return Plain(c.RemoveCredential(a->fingerprint));
          });
  remove
      ->add_option("fingerprint,--fingerprint", a->fingerprint,
                   "SHA-256, 64 hex")
      ->required();
  auto* list =
      Sub(family, "list", "Vis / show", command, [a](RegistryCommands& c) {
        return Rows(c.ListCredentials(a->submitter));
      });
  list->add_option("--submitter", a->submitter, "Kun dette / only this one's");
}

void AddRetention(CLI::App& app, Arguments* a, RetentionCommand* command) {
  CLI::App* family = app.add_subcommand(
      "retention",
      "Hvor længe rapporters indhold gemmes / how long the content of reports "
      "is kept");
  family->require_subcommand(1);
  auto* status = family->add_subcommand(
      "status",
      "Månederne, der er gået, og hvorfor / the months that are over, "
      "and why");
  status->callback([a, command] {
    *command = [a](RetentionCommands& c) {
      return Rows(c.Status(a->keep_content));
    };
  });
  auto* run = family->add_subcommand(
      "run",
      "Drop nu det, hvis tid er kommet; fakta om levering bliver / drop "
      "what is due now; the facts of delivery stay");
  run->callback([a, command] {
    *command = [a](RetentionCommands& c) {
      return Rows(c.Run(a->keep_content, a->dry_run));
    };
  });
  run->add_flag("--dry-run", a->dry_run, "Vis kun hvad / only show what");
  for (CLI::App* sub : {status, run}) {
    sub->add_option("--keep-content", a->keep_content,
                    "13m, 400d; ellers som gatewayen / else as the gateway");
  }
}

// Who did it, for the journal.
std::string Actor() {
  const char* sudo = std::getenv("SUDO_USER");
  if (sudo != nullptr && *sudo != '\0') return absl::StrCat("operator:", sudo);
  const passwd* user = getpwuid(getuid());
  return user != nullptr ? absl::StrCat("operator:", user->pw_name)
                         : absl::StrCat("operator:uid ", getuid());
}

int Fail(const absl::Status& status) {
  std::cerr << "trivselctl: " << std::string(status.message()) << "\n";
  return status.code() == absl::StatusCode::kUnavailable ? kUnreachable
                                                         : kNotDone;
}

int Deliver(store::Pool& pool, Output output, const DeliveryCommand& command) {
  queue::DeliveryControl control(&pool, Actor());
  const bool people = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  DeliveryCommands commands(control, {std::cin, std::cout, std::cerr, people},
                            output);
  const absl::Status done = command(commands);
  if (absl::IsInvalidArgument(done)) {
    Fail(done);
    return kWrongUse;
  }
  return done.ok() ? kDone : Fail(done);
}

int Execute(const Arguments& a, const Chosen& chosen) {
  absl::StatusOr<std::string> database =
      a.database.empty() ? ReadDatabaseFile(a.data) : a.database;
  if (!database.ok()) return Fail(database.status());
  const store::ConnectOptions connect{*database, "trivselctl"};
  store::Pool pool({connect, 1});
  const Output output =
      a.json || a.output == "json" ? Output::kJson : Output::kText;
  if (chosen.delivery) return Deliver(pool, output, chosen.delivery);
  store::Registry registry(&pool);
  RegistryCommands commands(registry, Actor());
  RetentionCommands retention(connect, Actor());
  Result result = chosen.retention ? chosen.retention(retention)
                                   : chosen.registry(commands);
  if (!result.ok()) return Fail(result.status());
  if (*result) std::cout << (*result)->Format(output);
  return kDone;
}

constexpr char kFooter[] = R"(Eksempler / examples:
  trivselctl municipality add 11111111 "Korsbæk Kommune" --sor 451000016003
  trivselctl submitter add "Fagsystem A/S"
  trivselctl submitter allow "Fagsystem A/S" --municipality 11111111
  trivselctl credential add --submitter "Fagsystem A/S" --cert klient.pem
  trivselctl --output=json credential list
  trivselctl retention status
  trivselctl delivery status

Slutkoder / exit codes: 0 gjort / done, 1 ikke gjort / not done,
2 forkert brug / wrong use, 3 databasen kan ikke nås / database unreachable.)";

int Main(int argc, char** argv) {
  CLI::App app(
      "trivselctl: hvem må indberette, og for hvem; hvordan leveringen går; "
      "hvor længe indhold gemmes.\n"
      "Who may report, and for whom; how delivery goes; how long content is "
      "kept. A running gateway notices within a second; every change stands in "
      "the journal.");
  Arguments a;
  Chosen chosen;
  app.footer(kFooter);
  app.require_subcommand(1);
  app.fallthrough();
  a.data = DefaultDataFolder();
  app.add_option("--data", a.data,
                 "Gatewayens datamappe / the gateway's data folder")
      ->capture_default_str()
      ->envname("TRIVSEL_DATA");
  app.add_option("--database", a.database,
                 "postgresql://…, hvis gatewayen bruger den / if the gateway "
                 "uses that")
      ->envname("TRIVSEL_DATABASE");
  app.add_option("--output", a.output, "text | json")
      ->capture_default_str()
      ->check(CLI::IsMember({"text", "json"}));
  AddMunicipality(app, &a, &chosen.registry);
  AddSubmitter(app, &a, &chosen.registry);
  AddCredential(app, &a, &chosen.registry);
  AddRetention(app, &a, &chosen.retention);
  AddDelivery(app, &chosen.delivery, &a.json);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  }
  return Execute(a, chosen);
}

}  // namespace
}  // namespace trivsel::gateway::ctl

int main(int argc, char** argv) {
  return trivsel::gateway::ctl::Main(argc, argv);
}
