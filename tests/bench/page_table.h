// How long pages took, as a table, and whether the limits hold.
#ifndef TRIVSEL_TESTS_BENCH_PAGE_TABLE_H_
#define TRIVSEL_TESTS_BENCH_PAGE_TABLE_H_

#include <string>
#include <vector>

#include "tests/bench/page_reader.h"

namespace trivsel::bench {

// A page's times in milliseconds; the first call by itself.
class PageTimes {
 public:
  void Add(const PageReader::Answer& answer);
  double first() const { return first_; }
  // Of all but the first; of the first if there is no other. `share` 0.5 is
  // the median.
  double Quantile(double share) const;
  size_t bytes() const { return bytes_; }

 private:
  double first_ = -1;
  std::vector<double> later_;
  size_t bytes_ = 0;
};

struct PageFigures {
  std::string name;
  PageTimes few, many;

  double Ratio() const { return many.Quantile(0.5) / few.Quantile(0.5); }
};

void PrintTable(const std::string& title,
                const std::vector<PageFigures>& figures);

// The limits: at the median at most 100 ms, and at most twice what few take.
class PageVerdict {
 public:
  void Take(const std::string& who, const std::vector<PageFigures>& figures);
  void Print() const;

 private:
  std::string slowest_, steepest_;
  double slowest_took_ = 0, steepest_ratio_ = 0;
  int pages_ = 0, too_slow_ = 0, too_steep_ = 0;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_PAGE_TABLE_H_
