// Files that are on disk when the call returns.
#ifndef TRIVSEL_DEPLOY_SANDBOX_SERVING_DURABLE_FILE_H_
#define TRIVSEL_DEPLOY_SANDBOX_SERVING_DURABLE_FILE_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace trivsel::sandbox {

// Writes a new file, readable by its owner only: as "<path>.part", synced,
// renamed, its folder synced. It is there whole or not at all.
absl::Status WriteDurably(const std::string& path,
                          std::initializer_list<std::string_view> parts);

// Appends to a file, making it if it is not there, and syncs it.
absl::Status AppendDurably(const std::string& path, std::string_view text);

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_SERVING_DURABLE_FILE_H_
