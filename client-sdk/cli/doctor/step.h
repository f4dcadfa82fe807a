// One thing that trivsel doctor looks at, and what it found.
#ifndef TRIVSEL_CLIENT_SDK_CLI_DOCTOR_STEP_H_
#define TRIVSEL_CLIENT_SDK_CLI_DOCTOR_STEP_H_

#include <string>
#include <utility>
#include <vector>

#include "client-sdk/cli/phrases.h"

namespace trivsel::cli::doctor {

enum class StepState { kGood, kWarning, kFailed, kSkipped };

struct Finding {
  StepState state = StepState::kGood;
  Words said;    // one sentence
  Words advice;  // what to do; empty if nothing
  // More for people, a line each: "--gateway" "gw.example.dk:7443 (flag)".
  std::vector<std::pair<Words, std::string>> facts = {};
  // The gateway cannot be reached at all.
  bool unreachable = false;
  // The command line is wrong.
  bool usage = false;
};

inline Finding Good(Words said) {
  return {StepState::kGood, std::move(said), {}};
}
inline Finding Warning(Words said, Words advice) {
  return {StepState::kWarning, std::move(said), std::move(advice)};
}
inline Finding Failed(Words said, Words advice) {
  return {StepState::kFailed, std::move(said), std::move(advice)};
}
inline Finding Skipped(Words said, Words advice = {}) {
  return {StepState::kSkipped, std::move(said), std::move(advice)};
}

}  // namespace trivsel::cli::doctor

#endif  // TRIVSEL_CLIENT_SDK_CLI_DOCTOR_STEP_H_
