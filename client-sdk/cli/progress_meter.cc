#include "client-sdk/cli/progress_meter.h"

#include <algorithm>
#include <cstdio>

namespace trivsel::cli {
namespace {

constexpr size_t kWidth = 30;
// Speed is that of the last seconds: an outage is over when it is over.
constexpr absl::Duration kWindow = absl::Seconds(15);
constexpr absl::Duration kSampleEvery = absl::Milliseconds(500);

std::string ClockText(int64_t seconds) {
  char text[32];
  if (seconds >= 3600) {
    std::snprintf(
        text, sizeof text, "%d:%02d:%02d", static_cast<int>(seconds / 3600),
        static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  } else {
    std::snprintf(text, sizeof text, "%d:%02d", static_cast<int>(seconds / 60),
                  static_cast<int>(seconds % 60));
  }
  return text;
}

}  // namespace

ProgressMeter::ProgressMeter(uint64_t total_bytes, absl::Time start)
    : total_bytes_(total_bytes), last_{start, 0, 0} {
  samples_.push_back(last_);
}

void ProgressMeter::Update(absl::Time now, uint64_t reports, uint64_t bytes) {
  last_ = {now, reports, bytes};
  if (now - samples_.back().time >= kSampleEvery) samples_.push_back(last_);
  while (samples_.size() > 2 && now - samples_[1].time >= kWindow) {
    samples_.pop_front();
  }
}

int ProgressMeter::Percent() const {
  if (total_bytes_ == 0) return 0;
  const uint64_t done = std::min(last_.bytes, total_bytes_);
  return static_cast<int>(static_cast<double>(done) * 100 /
                          static_cast<double>(total_bytes_));
}

double ProgressMeter::ReportsPerSecond() const {
  const Sample& first = samples_.front();
  const double seconds = absl::ToDoubleSeconds(last_.time - first.time);
  if (seconds <= 0) return 0;
  return static_cast<double>(last_.reports - first.reports) / seconds;
}

std::string ProgressMeter::TimeLeft() const {
  const Sample& first = samples_.front();
  const double seconds = absl::ToDoubleSeconds(last_.time - first.time);
  const double bytes = static_cast<double>(last_.bytes - first.bytes);
  if (total_bytes_ == 0 || bytes <= 0 || seconds <= 0) return "";
  const uint64_t left = total_bytes_ - std::min(last_.bytes, total_bytes_);
  return ClockText(
      static_cast<int64_t>(static_cast<double>(left) / bytes * seconds));
}

std::string ProgressMeter::Bar() const {
  char text[128];
  std::snprintf(text, sizeof text, "%llu  %.0f/s",
                static_cast<unsigned long long>(last_.reports),
                ReportsPerSecond());
  if (total_bytes_ == 0) return text;
  const size_t filled = static_cast<size_t>(Percent()) * kWidth / 100;
  std::string bar =
      "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "] ";
  bar += std::to_string(Percent()) + " %  " + text;
  const std::string left = TimeLeft();
  return left.empty() ? bar : bar + "  -" + left;
}

std::string ProgressMeter::Line(Language language) const {
  char rate[32];
  std::snprintf(rate, sizeof rate, "%.0f/s", ReportsPerSecond());
  const std::string count = std::to_string(last_.reports);
  const std::string share =
      total_bytes_ == 0 ? "" : std::to_string(Percent()) + " %, ";
  const std::string left = TimeLeft();
  std::string danish = share + count + " rapporter, " + rate;
  std::string english = share + count + " reports, " + rate;
  if (!left.empty()) {
    danish += ", " + left + " tilbage";
    english += ", " + left + " left";
  }
  return Say({danish, english}, language);
}

}  // namespace trivsel::cli
