#include "client-sdk/cli/private_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace trivsel::cli {
namespace {

absl::Status Failed(const std::string& path) {
  return absl::UnknownError(path + ": " + std::strerror(errno));
}

bool WriteAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(fd) == 0;
}

}  // namespace

absl::Status WritePrivateFile(const std::string& path,
                              std::string_view content) {
  std::string beside = path + ".XXXXXX";
  const int fd = mkstemp(beside.data());  // mode 0600
  if (fd < 0) return Failed(path);
  const bool written = WriteAll(fd, content);
  const absl::Status failed = Failed(path);
  close(fd);
  if (!written || std::rename(beside.c_str(), path.c_str()) != 0) {
    const absl::Status why = written ? Failed(path) : failed;
    unlink(beside.c_str());
    return why;
  }
  return absl::OkStatus();
}

}  // namespace trivsel::cli
