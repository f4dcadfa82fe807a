#include "gateway/ctl/review_command_line.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "gateway/ctl/review_acts.h"
#include "gateway/ctl/review_jobs.h"

namespace trivsel::gateway::ctl {
namespace {

constexpr char kFooter[] =
    R"(Fra afvist til igennem / from rejected to through:
  trivselctl review groups                                  # hvad, hos hvem / what, of whom
  trivselctl review list --code LTT-CAREPLAN-ACTIVITY-DETAIL-REASONCODE-NOT-IN-VALUESET --since 14d
  trivselctl review show 4711 --record
  trivselctl review revalidate --code LTT-CAREPLAN-ACTIVITY-DETAIL-REASONCODE-NOT-IN-VALUESET --wait
  trivselctl review return 4711@3 4712@1 --message "Sæt slutdato på forløbet."

4711@3 er afvisning 4711, som den så ud i listen: har en anden gjort noget
imens, sker der intet, og der står hvad. 4711 alene: som den er nu.
4711@3 is rejection 4711 as the list showed it: if another has acted meanwhile,
nothing is done, and you are told what. 4711 alone: as it is now.

Slutkoder / exit codes: 0 gjort / done, 1 ikke gjort eller ikke alt / not done
or not all, 2 forkert brug / wrong use, 3 databasen kan ikke nås / database
unreachable.)";

constexpr char kManyFooter[] =
    R"(Med filter gøres det i baggrunden af gatewayen for alle, der passer og er åbne
eller under behandling; først tælles der og spørges, eller giv --yes.
With a filter the gateway does it in the background to all that match and are
open or in review; first they are counted and you are asked, or give --yes.)";

// What the command line says; lives as long as the commands do.
struct Words {
  FilterWords filter;
  ShowArguments show;
  ActArguments act;
  int limit = 50;
  int64_t job = 0;
};
using WordsPtr = std::shared_ptr<Words>;

CLI::App* ReviewSub(CLI::App* family, const char* name, const char* help,
                    ReviewCommand* command, ReviewCommand run) {
  CLI::App* sub = family->add_subcommand(name, help);
  sub->callback([command, run = std::move(run)] { *command = run; });
  return sub;
}

void AddWhose(CLI::App* sub, FilterWords* words) {
  sub->add_option("--municipality", words->municipality,
                  "Kommunens CVR / the municipality's CVR");
  sub->add_option("--submitter", words->submitter,
                  "Fagsystemet / the vendor system");
}

void AddFilter(CLI::App* sub, FilterWords* words) {
  AddWhose(sub, words);
  sub->add_option("--code", words->code, "Med denne kode / with this code");
  sub->add_option("--since", words->since,
                  "Modtaget siden: 2026-11-24, 2026-11-24T02:00, 36h, 14d / "
                  "received since");
  sub->add_option("--before", words->before, "Modtaget før / received before");
  sub->add_option("--text", words->text,
                  "Ord i fund og svar / words in findings and answers");
  sub->add_option("--origin", words->origin,
                  "Hvem afviste / who rejected: validator, receiver")
      ->check(CLI::IsMember({"validator", "receiver"}));
  sub->add_option("--assignee", words->assignee,
                  "Taget af / taken by, \"operator:anne\"");
  sub->add_option("--state", words->states,
                  "Flere med komma; ellers open,in_review / several by commas; "
                  "otherwise open,in_review")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(
          {"open", "in_review", "returned", "accepted", "dismissed"}));
}

