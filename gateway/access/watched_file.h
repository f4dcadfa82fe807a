// A file as it was when it was read, so that a later look finds out whether it
// is another one by now.
#ifndef TRIVSEL_GATEWAY_ACCESS_WATCHED_FILE_H_
#define TRIVSEL_GATEWAY_ACCESS_WATCHED_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace trivsel::gateway::access {

// What the file system tells of a file; all zero if there is none.
struct FileStamp {
  uint64_t device = 0, inode = 0;
  int64_t bytes = 0;
  int64_t modified_ns = 0, changed_ns = 0;

  bool operator==(const FileStamp&) const = default;
};

// A file that was read, or that should have been there.
struct WatchedFile {
  std::string path;
  FileStamp stamp = {};
  // It had been written so shortly before that one more write could leave the
  // same stamp.
  bool hot = false;
};

// The octets of a file of at most `limit`. Adds it to `seen`, with its stamp
// from before it was read, whether it could be read or not. NOT_FOUND,
// FAILED_PRECONDITION (too large, not a file), naming the file.
absl::StatusOr<std::string> ReadWatched(const std::string& path, size_t limit,
                                        std::vector<WatchedFile>* seen);

// It is another file by now, or may be: replaced, written, gone, come.
bool HasChanged(const WatchedFile& file);

}  // namespace trivsel::gateway::access

#endif  // TRIVSEL_GATEWAY_ACCESS_WATCHED_FILE_H_
