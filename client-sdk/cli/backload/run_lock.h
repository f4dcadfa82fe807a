// One run of a back-load at one time: two would send a child's reports side by
// side, and write over each other's resume file.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_RUN_LOCK_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_RUN_LOCK_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace trivsel::cli::backload {

// A locked file that goes with this object. The lock ends with the process,
// however that ends; the file alone locks nobody out.
class RunLock {
 public:
  // ABORTED: somebody has it. Other errors: it cannot be made.
  static absl::StatusOr<std::unique_ptr<RunLock>> Take(const std::string& path);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  RunLock(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

  const std::string path_;
  const int fd_;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_RUN_LOCK_H_
