// Everything that the command line can say. The files of this folder and
// main.cc are all that know CLI11.
#ifndef TRIVSEL_CLIENT_SDK_CLI_LINE_COMMAND_LINE_H_
#define TRIVSEL_CLIENT_SDK_CLI_LINE_COMMAND_LINE_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "client-sdk/cli/arguments.h"

namespace trivsel::cli::line {

struct CommandLine {
  ViewArguments view;
  GatewayArguments gateway;
  ValidateArguments validate;
  ConvertArguments convert;
  SubmitArguments submit;
  StatusArguments status;
  WatchArguments watch;
  InspectArguments inspect;
  GetTokenArguments get_token;
  ExchangeArguments exchange;
  DoctorArguments doctor;
  DictionaryArguments dictionary;
};

// Options of every command.
void AddGlobals(CLI::App* app, CommandLine* line);
// A family of commands each.
void AddLocalCommands(CLI::App* app, CommandLine* line);
void AddGatewayCommands(CLI::App* app, CommandLine* line);
void AddAccessCommands(CLI::App* app, CommandLine* line);

// The arguments with the environment's in front, where a flag overrides them
// and they override the file; CLI11 by itself lets the file win. Last first,
// as CLI11 wants them.
std::vector<std::string> ArgumentsOf(int argc, char** argv);
// Names the variables in the help.
void ShowEnvironment(CLI::App* app);
// Options of the gateway with their values, and whether those came from a
// flag, the environment, the file or nobody. After parsing.
std::vector<Setting> SettingsOf(const CLI::App& app, int argc, char** argv);

}  // namespace trivsel::cli::line

#endif  // TRIVSEL_CLIENT_SDK_CLI_LINE_COMMAND_LINE_H_
