// Building blocks of the command line.
#ifndef TRIVSEL_CLIENT_SDK_CLI_LINE_CHOICES_H_
#define TRIVSEL_CLIENT_SDK_CLI_LINE_CHOICES_H_

#include <CLI/CLI.hpp>
#include <map>
#include <string>

namespace trivsel::cli::line {

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

// A command with its examples, which takes the global options too.
CLI::App* AddCommand(CLI::App* app, const std::string& name,
                     const std::string& help, const std::string& examples);

}  // namespace trivsel::cli::line

#endif  // TRIVSEL_CLIENT_SDK_CLI_LINE_CHOICES_H_
