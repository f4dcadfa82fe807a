// "trivselctl rules …" on the command line.
#include <memory>
#include <string>

#include "gateway/ctl/command_line.h"
#include "gateway/ctl/rule_commands.h"

namespace trivsel::gateway::ctl {
namespace {

using Words = std::shared_ptr<RuleArguments>;

constexpr char kTryFooter[] =
    R"(Dømmer det gemte igen efter reglerne i brug og efter de nye, og viser, hvad
der ville blive anderledes; ændrer intet. Er gatewayene startet med egne filer
(--terminology, --kle-rules, --kle-facet, --strictness), så giv dem med
--own-… og --strict. / Judges what is stored again by the rules in use and by
the new ones, and shows what would be different; changes nothing. If the
gateways were started with files of their own, give these with --own-… and
--strict.

Eksempler / examples:
  trivselctl rules try --terminology=LTT-2026.json --since=2026-10-01
  trivselctl rules try --terminology=LTT-2026.json --kle-rules=kle.textproto \
      --since=2026-11-01T00:00 --municipality=11111111
  trivselctl rules try --terminology=LTT-2026.json --since=2026-10-01 --json \
      | jq .changes)";

constexpr char kUseFooter[] =
    R"(Reglerne prøves først; kan de ikke bruges, ændres intet. En udgave er hel: den
lægges over gatewayenes egne filer, ikke over udgaven før. Alle gateways dømmer
efter den inden for et sekund, uden genstart, og dens navn står i hver kvittering
("ltt-1.0.1+20250530+r3"). Det, der blev afvist før, prøves igen med et job. /
The rules are compiled first; if they cannot be used nothing is changed. An
edition is whole: it goes over the gateways' own files, not over the edition
before. All gateways judge by it within a second, without a restart, and its name
stands in every receipt. What was rejected before is judged again by a job.

Eksempler / examples:
  trivselctl rules use --terminology=LTT-2026.json --reason="KL's udgave 2026"
  trivselctl rules use --edition=2 --reason="Tilbage, r3 mangler en kode"
  trivselctl rules use --edition=0 --reason="Kun gatewayenes egne filer")";

void AddFiles(CLI::App* sub, const Words& words) {
  sub->add_option(
         "--terminology", words->terminology,
         "FHIR CodeSystem/ValueSet (JSON) eller textproto, kan gentages "
         "/ repeatable")
      ->allow_extra_args(false);
  sub->add_option("--kle-rules", words->kle_rules,
                  "KLE-regeltabel, textproto / KLE rule table");
  sub->add_option("--own-terminology", words->own_terminology,
                  "Gatewayenes egen --terminology / the gateways' own")
      ->allow_extra_args(false);
  sub->add_option("--own-kle-rules", words->own_kle_rules,
                  "Gatewayenes egen --kle-rules / the gateways' own");
  sub->add_option("--own-kle-facet", words->own_kle_facet,
                  "Gatewayenes egen --kle-facet / the gateways' own");
  sub->add_flag("--strict", words->strict,
                "Gatewayene har --strictness=guide / the gateways have it");
}

void AddTry(CLI::App* family, const Words& words, Command* command) {
  CLI::App* sub =
      Sub(family, "try",
          "Hvad nye regler ville ændre / what new rules would change", command,
          [words](Session& s) { return RuleCommands(s).Try(*words); });
  AddFiles(sub, words);
  sub->add_option("--since", words->since,
                  "Rapporter modtaget fra, dansk tid / reports received since, "
                  "Danish time")
      ->required();
  sub->add_option("--municipality", words->municipality,
                  "Kun en kommunes, CVR / only a municipality's");
  sub->add_option("--examples", words->examples,
                  "Højst så mange rapport-id'er / at most so many report ids")
      ->capture_default_str()
      ->check(CLI::Range(0, 10'000));
  sub->footer(kTryFooter);
}

void AddUse(CLI::App* family, const Words& words, Command* command) {
  CLI::App* sub =
      Sub(family, "use", "Tag regler i brug / take rules into use", command,
          [words](Session& s) { return RuleCommands(s).Use(*words); });
  AddFiles(sub, words);
  sub->add_option("--edition", words->edition,
                  "En tidligere udgave i stedet for filer; 0: ingen / an "
                  "earlier edition instead of files; 0: none")
      ->check(CLI::NonNegativeNumber)
      ->excludes(sub->get_option("--terminology"))
      ->excludes(sub->get_option("--kle-rules"));
  sub->add_option("--reason", words->reason, "Hvorfor / why")->required();
  sub->footer(kUseFooter);
}

void AddLooks(CLI::App* family, const Words& words, Command* command) {
  Sub(family, "list", "Vis udgaverne / show the editions", command,
      [](Session& s) { return RuleCommands(s).List(); })
      ->footer("Eksempel / example:\n  trivselctl rules list --json");
  CLI::App* show =
      Sub(family, "show", "En udgaves filer / the files of an edition", command,
          [words](Session& s) { return RuleCommands(s).Show(*words); });
  show->add_option("edition,--edition", words->edition, "Nummer / number")
      ->required();
  show->add_option(
      "--file", words->file,
      "Skriv denne fil, som den blev givet / print this file as it "
      "was given");
  show->footer(
      "Eksempler / examples:\n  trivselctl rules show 3\n"
      "  trivselctl rules show 3 --file LTT-2026.json > LTT-2026.json");
}

}  // namespace

void AddRules(CLI::App& app, Command* command, bool* json) {
  auto words = std::make_shared<RuleArguments>();
  CLI::App* family = app.add_subcommand(
      "rules",
      "Regler: prøv nye kodesystemer og KLE-tabeller, og tag dem i brug / "
      "rules: try new code systems and KLE tables, and take them into use");
  family->require_subcommand(1);
  AddTry(family, words, command);
  AddUse(family, words, command);
  AddLooks(family, words, command);
  AddJson(family, json);
}

}  // namespace trivsel::gateway::ctl
