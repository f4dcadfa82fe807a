#include "client-sdk/internal/file_stamp.h"

#include <sys/stat.h>

namespace trivsel::client::internal {

FileStamp StampOf(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return {};
  return {true,
          static_cast<uint64_t>(found.st_dev),
          static_cast<uint64_t>(found.st_ino),
          static_cast<int64_t>(found.st_size),
          static_cast<int64_t>(found.st_mtim.tv_sec),
          static_cast<int64_t>(found.st_mtim.tv_nsec)};
}

}  // namespace trivsel::client::internal
