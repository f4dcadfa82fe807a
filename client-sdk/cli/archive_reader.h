// The files in a tar archive, and what a packed file holds. The only file that
// knows libarchive.
#ifndef TRIVSEL_CLIENT_SDK_CLI_ARCHIVE_READER_H_
#define TRIVSEL_CLIENT_SDK_CLI_ARCHIVE_READER_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "client-sdk/cli/byte_stream.h"

namespace trivsel::cli {

// Plain or packed with gzip, zstd, xz or bzip2; never holds more than a block
// of it. Reads content alone: nothing is ever written to the disk. Not thread
// safe.
class ArchiveReader {
 public:
  enum class Format {
    kTar,
    kPacked,  // one packed file, as of gzip
  };

  static absl::StatusOr<std::unique_ptr<ArchiveReader>> Open(
      std::unique_ptr<FileStream> file, Format format);
  ~ArchiveReader();

  // The name of the next regular file; nothing at the end. DATA_LOSS when the
  // archive is broken or ends too soon.
  absl::StatusOr<std::optional<std::string>> NextFile();
  // What is in it; good until the next NextFile.
  ByteStream* content();
  // Bytes of the archive that have been read, packed.
  uint64_t consumed() const;

 private:
  class State;
  explicit ArchiveReader(std::unique_ptr<State> state);

  const std::unique_ptr<State> state_;
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_ARCHIVE_READER_H_
