// The command `trivsel`: parses the command line and calls one command. The
// only file that knows CLI11.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>

#include "absl/time/time.h"
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/proto_forms.h"
#include "client-sdk/cli/standard_streams.h"

namespace trivsel::cli {
namespace {

// Everything that the command line can say.
struct CommandLine {
  ViewArguments view;
  GatewayArguments gateway;
  ValidateArguments validate;
  ConvertArguments convert;
  SubmitArguments submit;
  StatusArguments status;
  WatchArguments watch;
  bool findings_only = false;
};

const std::map<std::string, Output> kOutputs = {{"text", Output::kText},
                                                {"json", Output::kJson},
                                                {"table", Output::kTable}};
const std::map<std::string, Language> kLanguages = {{"both", Language::kBoth},
                                                    {"da", Language::kDanish},
                                                    {"en", Language::kEnglish}};
const std::map<std::string, ReportForm> kInputForms = {
    {"auto", ReportForm::kDetect},
    {"fhir-json", ReportForm::kFhirJson},
    {"proto-json", ReportForm::kProtoJson},
    {"text", ReportForm::kText},
    {"binary", ReportForm::kBinary}};
const std::map<std::string, ReportForm> kTargetForms = {
    {"fhir-json", ReportForm::kFhirJson},
    {"proto-json", ReportForm::kProtoJson},
    {"text", ReportForm::kText},
    {"binary", ReportForm::kBinary}};

// NAME shows the words that may follow; CLI11's own list shows numbers too.
template <typename Value>
CLI::Option* AddChoice(CLI::App* app, const std::string& flag, Value* value,
                       const std::map<std::string, Value>& choices,
                       const std::string& help) {
  std::string names;
  for (const auto& choice : choices) {
    names += (names.empty() ? "" : "|") + choice.first;
  }
  return app
      ->add_option_function<std::string>(
          flag,
          [value, &choices](const std::string& name) {
            *value = choices.at(name);
          },
          help)
      ->check(CLI::Validator(
          [&choices, names](std::string& name) {
            return choices.count(name) > 0 ? std::string()
                                           : "must be one of " + names;
          },
          names));
}

void AddPaths(CLI::App* app, InputArguments* input) {
  app->add_option("inputs", input->paths,
                  "Filer, mapper eller - / files, folders or -")
      ->required()
      ->type_name("FILE|DIR|-");
}

constexpr char kInputHelp[] =
    "Inputtets form; ellers genkendes den / form of the input instead of "
    "detecting it";

void AddInput(CLI::App* app, InputArguments* input) {
  AddPaths(app, input);
  AddChoice(app, "--input", &input->form, kInputForms, kInputHelp);
}

// The same for commands that also read what holds many reports.
void AddManyInputs(CLI::App* app, InputArguments* input) {
  AddPaths(app, input);
  std::string names = "ndjson|tar";
  for (const auto& form : kInputForms) names += "|" + form.first;
  app->add_option_function<std::string>(
         "--input",
         [input](const std::string& name) {
           if (kInputForms.count(name) > 0) {
             input->form = kInputForms.at(name);
           } else {
             input->container =
                 name == "tar" ? Container::kTar : Container::kNdjson;
           }
         },
         kInputHelp)
      ->check(CLI::Validator(
          [names](std::string& name) {
            const bool known = kInputForms.count(name) > 0 ||
                               name == "ndjson" || name == "tar";
            return known ? std::string() : "must be one of " + names;
          },
          names));
}

void AddGlobals(CLI::App* app, CommandLine* line) {
  AddChoice(app, "--output", &line->view.output, kOutputs,
            "Uddata / output (text); table: for status");
  AddChoice(app, "--lang", &line->view.language, kLanguages,
            "Sprog / language (both)");
  const auto group = app->add_option_group("Gateway");
  GatewayArguments* gateway = &line->gateway;
  group->add_option("--gateway", gateway->endpoint, "Adresse / address")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  group
      ->add_option("--cert", gateway->certificate_file,
                   "Klientcertifikat / client certificate")
      ->type_name("PEM");
  group->add_option("--key", gateway->key_file, "Certifikatets nøgle / its key")
      ->type_name("PEM");
  group
      ->add_option("--ca", gateway->ca_file,
                   "Udsteder af gatewayens certifikat / authority of the "
                   "gateway's certificate")
      ->type_name("PEM");
  group->add_flag("--insecure", gateway->insecure,
                  "Uden TLS, kun loopback / no TLS, loopback only");
  group
      ->add_option("--timeout", gateway->timeout_seconds,
                   "Tid til et kald med gentagelser / time for a call with "
                   "its retries")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.1, 86400.0))
      ->capture_default_str();
}

