#include "client-sdk/cli/progress.h"

#include <cstdio>
#include <string>

namespace trivsel::cli {
namespace {

constexpr size_t kWidth = 40;

}  // namespace

void Progress::Show(size_t done) {
  if (!enabled_) return;
  const absl::Time now = absl::Now();
  if (now - start_ < absl::Seconds(1)) return;
  if (now - last_ < absl::Milliseconds(100)) return;
  last_ = now;
  visible_ = true;
  const size_t filled = done * kWidth / total_;
  const std::string bar =
      std::string(filled, '#') + std::string(kWidth - filled, '.');
  std::fprintf(stderr, "\r[%s] %zu/%zu", bar.c_str(), done, total_);
}

void Progress::Hide() {
  if (!visible_) return;
  visible_ = false;
  std::fputs("\r\x1b[K", stderr);
}

}  // namespace trivsel::cli
