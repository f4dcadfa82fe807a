// trivsel validate: judges files with the gateway's own rules, offline.
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/local_judge.h"
#include "client-sdk/cli/phrases.h"
#include "client-sdk/cli/progress.h"
#include "client-sdk/cli/report_source.h"
#include "client-sdk/cli/verdict_view.h"

namespace trivsel::cli {

ExitCode RunValidate(const ValidateArguments& arguments,
                     const ViewArguments& view) {
  InputPlan plan = PlanInputs(arguments.input);
  if (plan.files == 0) return ComplainAboutNothing(view.language);
  auto judge = LocalJudge::Create(arguments.strict, arguments.terminology);
  if (!judge.ok()) {
    // A terminology file that is wrong, never a report.
    const std::string why(judge.status().message());
    Complain({why, why}, view.language);
    return kUsage;
  }
  VerdictView verdicts(view);
  Progress progress(plan.bytes, view);
  ReportSource source(&plan);
  RawReport raw;
  size_t reports = 0;
  for (; source.Next(&raw); ++reports) {
    const FileVerdict verdict = (*judge)->Judge(&raw, arguments.input.form);
    progress.Hide();
    verdicts.Show(OriginText(raw.origin), verdict, (*judge)->findings());
    progress.Show(reports + 1, raw.offset);
  }
  progress.Hide();
  if (reports == 0) return ComplainAboutNothing(view.language);
  verdicts.ShowSummary(!plan.HasContainers());
  return verdicts.exit_code();
}

}  // namespace trivsel::cli