CLI::App* AddCommand(CLI::App* app, const std::string& name,
                     const std::string& help, const std::string& examples) {
  CLI::App* command = app->add_subcommand(name, help);
  command->footer("Eksempler / examples:\n" + examples);
  // Global options may also stand after the command.
  command->fallthrough();
  return command;
}

void AddLocalCommands(CLI::App* app, CommandLine* line) {
  CLI::App* validate = AddCommand(
      app, "validate",
      "Bedøm rapporter på denne maskine / judge reports on this machine",
      "  trivsel validate report.json\n"
      "  trivsel validate --strict --lang da reports/\n"
      "  cat report.json | trivsel validate --output=json -");
  AddManyInputs(validate, &line->validate.input);
  validate->add_flag("--strict", line->validate.strict,
                     "Vejledningens prosa er også krav / what the guide's "
                     "prose asks is an error");
  validate
      ->add_option("--terminology", line->validate.terminology,
                   "FHIR CodeSystem/ValueSet (JSON) eller textproto over de "
                   "indbyggede / over the built-in ones; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  CLI::App* convert = AddCommand(
      app, "convert", "Skift form / change the form of reports",
      "  trivsel convert --to=proto-json report.json\n"
      "  trivsel convert --to=fhir-json --out report.json report.binpb\n"
      "  trivsel convert --to=binary --out-dir out/ reports/");
  AddInput(convert, &line->convert.input);
  AddChoice(convert, "--to", &line->convert.to, kTargetForms,
            "Ny form / new form")
      ->required();
  CLI::Option* out = convert->add_option("--out", line->convert.out,
                                         "Skriv til fil / write to a file");
  convert
      ->add_option("--out-dir", line->convert.out_dir,
                   "En fil pr. rapport i en mappe / one file a report in a "
                   "folder")
      ->check(CLI::ExistingDirectory)
      ->excludes(out);
  CLI::App* dictionary = AddCommand(
      app, "dictionary", "Standarden som Markdown / the standard as Markdown",
      "  trivsel dictionary > standard.md");
  dictionary->add_flag("--findings", line->findings_only,
                       "Kun tabellen over fund / only the table of findings");
}

void AddSubmit(CLI::App* app, CommandLine* line) {
  CLI::App* submit = AddCommand(
      app, "submit", "Indsend rapporter / submit reports",
      "  trivsel submit --gateway gw.example.dk:7443 --cert me.pem --key "
      "me.key --ca ca.pem report.json\n"
      "  trivsel submit --wait --output=json reports/\n"
      "  trivsel submit 2025.ndjson          # NDJSON, .tar, .tar.gz, a "
      "folder\n"
      "  zstdcat 2025.tar.zst | trivsel submit --resume=2025.resume -\n"
      "\n"
      "Mange rapporter: NDJSON (en pr. linje), tar eller over 100 filer sendes "
      "som efterindlæsning / many reports: NDJSON (one a line), tar, or more "
      "than 100 files are sent as a back-load:\n"
      "  Rækkefølge: argumenternes; i en mappe efter sti, byte for byte; i "
      "NDJSON og tar som det står. Et barns rapporter sendes en ad gangen i "
      "den orden, forskellige børns samtidig.\n"
      "  Order: that of the arguments; within a folder by path, byte by byte; "
      "in NDJSON and tar as it stands. One child's reports are sent one at a "
      "time in that order, those of different children together.\n"
      "  Kun afviste vises linje for linje (de første 20; med --output=json "
      "alle rapporter, som svarene kommer) / only the rejected are shown line "
      "by line (the first 20; with --output=json all reports, as the answers "
      "come).\n"
      "  Svarer gatewayen ikke, prøves igen. Ctrl-C venter på svar og gemmer "
      "(slutkode 130), Ctrl-C igen slutter straks. Samme kommando fortsætter, "
      "også efter kill -9. / while the gateway does not answer it is tried "
      "again. Ctrl-C waits for answers and saves (exit code 130), again it "
      "ends at once. The same command goes on, also after kill -9.");
  AddManyInputs(submit, &line->submit.input);
  submit->add_flag("--check", line->submit.check,
                   "Hold ugyldige rapporter tilbage / hold invalid reports "
                   "back");
  submit->add_flag("--strict", line->submit.strict,
                   "Med --check: som validate --strict / with --check: as "
                   "validate --strict");
  submit->add_flag("--wait", line->submit.wait,
                   "Vent på modtagernes svar / wait for the receivers' "
                   "answers");
}

// "90s", "15m", "1h30m", "2d"; more than nothing.
std::optional<absl::Duration> SpanOf(std::string span) {
  absl::Duration duration;
  const bool days = !span.empty() && span.back() == 'd';
  if (days) span.back() = 'h';
  if (!absl::ParseDuration(span, &duration)) return std::nullopt;
  if (days) duration *= 24;
  if (duration <= absl::ZeroDuration() ||
      duration == absl::InfiniteDuration()) {
    return std::nullopt;
  }
  return duration;
}

