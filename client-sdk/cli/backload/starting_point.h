// Where a back-load begins: the files it keeps, and how far it came before.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_STARTING_POINT_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_STARTING_POINT_H_

#include <memory>
#include <optional>
#include <string>

#include "client-sdk/cli/arguments.h"
#include "client-sdk/cli/backload/resume_file.h"
#include "client-sdk/cli/backload/run_lock.h"
#include "client-sdk/cli/input_plan.h"

namespace trivsel::cli::backload {

struct StartingPoint {
  std::string resume_file;
  std::unique_ptr<RunLock> lock;
  ResumeState state;
};

// Says on standard error what of an earlier run cannot be gone on with, and
// why there is nothing if another run is under way or the lock cannot be
// taken.
std::optional<StartingPoint> FindStart(const SubmitArguments& arguments,
                                       const std::string& endpoint,
                                       const InputPlan& plan,
                                       Language language);

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_STARTING_POINT_H_
