#include "client-sdk/cli/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include <cerrno>
#include <utility>

namespace trivsel::cli {
namespace {

constexpr size_t kBlockBytes = 64 * 1024;
// A tar archive ends with blocks of this size full of zeros.
constexpr size_t kTarBlock = 512;

// Names are UTF-8 in the newer forms of tar and just bytes in the oldest.
std::string NameOf(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  return name == nullptr ? "" : name;
}

}  // namespace

class ArchiveReader::State final : public ByteStream {
 public:
  explicit State(std::unique_ptr<FileStream> file) : file_(std::move(file)) {}
  ~State() override { archive_read_free(archive_); }

  absl::Status Start(Format format);
  absl::StatusOr<std::optional<std::string>> NextFile();
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override;
  uint64_t consumed() const { return file_->consumed(); }

 private:
  static la_ssize_t GiveBlock(archive*, void* self, const void** block);
  la_ssize_t NextBlock(const void** block);
  absl::Status Broken() const;
  bool EndsTooSoon() const;

  const std::unique_ptr<FileStream> file_;
  archive* const archive_ = archive_read_new();
  std::string block_;
  absl::Status file_error_;
  bool file_ended_ = false;
  std::string tail_;  // the last bytes of the file
};

la_ssize_t ArchiveReader::State::GiveBlock(archive*, void* self,
                                           const void** block) {
  return static_cast<State*>(self)->NextBlock(block);
}

la_ssize_t ArchiveReader::State::NextBlock(const void** block) {
  block_.resize(kBlockBytes);
  const auto got = file_->Read(block_.data(), block_.size());
  if (!got.ok()) {
    file_error_ = got.status();
    archive_set_error(archive_, EIO, "read");
    return ARCHIVE_FATAL;
  }
  file_ended_ = *got == 0;
  tail_.append(block_, 0, *got);
  if (tail_.size() > kTarBlock) tail_.erase(0, tail_.size() - kTarBlock);
  *block = block_.data();
  return static_cast<la_ssize_t>(*got);
}

absl::Status ArchiveReader::State::Broken() const {
  if (!file_error_.ok()) return file_error_;
  const char* why = archive_error_string(archive_);
  return absl::DataLossError(why == nullptr ? "broken archive" : why);
}

// The library takes an archive that lacks its end for a whole one.
bool ArchiveReader::State::EndsTooSoon() const {
  if (!file_ended_ || archive_format(archive_) == ARCHIVE_FORMAT_RAW) {
    return false;
  }
  return archive_filter_code(archive_, 0) == ARCHIVE_FILTER_NONE &&
         tail_.find_first_not_of('\0') != std::string::npos;
}

absl::Status ArchiveReader::State::Start(Format format) {
  archive_read_support_filter_gzip(archive_);
  archive_read_support_filter_zstd(archive_);
  archive_read_support_filter_xz(archive_);
  archive_read_support_filter_bzip2(archive_);
  if (format == Format::kTar) {
    archive_read_support_format_tar(archive_);
  } else {
    archive_read_support_format_raw(archive_);
  }
  const int opened =
      archive_read_open(archive_, this, nullptr, GiveBlock, nullptr);
  return opened == ARCHIVE_OK ? absl::OkStatus() : Broken();
}

absl::StatusOr<std::optional<std::string>> ArchiveReader::State::NextFile() {
  while (true) {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(archive_, &entry);
    if (result == ARCHIVE_EOF) {
      if (EndsTooSoon()) return absl::DataLossError("Truncated tar archive");
      return std::optional<std::string>();
    }
    if (result == ARCHIVE_RETRY) continue;
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) return Broken();
    // Links have no content of their own.
    if (archive_entry_filetype(entry) == AE_IFREG &&
        archive_entry_hardlink(entry) == nullptr) {
      return std::optional<std::string>(NameOf(entry));
    }
  }
}

absl::StatusOr<size_t> ArchiveReader::State::Read(char* buffer, size_t size) {
  while (true) {
    const la_ssize_t got = archive_read_data(archive_, buffer, size);
    if (got >= 0) return static_cast<size_t>(got);
    if (got != ARCHIVE_RETRY) return Broken();
  }
}

ArchiveReader::ArchiveReader(std::unique_ptr<State> state)
    : state_(std::move(state)) {}

ArchiveReader::~ArchiveReader() = default;

absl::StatusOr<std::unique_ptr<ArchiveReader>> ArchiveReader::Open(
    std::unique_ptr<FileStream> file, Format format) {
  auto state = std::make_unique<State>(std::move(file));
  const absl::Status started = state->Start(format);
  if (!started.ok()) return started;
  return std::unique_ptr<ArchiveReader>(new ArchiveReader(std::move(state)));
}

absl::StatusOr<std::optional<std::string>> ArchiveReader::NextFile() {
  return state_->NextFile();
}

ByteStream* ArchiveReader::content() { return state_.get(); }

uint64_t ArchiveReader::consumed() const { return state_->consumed(); }

}  // namespace trivsel::cli
