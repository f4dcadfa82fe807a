// trivsel validate: judges files with the gateway's own rules, offline.
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/input_files.h"
#include "client-sdk/cli/local_judge.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/progress.h"
#include "client-sdk/cli/verdict_view.h"

namespace trivsel::cli {

ExitCode RunValidate(const ValidateArguments& arguments,
                     const ViewArguments& view) {
  const std::vector<std::string> files = ExpandPaths(arguments.input.paths);
  if (files.empty()) {
    Complain({"ingen rapporter i mappen", "no reports in the folder"},
             view.language);
    return kUsage;
  }
  auto judge = LocalJudge::Create(arguments.strict, arguments.terminology);
  if (!judge.ok()) {
    // A terminology file that is wrong, never a report.
    const std::string why(judge.status().message());
    Complain({why, why}, view.language);
    return kUsage;
  }
  VerdictView verdicts(view);
  Progress progress(files.size(), view.progress);
  for (size_t i = 0; i < files.size(); ++i) {
    const FileVerdict verdict =
        (*judge)->JudgeFile(files[i], arguments.input.form);
    progress.Hide();
    verdicts.Show(files[i], verdict, (*judge)->findings());
    progress.Show(i + 1);
  }
  progress.Hide();
  verdicts.ShowSummary();
  return verdicts.exit_code();
}

}  // namespace trivsel::cli
