// submit, status, watch.
#include <optional>

#include "absl/time/time.h"
#include "client-sdk/cli/line/choices.h"
#include "client-sdk/cli/line/command_line.h"
#include "client-sdk/cli/line/input_options.h"

namespace trivsel::cli::line {
namespace {

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

void AddStatus(CLI::App* app, CommandLine* line) {
  CLI::App* status = AddCommand(
      app, "status", "Hvor langt er rapporterne / how far reports have come",
      "  trivsel status 6f9c1a52-8c43-4a8e-9a52-3f0f5e3b7c11\n"
      "  trivsel status --rejected --since 24h\n"
      "  trivsel status --review=returned --json | jq "
      ".review.returned_message\n"
      "\n"
      "En afvist rapport vises med fundene, hvor operatørerne er med den, "
      "deres "
      "besked, hvis den er sendt tilbage, og hvor reglen står. Ret den, og "
      "send "
      "den som en ny rapport med nyt id. / A rejected report is shown with its "
      "findings, how far the operators are with it, their message if it was "
      "returned, and where the rule stands. Mend it, and send it as a new "
      "report with a new id.");
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
      ->add_option("--review", line->status.review,
                   "Kun dem, operatørerne er så langt med / only those that "
                   "the operators are so far with")
      ->check(CLI::IsMember(
          {"open", "in_review", "returned", "accepted", "dismissed"}))
      ->excludes(ids);
  status->add_flag_callback(
      "--json", [line] { line->view.output = Output::kJson; },
      "Som / as --output=json");
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
}

}  // namespace

void AddGatewayCommands(CLI::App* app, CommandLine* line) {
  AddSubmit(app, line);
  AddBackload(app->get_subcommand("submit"), &line->submit);
  AddStatus(app, line);
  CLI::App* watch = AddCommand(
      app, "watch",
      "Følg kvitteringer; med id'er til alle er besvaret / follow receipts; "
      "with ids until all are answered",
      "  trivsel watch\n"
      "  trivsel watch --output=json 6f9c1a52-8c43-4a8e-9a52-3f0f5e3b7c11");
  watch->add_option("ids", line->watch.report_ids, "Rapport-id'er / report ids")
      ->type_name("ID");
}

}  // namespace trivsel::cli::line
