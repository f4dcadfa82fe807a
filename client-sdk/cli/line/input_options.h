// Which reports a command works on, as options.
#ifndef TRIVSEL_CLIENT_SDK_CLI_LINE_INPUT_OPTIONS_H_
#define TRIVSEL_CLIENT_SDK_CLI_LINE_INPUT_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "client-sdk/cli/arguments.h"

namespace trivsel::cli::line {

// The forms that a report can be changed into, by name.
const std::map<std::string, ReportForm>& TargetForms();

// Paths and their form.
void AddInput(CLI::App* app, InputArguments* input);
// The same for commands that also read what holds many reports.
void AddManyInputs(CLI::App* app, InputArguments* input);

}  // namespace trivsel::cli::line

#endif  // TRIVSEL_CLIENT_SDK_CLI_LINE_INPUT_OPTIONS_H_
