// Whether a file has changed since it was looked at.
#ifndef TRIVSEL_CLIENT_SDK_INTERNAL_FILE_STAMP_H_
#define TRIVSEL_CLIENT_SDK_INTERNAL_FILE_STAMP_H_

#include <cstdint>
#include <string>

namespace trivsel::client::internal {

// What tells one state of a file from another without reading it. A missing
// file has a stamp too.
struct FileStamp {
  bool exists = false;
  uint64_t device = 0;
  uint64_t inode = 0;
  int64_t size = 0;
  int64_t seconds = 0;
  int64_t nanoseconds = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Costs a system call of about a microsecond.
FileStamp StampOf(const std::string& path);

}  // namespace trivsel::client::internal

#endif  // TRIVSEL_CLIENT_SDK_INTERNAL_FILE_STAMP_H_
