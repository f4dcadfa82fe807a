#include "trivsel/client/report_range.h"

namespace trivsel::client {

bool ReportRange::Advance() {
  // A page may be empty and yet not the last.
  while (next_ >= page_.reports_size()) {
    if (last_page_) return false;
    auto page = loader_(page_.next_page_token());
    if (!page.ok()) {
      last_page_ = true;
      page_.Clear();
      next_ = 0;
      current_ = page.status();
      return true;
    }
    page_ = *std::move(page);
    next_ = 0;
    last_page_ = page_.next_page_token().empty();
  }
  current_ = std::move(*page_.mutable_reports(next_++));
  return true;
}

}  // namespace trivsel::client
