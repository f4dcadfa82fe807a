#include "gateway/ctl/onboarding_commands.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/ctl/municipality_view.h"
#include "gateway/registry/onboarding_tasks.h"
#include "gateway/registry/task_texts.h"
#include "gateway/registry/warnings.h"
#include "gateway/store/expiry.h"

namespace trivsel::gateway::ctl {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr int kMostWarnings = 10000;

std::string Both(const std::string& danish, const std::string& english) {
  return danish.empty() ? english : absl::StrCat(danish, " / ", english);
}

std::string Owner(const v1::OnboardingTask& task) {
  return Both(registry::DanishOwner(task.owner()),
              registry::EnglishOwner(task.owner()));
}

bool Stands(const v1::OnboardingTask& task) {
  return task.state() == v1::TASK_STATE_DONE ||
         task.state() == v1::TASK_STATE_ENDING;
}

// What is to be done first: what is overdue, else what can be done now.
const v1::OnboardingTask* Next(const std::vector<v1::OnboardingTask>& tasks) {
  for (v1::TaskState state : {v1::TASK_STATE_OVERDUE, v1::TASK_STATE_OPEN,
                              v1::TASK_STATE_ENDING, v1::TASK_STATE_WAITING}) {
    for (const v1::OnboardingTask& task : tasks) {
      if (task.state() == state) return &task;
    }
  }
  return nullptr;
}

bool Has(const registry::OnboardingFacts& facts, const std::string& cvr) {
  for (const store::MunicipalityRow& row : facts.registry.municipalities) {
    if (row.cvr == cvr) return true;
  }
  return false;
}

template <typename Message>
Printout JsonLines(const std::vector<Message>& messages) {
  Printout printout;
  for (const Message& message : messages) {
    printout.text += registry::AsJson(message) + "\n";
  }
  return printout;
}

}  // namespace

Answer OnboardingCommands::List() {
  auto facts = registry::LoadOnboardingFacts(session_.pool);
  if (!facts.ok()) return facts.status();
  Table table({"cvr", "municipality", "done", "tasks", "overdue", "next",
               "whose", "due"});
  for (const store::MunicipalityRow& row : facts->registry.municipalities) {
    const auto tasks = registry::TasksOf(*facts, row, session_.now);
    int done = 0, overdue = 0;
    for (const v1::OnboardingTask& task : tasks) {
      done += Stands(task);
      overdue += task.state() == v1::TASK_STATE_OVERDUE;
    }
    const v1::OnboardingTask* next = Next(tasks);
    table.Add(
        {{row.cvr},
         {row.name},
         {absl::StrCat(done)},
         {absl::StrCat(tasks.size())},
         {absl::StrCat(overdue)},
         {next == nullptr ? ""
                          : Both(next->danish_title(), next->english_title())},
         {next == nullptr ? "" : Owner(*next)},
         {next == nullptr ? "" : next->due_on()}});
  }
  return Rows(std::move(table));
}

Answer OnboardingCommands::Show(const std::string& cvr) {
  auto facts = registry::LoadOnboardingFacts(session_.pool);
  if (!facts.ok()) return facts.status();
  if (!Has(*facts, cvr)) return NoMunicipality(cvr);
  const auto tasks = registry::AllTasks(*facts, cvr, false, session_.now);
  if (session_.output == Output::kJson) return JsonLines(tasks);
  Table table({"task", "whose", "state", "due", "found", "what to do"});
  for (const v1::OnboardingTask& task : tasks) {
    table.Add({{Both(task.danish_title(), task.english_title())},
               {Owner(task)},
               {Both(registry::DanishState(task.state()),
                     registry::EnglishState(task.state()))},
               {task.due_on()},
               {task.found()},
               {Both(task.danish_advice(), task.english_advice())}});
  }
  return Rows(std::move(table));
}

Answer OnboardingCommands::Export(const ExportArguments& arguments) {
  auto facts = registry::LoadOnboardingFacts(session_.pool);
  if (!facts.ok()) return facts.status();
  if (!arguments.cvr.empty() && !Has(*facts, arguments.cvr)) {
    return NoMunicipality(arguments.cvr);
  }
  const auto tasks = registry::AllTasks(*facts, arguments.cvr,
                                        arguments.open_only, session_.now);
  Printout printout;
  printout.text = arguments.format == "json"
                      ? registry::TasksAsJson(tasks)
                      : registry::TasksAsCsv(tasks, arguments.csv);
  return printout;
}

Answer OnboardingCommands::Warnings(int days, bool documents_only) {
  auto endings = store::ExpiryReader(&session_.pool)
                     .List(session_.now, session_.now + days * absl::Hours(24),
                           kMostWarnings);
  if (!endings.ok()) return endings.status();
  std::vector<v1::Warning> warnings;
  for (const store::Ending& ending : *endings) {
    if (documents_only && ending.kind == store::EndingKind::kCertificate) {
      continue;
    }
    warnings.push_back(registry::ToWarning(ending, session_.now));
  }
  Printout printout;
  if (session_.output == Output::kJson) {
    printout = JsonLines(warnings);
  } else if (!warnings.empty()) {
    Table table({"days left", "warning"});
    for (const v1::Warning& warning : warnings) {
      table.Add({{absl::StrCat(warning.days_left())},
                 {Both(warning.danish(), warning.english())}});
    }
    printout.table = std::move(table);
  }
  printout.trouble = !warnings.empty();
  return printout;
}

}  // namespace trivsel::gateway::ctl
