#include "client-sdk/cli/line_reader.h"

#include <algorithm>

namespace trivsel::cli {
namespace {

constexpr size_t kBufferBytes = 256 * 1024;

bool IsBlank(const std::string& line) {
  return line.find_first_not_of(" \t\r") == std::string::npos;
}

}  // namespace

absl::StatusOr<bool> LineReader::Fill() {
  buffer_.resize(kBufferBytes);
  const auto got = stream_->Read(buffer_.data(), buffer_.size());
  buffer_.resize(got.ok() ? *got : 0);
  start_ = 0;
  if (!got.ok()) return got.status();
  return *got > 0;
}

void LineReader::Keep(size_t end, std::string* line) {
  line->append(buffer_, start_,
               std::min(end - start_, max_bytes_ - line->size()));
}

absl::StatusOr<bool> LineReader::NextAny(std::string* line) {
  line->clear();
  bool begun = false;
  while (true) {
    if (start_ == buffer_.size()) {
      const auto filled = Fill();
      if (!filled.ok()) return filled.status();
      if (!*filled) break;
    }
    begun = true;
    const size_t end = buffer_.find('\n', start_);
    if (end != std::string::npos) {
      Keep(end, line);
      start_ = end + 1;
      break;
    }
    Keep(buffer_.size(), line);
    start_ = buffer_.size();
  }
  if (!begun) return false;
  ++number_;
  if (!line->empty() && line->back() == '\r') line->pop_back();
  if (number_ == 1 && line->compare(0, 3, "\xef\xbb\xbf") == 0) {
    line->erase(0, 3);
  }
  return true;
}

absl::StatusOr<bool> LineReader::Next(std::string* line) {
  while (true) {
    const auto more = NextAny(line);
    if (!more.ok() || !*more || !IsBlank(*line)) return more;
  }
}

}  // namespace trivsel::cli
