// All reports that match a filter, page by page, as one range.
#ifndef TRIVSEL_CLIENT_REPORT_RANGE_H_
#define TRIVSEL_CLIENT_REPORT_RANGE_H_

#include <cstddef>
#include <functional>
#include <iterator>
#include <utility>

#include "absl/status/statusor.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::client {

// An input range, newest report first: go through it once. The next page is
// asked for when the one before is used up. An error is the last element.
//
//   for (const absl::StatusOr<Report>& report : client.ListReports(filter)) {
//     if (!report.ok()) return report.status();
//   }
//
// Not thread safe.
class ReportRange {
 public:
  using Value = absl::StatusOr<gateway::v1::Report>;
  // Asks for the page that a token names.
  using Loader = std::function<absl::StatusOr<gateway::v1::ListReportsResponse>(
      const std::string& page_token)>;

  explicit ReportRange(Loader loader) : loader_(std::move(loader)) {}

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using pointer = const Value*;
    using reference = const Value&;

    Iterator() = default;
    explicit Iterator(ReportRange* range) : range_(range) { ++*this; }
    reference operator*() const { return range_->current_; }
    pointer operator->() const { return &range_->current_; }
    Iterator& operator++() {
      if (!range_->Advance()) range_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) {
      return a.range_ == b.range_;
    }

   private:
    ReportRange* range_ = nullptr;
  };

  Iterator begin() { return Iterator(this); }
  Iterator end() { return Iterator(); }

 private:
  // Moves current_ on; false at the end.
  bool Advance();

  Loader loader_;
  gateway::v1::ListReportsResponse page_;
  int next_ = 0;
  bool last_page_ = false;
  Value current_{absl::UnknownError("not begun")};
};

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_REPORT_RANGE_H_
