// Where a back-load keeps its files, unless it is told.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_FILE_NAMES_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_FILE_NAMES_H_

#include <string>
#include <vector>

namespace trivsel::cli::backload {

// For one file or folder: beside it, with its name in front. For several, for
// standard input, and where nothing may be written beside it: in the working
// folder, "trivsel-submit-XXXXXXXX", by the arguments. The same arguments give
// the same name. Add ".trivsel-resume" or ".trivsel-rejected"; the latter is
// NDJSON and is not named so, lest it be taken for reports.
std::string BaseName(const std::vector<std::string>& paths);

inline constexpr char kResumeSuffix[] = ".trivsel-resume";
// Beside the resume file, while a run lasts.
inline constexpr char kLockSuffix[] = ".lock";
inline constexpr char kRejectedSuffix[] = ".trivsel-rejected";

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_FILE_NAMES_H_