void AddLooks(CLI::App* family, const WordsPtr& words, ReviewCommand* command) {
  CLI::App* list =
      ReviewSub(family, "list", "De afviste, nyeste først / newest first",
                command, [words](ReviewSession& s) {
                  return ListRejections(s, words->filter, words->limit);
                });
  AddFilter(list, &words->filter);
  list->add_option("--limit", words->limit, "Højst så mange / at most so many")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  list->footer(
      "Eksempler / examples:\n"
      "  trivselctl review list --municipality 11111111\n"
      "  trivselctl review list --state returned --since 30d --json");
  CLI::App* groups = ReviewSub(
      family, "groups",
      "De åbne efter kode og fagsystem, største først / the open ones by code "
      "and vendor system, the largest first",
      command,
      [words](ReviewSession& s) { return ListGroups(s, words->filter); });
  AddWhose(groups, &words->filter);
  groups->footer(
      "Eksempler / examples:\n"
      "  trivselctl review groups\n"
      "  trivselctl review groups --json | jq 'select((.open|tonumber) > "
      "100)'");
  CLI::App* show = family->add_subcommand(
      "show", "Én rapport med alt / one report with everything");
  auto* id = show->add_option("rejection", words->show.rejection,
                              "Afvisningens nummer / its number: 4711");
  show->add_option("--report-key", words->show.report_key,
                   "Eller rapportens / or the report's number")
      ->check(CLI::PositiveNumber)
      ->excludes(id);
  show->callback([words, command] {
    if (words->show.rejection.empty() && words->show.report_key == 0) {
      throw CLI::RequiredError("rejection");
    }
    *command = [words](ReviewSession& s) {
      return ShowReviewed(s, words->show);
    };
  });
  show->add_flag("--record", words->show.record,
                 "Også indholdet, uden CPR-nummer / the record too, without "
                 "the CPR number");
  show->footer(
      "Eksempler / examples:\n"
      "  trivselctl review show 4711 --record\n"
      "  trivselctl review show 4711 --record --json | jq -r .fhir_json");
  ReviewSub(family, "overview", "I dag i tal / today in numbers", command,
            [](ReviewSession& s) { return ShowNumbers(s); })
      ->footer("Eksempel / example:\n  trivselctl review overview");
}

// How an act looks on the command line.
struct ActWords {
  Act act;
  const char* name;
  const char* help;
  const char* option;  // of the text; empty: there is none
  const char* option_help;
  bool required;
  bool by_filter;
  const char* examples;
};

constexpr ActWords kActs[] = {
    {Act::kAssign, "assign", "Tag dem, eller giv dem til nogen / take them",
     "--to", "Til hvem; ellers dig selv / to whom; otherwise yourself", false,
     true,
     "  trivselctl review assign 4711@1 4712@1\n"
     "  trivselctl review assign --code LTT-CITIZEN-SOR-CHECK-DIGIT --to "
     "operator:anne"},
    {Act::kRelease, "release", "Giv dem fri igen / nobody has them any more",
     "", "", false, false, "  trivselctl review release 4711"},
    {Act::kComment, "comment", "Skriv en note / add a note", "--note",
     "Noten; fagsystemet ser den ikke / the note; the vendor does not see it",
     true, false,
     "  trivselctl review comment 4711 --note \"Ringet til leverandøren.\""},
    {Act::kReturn, "return",
     "Send tilbage til fagsystemet / return to the vendor", "--message",
     "Hvad der skal rettes; fagsystemet læser det / what to mend; the vendor "
     "reads it",
     true, true,
     "  trivselctl review return 4711@3 --message \"Sæt slutdato på "
     "forløbet.\"\n"
     "  trivselctl review return --submitter \"Fagsystem A/S\" --code "
     "LTT-CAREPLAN-PERIOD-END-MISSING --message \"Sæt slutdato.\""},
    {Act::kDismiss, "dismiss", "Luk dem / dismiss them", "--reason",
     "Begrundelsen / the reason", true, true,
     "  trivselctl review dismiss 4711 --reason \"Prøvedata, aftalt med "
     "kommunen.\""},
    {Act::kRevalidate, "revalidate",
     "Prøv dem igen efter de regler, der gælder nu / judge them again by the "
     "rules in use",
     "--reason", "Hvorfor / why", false, true,
     "  trivselctl review revalidate 4711 4712@3 --wait\n"
     "  trivselctl review revalidate --since 2026-11-01 --wait\n"
     "  trivselctl review revalidate --all --yes --wait --json"},
};

