// trivselctl: the operators' command. Works on the gateway's database.
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/ctl/command_line.h"
#include "gateway/ctl/delivery_command_line.h"
#include "gateway/ctl/delivery_commands.h"
#include "gateway/ctl/review_command_line.h"
#include "gateway/ctl/review_room.h"
#include "gateway/ctl/standard_command.h"
#include "gateway/ctl/terminal.h"
#include "gateway/data_folder.h"
#include "gateway/store/pool.h"

namespace trivsel::gateway::ctl {
namespace {

constexpr int kDone = 0;
constexpr int kNotDone = 1;
constexpr int kWrongUse = 2;
constexpr int kUnreachable = 3;

// What the command line asks for: one of the commands.
struct Asked {
  std::string database, data, output = "text";
  bool json = false;
  Command command;
  DeliveryCommand delivery;
  ReviewCommand review;
  OfflineCommand offline;
};

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

int ExitOf(const absl::Status& done) {
  if (absl::IsInvalidArgument(done)) {
    Fail(done);
    return kWrongUse;
  }
  return done.ok() ? kDone : Fail(done);
}

Terminal OwnTerminal() {
  const bool people = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  return {std::cin, std::cout, std::cerr, people};
}

int Deliver(store::Pool& pool, Output output, const DeliveryCommand& command) {
  queue::DeliveryControl control(&pool, Actor());
  DeliveryCommands commands(control, OwnTerminal(), output);
  return ExitOf(command(commands));
}

int Review(const store::ConnectOptions& connect, Output output,
           const ReviewCommand& command) {
  auto room = ReviewRoom::Open(connect);
  if (!room.ok()) return Fail(room.status());
  ReviewSession session{(*room)->operations(), LocalOperator(Actor()),
                        OwnTerminal(), output, absl::Now()};
  return ExitOf(command(session));
}

int Execute(const Asked& asked) {
  const Output output =
      asked.json || asked.output == "json" ? Output::kJson : Output::kText;
  if (asked.offline) return ExitOf(asked.offline(std::cout, output));
  absl::StatusOr<std::string> database =
      asked.database.empty() ? ReadDatabaseFile(asked.data) : asked.database;
  if (!database.ok()) return Fail(database.status());
  const store::ConnectOptions connect{*database, "trivselctl"};
  if (asked.review) return Review(connect, output, asked.review);
  store::Pool pool({connect, 1});
  if (asked.delivery) return Deliver(pool, output, asked.delivery);
  Session session{pool, Actor(), output, absl::Now()};
  const Answer answer = asked.command(session);
  if (!answer.ok()) return Fail(answer.status());
  if (answer->table) std::cout << answer->table->Format(output);
  std::cout << answer->text;
  return answer->trouble ? kNotDone : kDone;
}

constexpr char kFooter[] = R"(Eksempler / examples:
  trivselctl municipality add 11111111 "Korsbæk Kommune" --sor 451000016003
  trivselctl submitter add "Fagsystem A/S"
  trivselctl submitter allow "Fagsystem A/S" --municipality 11111111
  trivselctl credential add --submitter "Fagsystem A/S" --cert klient.pem
  trivselctl agreement add --municipality 11111111 --kind connection \
      --reference 2026-117 --signed 2026-11-20 --document aftale.pdf
  trivselctl --output=json credential list
  trivselctl onboarding show 11111111
  trivselctl warnings
  trivselctl retention status
  trivselctl rules try --terminology=LTT-2026.json --since=2026-10-01
  trivselctl delivery status
  trivselctl review groups
  trivselctl standard LTT-CAREPLAN-PERIOD-END-MISSING

Slutkoder / exit codes: 0 gjort / done, 1 ikke gjort, eller der er advarsler /
not done, or there are warnings, 2 forkert brug / wrong use, 3 databasen kan ikke nås / database unreachable.)";

int Main(int argc, char** argv) {
  CLI::App app(
      "trivselctl: hvem må indberette, og for hvem; hvor langt kommunerne er; "
      "hvordan leveringen går; hvor længe indhold gemmes.\n"
      "Who may report, and for whom; how far the municipalities have come; how "
      "delivery goes; how long content is kept. A running gateway notices "
      "within a second; every change stands in "
      "the journal.");
  Asked asked;
  app.footer(kFooter);
  app.require_subcommand(1);
  app.fallthrough();
  asked.data = DefaultDataFolder();
  app.add_option("--data", asked.data,
                 "Gatewayens datamappe / the gateway's data folder")
      ->capture_default_str()
      ->envname("TRIVSEL_DATA");
  app.add_option("--database", asked.database,
                 "postgresql://…, hvis gatewayen bruger den / if the gateway "
                 "uses that")
      ->envname("TRIVSEL_DATABASE");
  app.add_option("--output", asked.output, "text | json")
      ->capture_default_str()
      ->check(CLI::IsMember({"text", "json"}));
  AddMunicipality(app, &asked.command, &asked.json);
  AddSubmitter(app, &asked.command, &asked.json);
  AddAgreement(app, &asked.command, &asked.json);
  AddCredential(app, &asked.command, &asked.json);
  AddOperator(app, &asked.command, &asked.json);
  AddOnboarding(app, &asked.command, &asked.json);
  AddWarnings(app, &asked.command, &asked.json);
  AddRetention(app, &asked.command);
  AddRules(app, &asked.command, &asked.json);
  AddDelivery(app, &asked.delivery, &asked.json);
  AddReview(app, &asked.review, &asked.json);
  AddStandard(app, &asked.offline, &asked.json);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  }
  return Execute(asked);
}

}  // namespace
}  // namespace trivsel::gateway::ctl

int main(int argc, char** argv) {
  return trivsel::gateway::ctl::Main(argc, argv);
}
