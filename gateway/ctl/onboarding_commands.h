// The commands about checklists and about what ends soon.
#ifndef TRIVSEL_GATEWAY_CTL_ONBOARDING_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_ONBOARDING_COMMANDS_H_

#include <string>

#include "gateway/ctl/command.h"
#include "gateway/registry/task_file.h"

namespace trivsel::gateway::ctl {

struct ExportArguments {
  std::string format = "csv";  // or "json"
  registry::CsvForm csv = {};
  std::string cvr = {};  // of one municipality; empty: all
  bool open_only = false;
};

// Errors are the store's; NOT_FOUND: no such municipality.
class OnboardingCommands {
 public:
  explicit OnboardingCommands(Session& session) : session_(session) {}

  // A line for each municipality: how far it is, and what is next.
  Answer List();
  // The checklist of one.
  Answer Show(const std::string& cvr);
  Answer Export(const ExportArguments& arguments);

  // What ends within so many days; trouble if there is any. With
  // `documents_only` permissions and agreements, no certificates.
  Answer Warnings(int days, bool documents_only);

 private:
  Session& session_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_ONBOARDING_COMMANDS_H_