void AddAct(CLI::App* family, const ActWords& act, const WordsPtr& words,
            ReviewCommand* command) {
  const Act kind = act.act;
  CLI::App* sub = ReviewSub(family, act.name, act.help, command,
                            [words, kind](ReviewSession& s) {
                              words->act.act = kind;
                              words->act.filter = words->filter;
                              return DoAct(s, words->act);
                            });
  auto* numbers = sub->add_option("rejections", words->act.rejections,
                                  "Numre / numbers: 4711, 4711@3");
  if (*act.option != '\0') {
    auto* text = sub->add_option(act.option, words->act.text, act.option_help);
    if (act.required) text->required();
  }
  std::string footer = std::string("Eksempler / examples:\n") + act.examples;
  if (act.by_filter) {
    AddFilter(sub, &words->filter);
    sub->add_flag("--all", words->filter.all, "Alle åbne / all that are open")
        ->excludes(numbers);
    sub->add_flag("--yes", words->act.yes, "Spørg ikke / do not ask");
    sub->add_flag("--wait", words->act.wait,
                  "Vent, til baggrundsjobbet er færdigt / until the background "
                  "job is over");
    footer = std::string(kManyFooter) + "\n\n" + footer;
  } else {
    numbers->required();
  }
  sub->footer(footer);
}

void AddJobs(CLI::App* family, const WordsPtr& words, ReviewCommand* command) {
  CLI::App* jobs = family->add_subcommand(
      "job", "Baggrundsjob / background jobs: list, show, wait, cancel");
  jobs->require_subcommand(1);
  CLI::App* list = ReviewSub(
      jobs, "list", "Nyeste først / newest first", command,
      [words](ReviewSession& s) { return ListJobs(s, words->limit); });
  list->add_option("--limit", words->limit, "Højst så mange / at most so many")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  CLI::App* show =
      ReviewSub(jobs, "show", "Hvor langt det er / how far it is", command,
                [words](ReviewSession& s) { return ShowJobOf(s, words->job); });
  CLI::App* wait = ReviewSub(
      jobs, "wait", "Vent, til det er færdigt / until it is over", command,
      [words](ReviewSession& s) { return WaitForJob(s, words->job); });
  CLI::App* cancel = ReviewSub(
      jobs, "cancel",
      "Stands det; det gjorte bliver / stop it; what is done stays done",
      command, [words](ReviewSession& s) { return CancelJob(s, words->job); });
  for (CLI::App* sub : {show, wait, cancel}) {
    sub->add_option("job", words->job, "Nummer / number")
        ->required()
        ->check(CLI::PositiveNumber);
  }
  jobs->footer(
      "Eksempler / examples:\n"
      "  trivselctl review job list\n"
      "  trivselctl review job wait 7\n"
      "  trivselctl review job cancel 7");
}

void AddJsonToAll(CLI::App* family, bool* json) {
  for (CLI::App* sub : family->get_subcommands({})) {
    if (sub->get_subcommands({}).empty()) {
      sub->add_flag("--json", *json, "Som / as --output=json");
    }
    AddJsonToAll(sub, json);
  }
}

}  // namespace

void AddReview(CLI::App& app, ReviewCommand* command, bool* json) {
  auto words = std::make_shared<Words>();
  CLI::App* family = app.add_subcommand(
      "review",
      "De afviste: se, tag, send tilbage, prøv igen, luk / what was rejected: "
      "look, take, return, judge again, dismiss");
  family->require_subcommand(1);
  AddLooks(family, words, command);
  for (const ActWords& act : kActs) AddAct(family, act, words, command);
  AddJobs(family, words, command);
  AddJsonToAll(family, json);
  family->footer(kFooter);
}

}  // namespace trivsel::gateway::ctl