void AddBackload(CLI::App* submit, SubmitArguments* arguments) {
  submit
      ->add_option("--resume", arguments->resume_file,
                   "Hvor langt den er kommet; ellers INPUT.trivsel-resume, for "
                   "flere input og - trivsel-submit-XXXXXXXX.trivsel-resume i "
                   "arbejdsmappen / how far it has come; otherwise beside the "
                   "input, for several and - in the working folder")
      ->type_name("FILE");
  submit
      ->add_option("--rejected", arguments->rejected_file,
                   "Hvad der blev afvist, som NDJSON; ellers "
                   "INPUT.trivsel-rejected / what was rejected, as NDJSON")
      ->type_name("FILE");
  submit
      ->add_option("--in-flight", arguments->in_flight,
                   "Forespørgsler undervejs ad gangen / requests on their way "
                   "at one time")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  submit
      ->add_option_function<std::string>(
          "--give-up-after",
          [arguments](const std::string& span) {
            arguments->give_up_after_seconds =
                absl::ToDoubleSeconds(*SpanOf(span));
          },
          "Opgiv efter så lang tid uden svar; ellers aldrig / give up after "
          "so long without an answer; otherwise never")
      ->check(CLI::Validator(
          [](std::string& span) {
            return SpanOf(span).has_value() ? std::string()
                                            : "must be like 90s, 15m or 36h";
          },
          "DURATION"));
}

void AddGatewayCommands(CLI::App* app, CommandLine* line) {
  AddSubmit(app, line);
  AddBackload(app->get_subcommand("submit"), &line->submit);
  CLI::App* status = AddCommand(
      app, "status", "Hvor langt er rapporterne / how far reports have come",
      "  trivsel status 6f9c1a52-8c43-4a8e-9a52-3f0f5e3b7c11\n"
      "  trivsel status --rejected --since 24h");
  CLI::Option* ids = status->add_option("ids", line->status.report_ids,
                                        "Rapport-id'er / report ids");
  ids->type_name("ID");
  CLI::Option* accepted = status
                              ->add_flag("--accepted", line->status.accepted,
                                         "Kun modtagne / only accepted")
                              ->excludes(ids);
  status
      ->add_flag("--rejected", line->status.rejected,
                 "Kun afviste / only rejected")
      ->excludes(ids)
      ->excludes(accepted);
  status
      ->add_option("--since", line->status.since,
                   "Modtaget siden / received since")
      ->type_name("TIME|DATE|SPAN")
      ->excludes(ids);
  status
      ->add_option("--limit", line->status.limit,
                   "Højst så mange / at most so many")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  CLI::App* watch = AddCommand(
      app, "watch",
      "Følg kvitteringer; med id'er til alle er besvaret / follow receipts; "
      "with ids until all are answered",
      "  trivsel watch\n"
      "  trivsel watch --output=json 6f9c1a52-8c43-4a8e-9a52-3f0f5e3b7c11");
  watch->add_option("ids", line->watch.report_ids, "Rapport-id'er / report ids")
      ->type_name("ID");
}

// Options that the environment may give.
constexpr struct {
  const char* variable;
  const char* option;
} kEnvironment[] = {
    {"TRIVSEL_GATEWAY", "--gateway"},   {"TRIVSEL_CERT", "--cert"},
    {"TRIVSEL_KEY", "--key"},           {"TRIVSEL_CA", "--ca"},
    {"TRIVSEL_INSECURE", "--insecure"}, {"TRIVSEL_TIMEOUT", "--timeout"},
    {"TRIVSEL_LANG", "--lang"},         {"TRIVSEL_CONFIG", "--config"}};

// The arguments with the environment's in front, where a flag overrides them
// and they override the file; CLI11 by itself lets the file win. Last first,
// as CLI11 wants them.
std::vector<std::string> ArgumentsOf(int argc, char** argv) {
  std::vector<std::string> all;
  for (const auto& entry : kEnvironment) {
    const char* value = std::getenv(entry.variable);
    if (value == nullptr || *value == '\0') continue;
    all.push_back(std::string(entry.option) + "=" + value);
  }
  all.insert(all.end(), argv + 1, argv + argc);
  std::reverse(all.begin(), all.end());
  return all;
}

void ShowEnvironment(CLI::App* app) {
  for (const auto& entry : kEnvironment) {
    app->get_option(entry.option)
        ->envname(entry.variable)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
}

std::string DefaultConfigFile() {
  const char* home = std::getenv("HOME");
  return home == nullptr ? "" : std::string(home) + "/.config/trivsel.toml";
}

ExitCode Run(const CLI::App& app, const CommandLine& line) {
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
  return RunDictionary(line.findings_only, line.view.language);
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
}  // namespace trivsel::cli

int main(int argc, char** argv) { return trivsel::cli::Main(argc, argv); }
