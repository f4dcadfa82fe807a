#include "client-sdk/cli/backload/position_set.h"

#include <iterator>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace trivsel::cli::backload {
namespace {

bool ReadNumber(std::string_view text, uint64_t* number) {
  // SimpleAtoi would take spaces and a sign.
  return text.find_first_not_of("0123456789") == std::string_view::npos &&
         absl::SimpleAtoi(absl::string_view(text.data(), text.size()), number);
}

}  // namespace

void PositionSet::Add(uint64_t position) {
  if (Contains(position)) return;
  ++size_;
  auto next = ranges_.upper_bound(position);
  uint64_t end = position + 1;
  if (next != ranges_.end() && next->first == end) {
    end = next->second;
    next = ranges_.erase(next);
  }
  if (next != ranges_.begin() && std::prev(next)->second == position) {
    std::prev(next)->second = end;
  } else {
    ranges_.emplace_hint(next, position, end);
  }
}

bool PositionSet::Contains(uint64_t position) const {
  const auto next = ranges_.upper_bound(position);
  return next != ranges_.begin() && position < std::prev(next)->second;
}

std::string PositionSet::ToText() const {
  std::string text;
  for (const auto& [first, end] : ranges_) {
    absl::StrAppend(&text, text.empty() ? "" : ",", first);
    if (end > first + 1) absl::StrAppend(&text, "-", end - 1);
  }
  return text;
}

absl::StatusOr<PositionSet> PositionSet::FromText(std::string_view text) {
  PositionSet set;
  uint64_t after = 0;  // ranges rise, with a gap between
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    const std::string_view range = text.substr(0, comma);
    const size_t dash = std::min(range.find('-'), range.size());
    uint64_t first = 0, last = 0;
    if (!ReadNumber(range.substr(0, dash), &first)) {
      return absl::DataLossError("not a range");
    }
    last = first;
    if (dash < range.size() && !ReadNumber(range.substr(dash + 1), &last)) {
      return absl::DataLossError("not a range");
    }
    if (last < first || last == std::numeric_limits<uint64_t>::max() ||
        (!set.ranges_.empty() && first <= after)) {
      return absl::DataLossError("ranges out of order");
    }
    set.ranges_.emplace_hint(set.ranges_.end(), first, last + 1);
    set.size_ += last - first + 1;
    after = last + 1;
    if (comma == text.size()) return set;
    text.remove_prefix(comma + 1);
    if (text.empty()) return absl::DataLossError("not a range");
  }
  return set;
}

}  // namespace trivsel::cli::backload
