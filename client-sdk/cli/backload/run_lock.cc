#include "client-sdk/cli/backload/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace trivsel::cli::backload {
namespace {

absl::Status SystemError(const std::string& path) {
  return absl::UnavailableError(path + ": " +
                                std::generic_category().message(errno));
}

// Whoever had it before may have removed it since we opened it.
bool IsStillThere(const std::string& path, int fd) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RunLock>> RunLock::Take(
    const std::string& path) {
  while (true) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return SystemError(path);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
      const absl::Status failed =
          errno == EWOULDBLOCK ? absl::AbortedError(path) : SystemError(path);
      ::close(fd);
      return failed;
    }
    if (IsStillThere(path, fd)) {
      return std::unique_ptr<RunLock>(new RunLock(path, fd));
    }
    ::close(fd);
  }
}

RunLock::~RunLock() {
  ::unlink(path_.c_str());
  ::close(fd_);
}

}  // namespace trivsel::cli::backload
