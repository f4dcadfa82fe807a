#include "client-sdk/cli/line/input_options.h"

#include "client-sdk/cli/line/choices.h"

namespace trivsel::cli::line {
namespace {

const std::map<std::string, ReportForm> kInputForms = {
    {"auto", ReportForm::kDetect},
    {"fhir-json", ReportForm::kFhirJson},
    {"proto-json", ReportForm::kProtoJson},
    {"text", ReportForm::kText},
    {"binary", ReportForm::kBinary}};
void AddPaths(CLI::App* app, InputArguments* input) {
  app->add_option("inputs", input->paths,
                  "Filer, mapper eller - / files, folders or -")
      ->required()
      ->type_name("FILE|DIR|-");
}

constexpr char kInputHelp[] =
    "Inputtets form; ellers genkendes den / form of the input instead of "
    "detecting it";

}  // namespace

const std::map<std::string, ReportForm>& TargetForms() {
  static const auto* forms = new std::map<std::string, ReportForm>{
      {"fhir-json", ReportForm::kFhirJson},
      {"proto-json", ReportForm::kProtoJson},
      {"text", ReportForm::kText},
      {"binary", ReportForm::kBinary}};
  return *forms;
}

void AddInput(CLI::App* app, InputArguments* input) {
  AddPaths(app, input);
  AddChoice(app, "--input", &input->form, kInputForms, kInputHelp);
}

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

}  // namespace trivsel::cli::line
