// Bytes one after the other, from a file, a pipe or out of an archive.
#ifndef TRIVSEL_CLIENT_SDK_CLI_BYTE_STREAM_H_
#define TRIVSEL_CLIENT_SDK_CLI_BYTE_STREAM_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trivsel::cli {

// Not thread safe.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Reads up to `size` bytes; 0 = the end.
  virtual absl::StatusOr<size_t> Read(char* buffer, size_t size) = 0;
};

// A file, or standard input ("-").
class FileStream final : public ByteStream {
 public:
  // NOT_FOUND with the system's words if it cannot be opened.
  static absl::StatusOr<std::unique_ptr<FileStream>> Open(
      const std::string& path);
  ~FileStream() override;
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  absl::StatusOr<size_t> Read(char* buffer, size_t size) override;

  // The next `size` bytes, fewer only at the end, without taking them. Only
  // before the first Read.
  absl::StatusOr<std::string_view> Peek(size_t size);

  // From now on waiting for a pipe ends with CANCELLED when `stop_fd` becomes
  // readable.
  void StopOn(int stop_fd);

  // How many bytes have been read, peeked ones not.
  uint64_t consumed() const { return consumed_; }

 private:
  explicit FileStream(int fd) : fd_(fd) {}
  absl::StatusOr<size_t> ReadFd(char* buffer, size_t size);

  const int fd_;
  int stop_fd_ = -1;
  std::string peeked_;
  size_t taken_ = 0;  // of peeked_
  uint64_t consumed_ = 0;
};

// Reads to the end, at most `max_bytes`; the rest is not read.
absl::Status ReadAll(ByteStream* stream, size_t max_bytes, std::string* bytes);

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_BYTE_STREAM_H_
