#include "client-sdk/cli/byte_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace trivsel::cli {
namespace {

constexpr size_t kChunk = 64 * 1024;

absl::Status SystemError(const char* what, int error) {
  return absl::NotFoundError(std::string(what) + ": " +
                             std::generic_category().message(error));
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileStream>> FileStream::Open(
    const std::string& path) {
  const int fd = path == "-" ? ::dup(STDIN_FILENO)
                             : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return SystemError("open", errno);
  return std::unique_ptr<FileStream>(new FileStream(fd));
}

void FileStream::StopOn(int stop_fd) {
  struct stat info {};
  // A file always answers; only a pipe or a terminal can keep us waiting.
  const bool file = ::fstat(fd_, &info) == 0 && S_ISREG(info.st_mode);
  stop_fd_ = file ? -1 : stop_fd;
}

FileStream::~FileStream() { ::close(fd_); }

absl::StatusOr<size_t> FileStream::ReadFd(char* buffer, size_t size) {
  while (true) {
    if (stop_fd_ >= 0) {
      pollfd waits[] = {{fd_, POLLIN, 0}, {stop_fd_, POLLIN, 0}};
      if (::poll(waits, 2, -1) < 0 && errno != EINTR) {
        return SystemError("poll", errno);
      }
      if (waits[1].revents != 0) return absl::CancelledError("stopped");
      if (waits[0].revents == 0) continue;
    }
    const ssize_t got = ::read(fd_, buffer, size);
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR) return SystemError("read", errno);
  }
}

absl::StatusOr<size_t> FileStream::Read(char* buffer, size_t size) {
  size_t got = std::min(size, peeked_.size() - taken_);
  if (got > 0) {
    std::memcpy(buffer, peeked_.data() + taken_, got);
    taken_ += got;
    if (taken_ == peeked_.size()) {
      peeked_ = std::string();
      taken_ = 0;
    }
  } else {
    const auto read = ReadFd(buffer, size);
    if (!read.ok()) return read.status();
    got = *read;
  }
  consumed_ += got;
  return got;
}

absl::StatusOr<std::string_view> FileStream::Peek(size_t size) {
  while (peeked_.size() < size) {
    const size_t had = peeked_.size();
    peeked_.resize(size);
    const auto got = ReadFd(peeked_.data() + had, size - had);
    peeked_.resize(had + (got.ok() ? *got : 0));
    if (!got.ok()) return got.status();
    if (*got == 0) break;
  }
  return std::string_view(peeked_).substr(0, size);
}

absl::Status ReadAll(ByteStream* stream, size_t max_bytes, std::string* bytes) {
  bytes->clear();
  while (bytes->size() < max_bytes) {
    const size_t had = bytes->size();
    // Grows with what there is: a report is small, the limit is not.
    const size_t chunk = std::min(std::max(kChunk, had), max_bytes - had);
    bytes->resize(had + chunk);
    const auto got = stream->Read(bytes->data() + had, chunk);
    bytes->resize(had + (got.ok() ? *got : 0));
    if (!got.ok()) return got.status();
    if (*got == 0) break;
  }
  return absl::OkStatus();
}

}  // namespace trivsel::cli
