// Shows what trivsel doctor finds, step by step.
#ifndef TRIVSEL_CLIENT_SDK_CLI_DOCTOR_STEP_VIEW_H_
#define TRIVSEL_CLIENT_SDK_CLI_DOCTOR_STEP_VIEW_H_

#include <string>
#include <string_view>

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/doctor/step.h"

namespace trivsel::cli::doctor {

// What a step is called.
struct StepName {
  std::string_view id;  // in JSON
  Phrase title;
};

// On a terminal: which step is being looked at, until ShowStep.
void ShowLooking(const StepName& name, const ViewArguments& view);

// A line with ✓, !, ✗ or -, the facts and the advice; or
// {"step","state":"good|warning|failed|skipped","message","message_en",
// "advice","advice_en","facts":[{"name","value"}]}. At once, whoever reads it.
void ShowStep(const StepName& name, const Finding& finding,
              const ViewArguments& view);

}  // namespace trivsel::cli::doctor

#endif  // TRIVSEL_CLIENT_SDK_CLI_DOCTOR_STEP_VIEW_H_
