#include "client-sdk/cli/progress.h"

#include <cstdio>
#include <string>

namespace trivsel::cli {
namespace {

constexpr absl::Duration kFirstBar = absl::Seconds(1);
constexpr absl::Duration kBarEvery = absl::Milliseconds(100);
constexpr absl::Duration kFirstLine = absl::Seconds(10);
constexpr absl::Duration kLineEvery = absl::Seconds(30);

}  // namespace

void Progress::Show(uint64_t reports, uint64_t bytes) {
  const absl::Time now = absl::Now();
  meter_.Update(now, reports, bytes);
  if (view_.progress) {
    ShowBar(now);
  } else {
    ShowLine(now);
  }
}

void Progress::ShowBar(absl::Time now) {
  if (now - start_ < kFirstBar || now - last_ < kBarEvery) return;
  last_ = now;
  visible_ = true;
  std::fprintf(stderr, "\r%s\x1b[K", meter_.Bar().c_str());
}

void Progress::ShowLine(absl::Time now) {
  const bool first = last_ == start_;
  if (now - last_ < (first ? kFirstLine : kLineEvery)) return;
  last_ = now;
  std::fprintf(stderr, "trivsel: %s\n", meter_.Line(view_.language).c_str());
}

void Progress::Hide() {
  if (!visible_) return;
  visible_ = false;
  std::fputs("\r\x1b[K", stderr);
}

}  // namespace trivsel::cli
