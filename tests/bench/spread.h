// Figures of several rounds: the median and how far they lie apart.
#ifndef TRIVSEL_TESTS_BENCH_SPREAD_H_
#define TRIVSEL_TESTS_BENCH_SPREAD_H_

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"

namespace trivsel::bench {

class Spread {
 public:
  void Add(double value) {
    values_.insert(std::upper_bound(values_.begin(), values_.end(), value),
                   value);
  }
  bool empty() const { return values_.empty(); }
  double Median() const {
    if (values_.empty()) return 0;
    const size_t middle = values_.size() / 2;
    return values_.size() % 2 == 1
               ? values_[middle]
               : (values_[middle - 1] + values_[middle]) / 2;
  }
  // "24100/s [22800-25050]"
  std::string Text() const {
    if (values_.empty()) return "-";
    return absl::StrFormat("%9.0f/s [%.0f-%.0f]", Median(), values_.front(),
                           values_.back());
  }
  // "0.95x [0.90-1.02]"
  std::string Ratio() const {
    if (values_.empty()) return "-";
    return absl::StrFormat("%.2fx [%.2f-%.2f]", Median(), values_.front(),
                           values_.back());
  }

 private:
  std::vector<double> values_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_SPREAD_H_
