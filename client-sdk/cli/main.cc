// The command `trivsel`: parses the command line and calls one command.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/line/command_line.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/proto_forms.h"
#include "client-sdk/cli/standard_streams.h"

namespace trivsel::cli::line {
namespace {

std::string DefaultConfigFile() {
  const char* home = std::getenv("HOME");
  return home == nullptr ? "" : std::string(home) + "/.config/trivsel.toml";
}

ExitCode RunToken(const CLI::App& token, const CommandLine& line) {
  if (token.got_subcommand("inspect")) {
    return RunInspect(line.inspect, line.view);
  }
  if (token.got_subcommand("get")) {
    return RunGetToken(line.get_token, line.gateway, line.view);
  }
  return RunExchange(line.exchange, line.gateway, line.view);
}

ExitCode Run(const CLI::App& app, const CommandLine& line) {
  if (app.got_subcommand("token")) {
    return RunToken(*app.get_subcommand("token"), line);
  }
  if (app.got_subcommand("doctor")) {
    return RunDoctor(line.doctor, line.gateway, line.view);
  }
  if (app.got_subcommand("validate")) {
    return RunValidate(line.validate, line.view);
  }
  if (app.got_subcommand("convert")) return RunConvert(line.convert, line.view);
  if (app.got_subcommand("submit")) {
    return RunSubmit(line.submit, line.gateway, line.view);
  }
  if (app.got_subcommand("status")) {
    return RunStatus(line.status, line.gateway, line.view);
  }
  if (app.got_subcommand("watch")) {
    return RunWatch(line.watch, line.gateway, line.view);
  }
  return RunDictionary(line.dictionary, line.view);
}

// The first word that is no command, if it stands where one should.
std::string UnknownCommand(const CLI::App& app, int argc, char** argv) {
  if (!app.get_subcommands().empty() || argc < 2 || argv[1][0] == '-') {
    return "";
  }
  return argv[1];
}

int Main(int argc, char** argv) {
  FillStandardStreams();
  SilenceProtobufLog();
  // What gRPC would print of a failed handshake, we say in our own words.
  setenv("GRPC_VERBOSITY", "NONE", 0);
  CommandLine line;
  CLI::App app(
      "trivsel: rapporter om lettilgængelige tilbud til børn og unge (§126a) "
      "/ reports on easily accessible offers for children and young people",
      "trivsel");
  app.footer(
      "Slutkode / exit code: 0 alt vel / all well, 1 nogle ugyldige / some "
      "invalid,\n2 ulæselig eller forkert brug / unreadable or wrong usage, 3 "
      "gatewayen kan ikke nås / gateway unreachable,\n130 afbrudt / "
      "interrupted");
  app.require_subcommand(1);
  AddGlobals(&app, &line);
  AddLocalCommands(&app, &line);
  AddGatewayCommands(&app, &line);
  AddAccessCommands(&app, &line);
  app.set_config("--config", DefaultConfigFile(),
                 "Fil med valg / file with options (TOML)");
  ShowEnvironment(&app);
  // A misspelt option in the file must not be passed over in silence.
  app.allow_config_extras(CLI::config_extras_mode::error);
  try {
    app.parse(ArgumentsOf(argc, argv));
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) == 0) return kAllWell;  // --help is no error
    const std::string unknown = UnknownCommand(app, argc, argv);
    if (!unknown.empty()) {
      const std::string name = ForTerminal(unknown);
      Complain({"ukendt kommando: " + name, "unknown command: " + name},
               line.view.language);
    }
    return kUsage;
  }
  line.inspect.certificate_file = line.gateway.certificate_file;
  line.doctor.settings = SettingsOf(app, argc, argv);
  line.view.colour = isatty(STDOUT_FILENO) == 1 &&
                     std::getenv("NO_COLOR") == nullptr &&
                     line.view.output != Output::kJson;
  line.view.progress = isatty(STDERR_FILENO) == 1;
  const ExitCode exit = Run(app, line);
  // Results that could not be written (a full disk) are no success.
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return written ? exit : Worse(exit, kUsage);
}

}  // namespace
}  // namespace trivsel::cli::line

int main(int argc, char** argv) { return trivsel::cli::line::Main(argc, argv); }
