#include "client-sdk/cli/backload/child_order.h"

#include <utility>

namespace trivsel::cli::backload {

void ChildOrder::MakeReady(Parcel parcel) {
  ready_bytes_ += parcel.bytes;
  ready_.push_back(std::move(parcel));
}

void ChildOrder::Add(Parcel parcel) {
  ++waiting_;
  if (parcel.child == 0) {
    MakeReady(std::move(parcel));
    return;
  }
  const auto [child, first] = behind_.try_emplace(parcel.child);
  if (first) {
    MakeReady(std::move(parcel));
  } else {
    child->second.push_back(std::move(parcel));
  }
}

std::vector<Parcel> ChildOrder::Take(size_t max_reports, size_t max_bytes) {
  std::vector<Parcel> taken;
  size_t bytes = 0;
  while (!ready_.empty() && taken.size() < max_reports) {
    bytes += ready_.front().bytes;
    if (!taken.empty() && bytes > max_bytes) break;
    ready_bytes_ -= ready_.front().bytes;
    taken.push_back(std::move(ready_.front()));
    ready_.pop_front();
    --waiting_;
  }
  return taken;
}

void ChildOrder::Answered(uint64_t child) {
  const auto found = behind_.find(child);
  if (found == behind_.end()) return;
  if (found->second.empty()) {
    behind_.erase(found);
    return;
  }
  MakeReady(std::move(found->second.front()));
  found->second.pop_front();
}

}  // namespace trivsel::cli::backload
