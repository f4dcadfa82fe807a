#include "gateway/ingest/admission.h"

#include <utility>

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;

// While it is full, one that would hold at most this part of what is free
// still gets in.
constexpr int64_t kLittle = 8;

Admission::Ticket::Ticket(Ticket&& other) noexcept
    : admission_(std::exchange(other.admission_, nullptr)),
      share_(other.share_),
      bytes_(other.bytes_),
      reports_(other.reports_) {}

Admission::Ticket::~Ticket() {
  if (admission_ != nullptr) admission_->Release(share_, bytes_, reports_);
}

bool Admission::Reaches(const Use& use, int64_t part) const {
  return use.bytes * part >= limits_.bytes ||
         use.reports * part >= limits_.reports;
}

Refusal Admission::Refuse(v1::ErrorReason reason) {
  // Spread, so that those refused together do not come back together.
  return {reason,
          absl::Milliseconds(50) + random_.Uniform() * absl::Milliseconds(450)};
}

std::optional<Refusal> Admission::Object(const Use& own, const Use& more) {
  const Use free{limits_.bytes - total_.bytes,
                 limits_.reports - total_.reports};
  const bool is_greedy =
      own.reports > 0 && (!LeavesRoom(own.bytes, free.bytes) ||
                          !LeavesRoom(own.reports, free.reports));
  if (is_greedy || (Reaches(total_, 2) && Reaches(own, 4))) {
    return Refuse(v1::ERROR_REASON_SUBMITTER_SHARE_EXHAUSTED);
  }
  const bool little = (own.bytes + more.bytes) * kLittle <= free.bytes &&
                      (own.reports + more.reports) * kLittle <= free.reports;
  if (full_ && !little) return Refuse(v1::ERROR_REASON_OVERLOADED);
  if (more.bytes > free.bytes || more.reports > free.reports) {
    full_ = true;
    return Refuse(v1::ERROR_REASON_OVERLOADED);
  }
  return std::nullopt;
}

std::optional<Refusal> Admission::Deny(const Share& share, const Use& more,
                                       absl::Duration time_left) {
  last_knock_ = clock_.Now();
  if (closed_) {
    return Refusal{v1::ERROR_REASON_SHUTTING_DOWN, absl::Seconds(1)};
  }
  const bool idle = total_.reports == 0;
  if (idle) return std::nullopt;
  const auto held = by_share_.find(share);
  auto objection = Object(held == by_share_.end() ? Use{} : held->second, more);
  if (objection) return objection;
  const absl::Duration wait = pace_.Expect(total_.reports + more.reports);
  if (wait <= time_left) return std::nullopt;
  Refusal refusal = Refuse(v1::ERROR_REASON_OVERLOADED);
  refusal.retry_after += (wait - time_left) / 2;
  return refusal;
}

std::optional<Refusal> Admission::Foresee(const Share& share,
                                          absl::Duration time_left) {
  std::lock_guard lock(mutex_);
  return Deny(share, {1, 1}, time_left);
}

std::variant<Admission::Ticket, Refusal> Admission::Admit(
    const Share& share, int64_t bytes, int64_t reports,
    absl::Duration time_left) {
  std::lock_guard lock(mutex_);
  const Use more{bytes, reports};
  if (auto refusal = Deny(share, more, time_left)) return *std::move(refusal);
  pace_.OnEntered(total_.reports, last_knock_);
  total_ += more;
  by_share_[share] += more;
  return Ticket(this, share, bytes, reports);
}

void Admission::Release(const Share& share, int64_t bytes, int64_t reports) {
  std::lock_guard lock(mutex_);
  const Use less{-bytes, -reports};
  total_ += less;
  pace_.OnLeft(reports, clock_.Now());
  const auto held = by_share_.find(share);
  held->second += less;
  if (held->second.reports == 0) by_share_.erase(held);
  if (full_ && !Reaches(total_, 2)) full_ = false;
}

void Admission::Close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  last_knock_ = clock_.Now();
}

bool Admission::QuietFor(absl::Duration duration) const {
  std::lock_guard lock(mutex_);
  return total_.reports == 0 && clock_.Now() - last_knock_ >= duration;
}

int64_t Admission::bytes() const {
  std::lock_guard lock(mutex_);
  return total_.bytes;
}

int64_t Admission::reports() const {
  std::lock_guard lock(mutex_);
  return total_.reports;
}

size_t Admission::shares() const {
  std::lock_guard lock(mutex_);
  return by_share_.size();
}

}  // namespace trivsel::gateway::ingest
