// What the environment says, and which value came from where.
#include <algorithm>
#include <cstdlib>

#include "client-sdk/cli/line/command_line.h"

namespace trivsel::cli::line {
namespace {

// Options that the environment may give.
constexpr struct {
  const char* variable;
  const char* option;
} kEnvironment[] = {{"TRIVSEL_GATEWAY", "--gateway"},
                    {"TRIVSEL_CERT", "--cert"},
                    {"TRIVSEL_KEY", "--key"},
                    {"TRIVSEL_CA", "--ca"},
                    {"TRIVSEL_INSECURE", "--insecure"},
                    {"TRIVSEL_TIMEOUT", "--timeout"},
                    {"TRIVSEL_LANG", "--lang"},
                    {"TRIVSEL_HELP_URL", "--help-url"},
                    {"TRIVSEL_CONFIG", "--config"},
                    {"TRIVSEL_TOKEN_FILE", "--token-file"},
                    {"TRIVSEL_STS", "--sts"},
                    {"TRIVSEL_STS_SERVICE", "--sts-service"},
                    {"TRIVSEL_STS_CA", "--sts-ca"},
                    {"TRIVSEL_MUNICIPALITY", "--municipality"}};

// How the gateway is reached: the options that SettingsOf tells about.
constexpr const char* kSettings[] = {
    "--gateway",     "--cert",    "--key",         "--ca",
    "--insecure",    "--timeout", "--token-file",  "--sts",
    "--sts-service", "--sts-ca",  "--municipality"};

bool IsGiven(const std::string& option, int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == option || word.substr(0, option.size() + 1) == option + "=") {
      return true;
    }
  }
  return false;
}

std::string VariableOf(const std::string& option) {
  for (const auto& entry : kEnvironment) {
    if (entry.option != option) continue;
    const char* value = std::getenv(entry.variable);
    return value != nullptr && *value != '\0' ? entry.variable : "";
  }
  return "";
}

}  // namespace

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

std::vector<Setting> SettingsOf(const CLI::App& app, int argc, char** argv) {
  std::vector<Setting> settings;
  for (const std::string option : kSettings) {
    const CLI::Option* parsed = app.get_option(option);
    Setting setting;
    setting.option = option;
    setting.value = parsed->count() > 0 ? parsed->results().back()
                                        : parsed->get_default_str();
    const std::string variable = VariableOf(option);
    if (IsGiven(option, argc, argv)) {
      setting.origin = SettingOrigin::kFlag;
    } else if (!variable.empty()) {
      setting.origin = SettingOrigin::kEnvironment;
      setting.where = variable;
    } else if (parsed->count() > 0) {
      setting.origin = SettingOrigin::kFile;
      setting.where = app.get_config_ptr()->as<std::string>();
    }
    settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace trivsel::cli::line
