// The lines of a stream, however long it is.
#ifndef TRIVSEL_CLIENT_SDK_CLI_LINE_READER_H_
#define TRIVSEL_CLIENT_SDK_CLI_LINE_READER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "client-sdk/cli/byte_stream.h"

namespace trivsel::cli {

// Not thread safe.
class LineReader {
 public:
  // Of a longer line only the first `max_bytes` bytes are kept. The stream
  // must outlive the reader.
  LineReader(ByteStream* stream, size_t max_bytes)
      : stream_(stream), max_bytes_(max_bytes) {}

  // The next line that is not blank, without its end (\n or \r\n) and without
  // a byte order mark in front of the first; false at the end.
  absl::StatusOr<bool> Next(std::string* line);

  // The number of that line, from 1; blank ones count.
  uint64_t number() const { return number_; }

 private:
  absl::StatusOr<bool> NextAny(std::string* line);
  absl::StatusOr<bool> Fill();
  void Keep(size_t end, std::string* line);

  ByteStream* const stream_;
  const size_t max_bytes_;
  std::string buffer_;
  size_t start_ = 0;  // of what is not yet given
  uint64_t number_ = 0;
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_LINE_READER_H_
