#include "gateway/ingest/admission.h"

#include <utility>

namespace trivsel::gateway::ingest {

namespace v1 = trivsel::gateway::v1;

Admission::Ticket::Ticket(Ticket&& other) noexcept
    : admission_(std::exchange(other.admission_, nullptr)),
      submitter_(other.submitter_),
      bytes_(other.bytes_),
      reports_(other.reports_) {}

Admission::Ticket::~Ticket() {
  if (admission_ != nullptr) admission_->Release(submitter_, bytes_, reports_);
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

std::variant<Admission::Ticket, Refusal> Admission::Admit(
    int32_t submitter, int64_t bytes, int64_t reports,
    absl::Duration time_left) {
  std::lock_guard lock(mutex_);
  if (closed_) {
    last_knock_ = clock_.Now();
    return Refusal{v1::ERROR_REASON_SHUTTING_DOWN, absl::Seconds(1)};
  }
  if (full_) return Refuse(v1::ERROR_REASON_OVERLOADED);
  const bool idle = total_.reports == 0;
  const Use after{total_.bytes + bytes, total_.reports + reports};
  if (!idle &&
      (after.bytes > limits_.bytes || after.reports > limits_.reports)) {
    full_ = true;
    return Refuse(v1::ERROR_REASON_OVERLOADED);
  }
  Use& own = by_submitter_[submitter];
  if (Reaches(total_, 2) && Reaches(own, 4)) {
    return Refuse(v1::ERROR_REASON_SUBMITTER_SHARE_EXHAUSTED);
  }
  const absl::Duration wait = pace_.Expect(after.reports);
  if (!idle && wait > time_left) {
    Refusal refusal = Refuse(v1::ERROR_REASON_OVERLOADED);
    refusal.retry_after += (wait - time_left) / 2;
    return refusal;
  }
  pace_.OnEntered(total_.reports, clock_.Now());
  total_ = after;
  own.bytes += bytes;
  own.reports += reports;
  return Ticket(this, submitter, bytes, reports);
}

void Admission::Release(int32_t submitter, int64_t bytes, int64_t reports) {
  std::lock_guard lock(mutex_);
  total_.bytes -= bytes;
  total_.reports -= reports;
  pace_.OnLeft(reports, clock_.Now());
  Use& own = by_submitter_[submitter];
  own.bytes -= bytes;
  own.reports -= reports;
  if (full_ && !Reaches(total_, 2)) full_ = false;
}

void Admission::Close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  last_knock_ = clock_.Now();
}

bool Admission::QuietFor(absl::Duration duration) const {
  std::lock_guard lock(mutex_);
  return closed_ && total_.reports == 0 &&
         clock_.Now() - last_knock_ >= duration;
}

int64_t Admission::bytes() const {
  std::lock_guard lock(mutex_);
  return total_.bytes;
}

int64_t Admission::reports() const {
  std::lock_guard lock(mutex_);
  return total_.reports;
}

}  // namespace trivsel::gateway::ingest
