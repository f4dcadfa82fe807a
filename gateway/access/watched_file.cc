#include "gateway/access/watched_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::access {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
// The kernel's clock for files ticks in milliseconds.
constexpr int64_t kTick = kSecond / 20;

int64_t Nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * kSecond + time.tv_nsec;
}

FileStamp StampOf(const struct stat& facts) {
  return {facts.st_dev, facts.st_ino, facts.st_size, Nanoseconds(facts.st_mtim),
          Nanoseconds(facts.st_ctim)};
}

class File {
 public:
  explicit File(const std::string& path)
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  const int fd_;
};

absl::StatusOr<std::string> ReadAll(int fd, const std::string& path,
                                    size_t limit) {
  std::string octets;
  char buffer[16 * 1024];
  for (;;) {
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, ": cannot be read"));
    }
    if (got == 0) return octets;
    octets.append(buffer, static_cast<size_t>(got));
    if (octets.size() > limit) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, ": is larger than ", limit, " octets"));
    }
  }
}

}  // namespace

absl::StatusOr<std::string> ReadWatched(const std::string& path, size_t limit,
                                        std::vector<WatchedFile>* seen) {
  WatchedFile& file = seen->emplace_back();
  file.path = path;
  const File opened(path);
  struct stat facts {};
  if (opened.fd() < 0 || fstat(opened.fd(), &facts) != 0) {
    return absl::NotFoundError(
        absl::StrCat(path, ": is not there, or may not be read"));
  }
  file.stamp = StampOf(facts);
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  file.hot = Nanoseconds(now) - file.stamp.changed_ns < kTick;
  if (!S_ISREG(facts.st_mode)) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": is no file"));
  }
  return ReadAll(opened.fd(), path, limit);
}

bool HasChanged(const WatchedFile& file) {
  struct stat facts {};
  if (stat(file.path.c_str(), &facts) != 0) return file.stamp != FileStamp{};
  return file.hot || StampOf(facts) != file.stamp;
}

}  // namespace trivsel::gateway::access
