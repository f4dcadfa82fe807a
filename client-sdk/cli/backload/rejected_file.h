// The file of what was not accepted: one JSON object a line.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_REJECTED_FILE_H_
#define TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_REJECTED_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace trivsel::cli::backload {

// Made when there is a first line to write; what is there is cut at once. Not
// thread safe.
class RejectedFile {
 public:
  // Goes on behind the first `keep_bytes` bytes of a file that is there: what
  // is beyond was written after the resume file, and will come again.
  RejectedFile(std::string path, uint64_t keep_bytes);
  ~RejectedFile();
  RejectedFile(const RejectedFile&) = delete;
  RejectedFile& operator=(const RejectedFile&) = delete;

  // `json` without the newline. Buffered: an error may come with Sync.
  void Append(const std::string& json);
  // On disk when it returns.
  absl::Status Sync();

  const std::string& path() const { return path_; }
  uint64_t bytes() const { return bytes_; }

 private:
  absl::Status Open();
  absl::Status Write();

  const std::string path_;
  uint64_t bytes_;
  std::string buffer_;
  int fd_ = -1;
  bool synced_ = true;
  absl::Status status_;
};

}  // namespace trivsel::cli::backload

#endif  // TRIVSEL_CLIENT_SDK_CLI_BACKLOAD_REJECTED_FILE_H_
