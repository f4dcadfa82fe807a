#include "deploy/sandbox/serving/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace trivsel::sandbox {
namespace {

absl::Status Failed(const char* what, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat(what, " ", path, ": ", std::strerror(errno)));
}

// An open file; closed at the end.
class File {
 public:
  File(const std::string& path, int flags)
      : fd_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return fd_ >= 0; }
  bool Write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t wrote = write(fd_, text.data(), text.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) return false;
      text.remove_prefix(static_cast<size_t>(wrote));
    }
    return true;
  }
  bool Sync() { return fsync(fd_) == 0; }

 private:
  const int fd_;
};

absl::Status SyncFolderOf(const std::string& path) {
  const std::string folder = path.substr(0, path.find_last_of('/') + 1);
  File file(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  if (!file.is_open() || !file.Sync()) return Failed("cannot sync", folder);
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteDurably(const std::string& path,
                          std::initializer_list<std::string_view> parts) {
  const std::string part_path = path + ".part";
  {
    File file(part_path, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.is_open()) return Failed("cannot open", part_path);
    for (const std::string_view part : parts) {
      if (!file.Write(part)) return Failed("cannot write", part_path);
    }
    if (!file.Sync()) return Failed("cannot sync", part_path);
  }
  if (std::rename(part_path.c_str(), path.c_str()) != 0) {
    return Failed("cannot rename", part_path);
  }
  return SyncFolderOf(path);
}

absl::Status AppendDurably(const std::string& path, std::string_view text) {
  File file(path, O_WRONLY | O_CREAT | O_APPEND);
  if (!file.is_open()) return Failed("cannot open", path);
  if (!file.Write(text) || !file.Sync()) return Failed("cannot write", path);
  return absl::OkStatus();
}

}  // namespace trivsel::sandbox
