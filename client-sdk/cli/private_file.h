// Files that nobody else may read.
#ifndef TRIVSEL_CLIENT_SDK_CLI_PRIVATE_FILE_H_
#define TRIVSEL_CLIENT_SDK_CLI_PRIVATE_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace trivsel::cli {

// Written beside, mode 0600, and renamed: a reader finds the old content or
// the new, never a part. UNKNOWN with the system's words if it fails; then the
// old file is as it was.
absl::Status WritePrivateFile(const std::string& path,
                              std::string_view content);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_PRIVATE_FILE_H_
