#include "gateway/ingest/call_limit.h"

#include <utility>

namespace trivsel::gateway::ingest {

CallLimit::Ticket::Ticket(Ticket&& other) noexcept
    : limit_(std::exchange(other.limit_, nullptr)), share_(other.share_) {}

CallLimit::Ticket& CallLimit::Ticket::operator=(Ticket&& other) noexcept {
  if (this == &other) return *this;
  Leave();
  limit_ = std::exchange(other.limit_, nullptr);
  share_ = other.share_;
  return *this;
}

void CallLimit::Ticket::Leave() {
  if (CallLimit* limit = std::exchange(limit_, nullptr)) limit->Release(share_);
}

int64_t CallLimit::Count(const Share& share) const {
  const auto found = calls_.find(share);
  return found == calls_.end() ? 0 : found->second;
}

void CallLimit::Add(const Share& share, int64_t calls) {
  const auto entry = calls_.try_emplace(share, 0).first;
  entry->second += calls;
  if (entry->second == 0) calls_.erase(entry);
}

std::variant<CallLimit::Ticket, CallLimit::Full> CallLimit::Enter(
    const Share& share, int64_t limit) {
  if (limit <= 0) return Ticket();
  const Share whole{share.submitter, 0};
  std::lock_guard lock(mutex_);
  const int64_t held = Count(whole);
  if (held >= limit) return Full{held};
  if (share.municipality != 0) {
    if (!LeavesRoom(Count(share), limit - held)) return Full{held};
    Add(share, 1);
  }
  Add(whole, 1);
  return Ticket(this, share);
}

void CallLimit::Release(const Share& share) {
  std::lock_guard lock(mutex_);
  if (share.municipality != 0) Add(share, -1);
  Add({share.submitter, 0}, -1);
}

int64_t CallLimit::Held(int32_t submitter) const {
  std::lock_guard lock(mutex_);
  return Count({submitter, 0});
}

size_t CallLimit::size() const {
  std::lock_guard lock(mutex_);
  return calls_.size();
}

}  // namespace trivsel::gateway::ingest
