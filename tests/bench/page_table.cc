#include "tests/bench/page_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "absl/strings/str_cat.h"

namespace trivsel::bench {
namespace {

constexpr double kMostMilliseconds = 100;
constexpr double kMostRatio = 2;

bool TooSlow(const PageFigures& page) {
  return page.many.Quantile(0.5) > kMostMilliseconds;
}
bool TooSteep(const PageFigures& page) { return page.Ratio() > kMostRatio; }

// printf counts octets, people letters.
std::string Padded(const std::string& text, size_t width) {
  const auto letters =
      static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
      }));
  return text + std::string(letters < width ? width - letters : 0, ' ');
}

}  // namespace

void PageTimes::Add(const PageReader::Answer& answer) {
  const double took = absl::ToDoubleMilliseconds(answer.took);
  bytes_ = answer.body.size();
  if (first_ < 0) {
    first_ = took;
    return;
  }
  later_.insert(std::upper_bound(later_.begin(), later_.end(), took), took);
}

double PageTimes::Quantile(double share) const {
  if (later_.empty()) return first_;
  const auto last = static_cast<double>(later_.size() - 1);
  const auto at = static_cast<size_t>(std::ceil(share * last));
  return later_[at];
}

void PrintTable(const std::string& title,
                const std::vector<PageFigures>& figures) {
  std::printf("\n%s %7s %7s %7s  %7s %7s %7s  %6s  %15s\n",
              Padded(title, 34).c_str(), "few p50", "p99", "first", "many p50",
              "p99", "first", "ratio", "bytes few, many");
  for (const PageFigures& page : figures) {
    std::printf(
        "%s %7.1f %7.1f %7.1f  %8.1f %7.1f %7.1f  %6.2f  %7zu %7zu%s%s\n",
        Padded(page.name, 34).c_str(), page.few.Quantile(0.5),
        page.few.Quantile(0.99), page.few.first(), page.many.Quantile(0.5),
        page.many.Quantile(0.99), page.many.first(), page.Ratio(),
        page.few.bytes(), page.many.bytes(), TooSlow(page) ? "  SLOW" : "",
        TooSteep(page) ? "  STEEP" : "");
  }
  std::fflush(stdout);
}

void PageVerdict::Take(const std::string& who,
                       const std::vector<PageFigures>& figures) {
  for (const PageFigures& page : figures) {
    ++pages_;
    too_slow_ += TooSlow(page);
    too_steep_ += TooSteep(page);
    const std::string name = absl::StrCat(page.name, " (", who, ")");
    if (page.many.Quantile(0.5) > slowest_took_) {
      slowest_took_ = page.many.Quantile(0.5);
      slowest_ = name;
    }
    if (page.Ratio() > steepest_ratio_) {
      steepest_ratio_ = page.Ratio();
      steepest_ = name;
    }
  }
}

void PageVerdict::Print() const {
  std::printf("\n%d pages. Slowest: %s, %.1f ms. Steepest: %s, %.2f times.\n",
              pages_, slowest_.c_str(), slowest_took_, steepest_.c_str(),
              steepest_ratio_);
  std::printf("At most %.0f ms at the median: %s (%d over).\n",
              kMostMilliseconds, too_slow_ == 0 ? "holds" : "DOES NOT HOLD",
              too_slow_);
  std::printf("At most %.0f times what few take: %s (%d over).\n", kMostRatio,
              too_steep_ == 0 ? "holds" : "DOES NOT HOLD", too_steep_);
}

}  // namespace trivsel::bench
