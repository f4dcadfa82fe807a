#include "client-sdk/cli/backload/rejected_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace trivsel::cli::backload {
namespace {

constexpr size_t kBufferBytes = 64 * 1024;

absl::Status SystemError(const std::string& path) {
  return absl::UnavailableError(path + ": " +
                                std::generic_category().message(errno));
}

}  // namespace

RejectedFile::RejectedFile(std::string path, uint64_t keep_bytes)
    : path_(std::move(path)), bytes_(keep_bytes) {
  if (::access(path_.c_str(), F_OK) == 0) status_ = Open();
}

RejectedFile::~RejectedFile() {
  if (fd_ >= 0) ::close(fd_);
}

absl::Status RejectedFile::Open() {
  if (fd_ >= 0) return absl::OkStatus();
  fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const auto kept = static_cast<off_t>(bytes_ - buffer_.size());
  if (fd_ < 0 || ::ftruncate(fd_, kept) != 0 ||
      ::lseek(fd_, kept, SEEK_SET) < 0) {
    return SystemError(path_);
  }
  return absl::OkStatus();
}

absl::Status RejectedFile::Write() {
  const absl::Status opened = Open();
  if (!opened.ok()) return opened;
  size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t wrote =
        ::write(fd_, buffer_.data() + done, buffer_.size() - done);
    if (wrote < 0 && errno != EINTR) return SystemError(path_);
    if (wrote > 0) done += static_cast<size_t>(wrote);
  }
  buffer_.clear();
  return absl::OkStatus();
}

void RejectedFile::Append(const std::string& json) {
  buffer_ += json;
  buffer_ += '\n';
  bytes_ += json.size() + 1;
  synced_ = false;
  if (buffer_.size() >= kBufferBytes && status_.ok()) status_ = Write();
}

absl::Status RejectedFile::Sync() {
  if (synced_ || !status_.ok()) return status_;
  status_ = Write();
  if (status_.ok() && ::fsync(fd_) != 0) status_ = SystemError(path_);
  synced_ = status_.ok();
  return status_;
}

}  // namespace trivsel::cli::backload
