// validate, convert, dictionary: what needs no gateway.
#include "client-sdk/cli/line/choices.h"
#include "client-sdk/cli/line/command_line.h"
#include "client-sdk/cli/line/input_options.h"

namespace trivsel::cli::line {

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
  AddChoice(convert, "--to", &line->convert.to, TargetForms(),
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
      "  trivsel dictionary > standard.md\n"
      "  trivsel dictionary LTT-CAREPLAN-PERIOD-END-MISSING\n"
      "  trivsel dictionary --output=json FHIR-JSON-TRUNCATED");
  CLI::Option* code = dictionary
                          ->add_option("code", line->dictionary.code,
                                       "Kun dette fund / only this finding")
                          ->type_name("CODE");
  dictionary
      ->add_flag("--findings", line->dictionary.findings_only,
                 "Kun tabellen over fund / only the table of findings")
      ->excludes(code);
}

}  // namespace trivsel::cli::line
