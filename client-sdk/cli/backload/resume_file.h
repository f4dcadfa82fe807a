// How far a back-load has come, kept on disk.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_RESUME_FILE_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_RESUME_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client-sdk/cli/backload/position_set.h"
#include "client-sdk/cli/backload/tally.h"
#include "client-sdk/cli/input_plan.h"

namespace trivsel::cli::backload {

struct InputState {
  std::string name;
  uint64_t fingerprint = 0;
  PositionSet settled;
  Tally tally;  // of what is settled, over all runs
};

struct ResumeState {
  std::string gateway;  // another has got none of it
  std::vector<InputState> inputs;
  // The file of what was not accepted: what is beyond was written after this.
  std::string rejected_file;
  uint64_t rejected_bytes = 0;
};

// Lines of text, the last one a checksum over the others. Holds names of
// files, numbers and sentences about findings; nothing of a report.
std::string ResumeText(const ResumeState& state);
// DATA_LOSS for anything but a whole one.
absl::StatusOr<ResumeState> ParseResumeText(std::string_view text);

// NOT_FOUND if there is none, DATA_LOSS if it is torn.
absl::StatusOr<ResumeState> LoadResumeFile(const std::string& path);
// On disk when it returns, whole or not at all: writes beside it (PATH.new),
// syncs, renames.
absl::Status SaveResumeFile(const std::string& path, const ResumeState& state);

// What of `saved` is good for this plan and gateway; `changed` gets the names
// of inputs that are not what they were. Their reports are sent again.
ResumeState ContinueFrom(const ResumeState& saved, const InputPlan& plan,
                         const std::string& gateway,
                         std::vector<std::string>* changed);
// Where nothing has been done yet.
ResumeState StartOf(const InputPlan& plan, const std::string& gateway);

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_RESUME_FILE_H_
