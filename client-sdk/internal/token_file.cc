// TokenFile: see token_source.h.
#include <fstream>
#include <mutex>
#include <utility>

#include "client-sdk/internal/danish_status.h"
#include "client-sdk/internal/file_stamp.h"
#include "trivsel/client/token_source.h"

namespace trivsel::client {
namespace {

// Four times the largest token that any gateway takes; more is another file.
constexpr size_t kMaxBytes = 64 * 1024;
constexpr char kWhiteSpace[] = " \t\r\n";

std::string Trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

absl::Status NoToken(const std::string& path, const std::string& danish,
                     const std::string& english) {
  return internal::DanishStatus(absl::StatusCode::kFailedPrecondition,
                                "token-filen " + path + " " + danish,
                                "the token file " + path + " " + english);
}

class FileSource final : public TokenSource {
 public:
  explicit FileSource(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<std::string> Token(bool refresh) override {
    std::lock_guard lock(mutex_);
    // Looked at before it is read: a change in between is seen next time.
    const internal::FileStamp stamp = internal::StampOf(path_);
    if (!token_.empty() && !refresh && stamp == stamp_) return token_;
    absl::StatusOr<std::string> read = Read();
    if (!read.ok()) {
      if (token_.empty() || refresh) return read;
      return token_;
    }
    stamp_ = stamp;
    token_ = *std::move(read);
    return token_;
  }

 private:
  absl::StatusOr<std::string> Read() const {
    std::ifstream file(path_, std::ios::binary);
    std::string bytes(kMaxBytes + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (file.bad() || !file.is_open()) {
      return NoToken(path_, "kan ikke læses", "cannot be read");
    }
    bytes.resize(static_cast<size_t>(file.gcount()));
    if (bytes.size() > kMaxBytes) {
      return NoToken(path_, "er for stor til at være et token",
                     "is too large to be a token");
    }
    std::string token = Trimmed(bytes);
    if (token.empty()) return NoToken(path_, "er tom", "is empty");
    return token;
  }

  const std::string path_;
  std::mutex mutex_;
  internal::FileStamp stamp_;
  std::string token_;
};

}  // namespace

std::shared_ptr<TokenSource> TokenFile(std::string path) {
  return std::make_shared<FileSource>(std::move(path));
}

}  // namespace trivsel::client
