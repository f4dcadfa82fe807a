#include "gateway/ingest/receipt_watch.h"

#include <utility>

#include "gateway/ingest/grpc_status.h"
#include "gateway/ingest/report_scope.h"
#include "gateway/ingest/stored_report_codec.h"

namespace trivsel::gateway::ingest {
namespace {

constexpr int kMaxPage = 200;

}  // namespace

std::shared_ptr<ReceiptWatch> ReceiptWatch::Make(
    CallerPtr caller, Recheck recheck, std::vector<std::string> wanted,
    std::string standard_url) {
  std::shared_ptr<ReceiptWatch> watch(
      new ReceiptWatch(std::move(caller), std::move(recheck), std::move(wanted),
                       std::move(standard_url)));
  watch->self_ = watch;
  return watch;
}

bool ReceiptWatch::IsStillLetIn() {
  auto verdict = recheck_(*caller_);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    Cut(ToGrpcStatus(*refusal));
    return false;
  }
  caller_ = std::get<CallerPtr>(std::move(verdict));
  return true;
}

absl::Status ReceiptWatch::Begin(const queue::ReportReader& reader) {
  // First the position, then the look: what is settled in between is seen
  // twice at worst, and told once.
  absl::StatusOr<queue::ReceiptPosition> now = reader.Now();
  if (!now.ok()) return now.status();
  if (!all_) {
    auto found =
        reader.Find(ScopeOf(*caller_), {wanted_.begin(), wanted_.end()});
    if (!found.ok()) return found.status();
    std::erase_if(*found,
                  [](const auto& stored) { return !IsSettled(stored); });
    Offer(*std::move(found));
  }
  position_ = *now;
  std::lock_guard lock(mutex_);
  if (!began_) {
    began_ = true;
    StartSendInitialMetadata();
  }
  return absl::OkStatus();
}

absl::Status ReceiptWatch::Follow(const queue::ReportReader& reader) {
  if (ended() || !IsStillLetIn()) return absl::OkStatus();
  if (!position_) {
    if (absl::Status status = Begin(reader); !status.ok()) return status;
  }
  bool more = true;
  while (more && !busy()) {
    auto page = reader.SettledAfter(ScopeOf(*caller_), *position_, kMaxPage);
    if (!page.ok()) return page.status();
    position_ = page->next;
    more = page->more;
    Offer(std::move(page->reports));
  }
  return absl::OkStatus();
}

void ReceiptWatch::Offer(std::vector<queue::StoredReport> reports) {
  std::lock_guard lock(mutex_);
  for (queue::StoredReport& stored : reports) {
    if (!all_) {
      const auto wanted = wanted_.find(stored.report_id);
      if (wanted == wanted_.end()) continue;
      if (IsSettled(stored)) wanted_.erase(wanted);
    }
    ToReport(std::move(stored), standard_url_,
             outbox_.emplace_back().mutable_report());
  }
  if (!all_ && wanted_.empty() && !end_) end_ = grpc::Status::OK;
  WriteNext();
}

bool ReceiptWatch::busy() const {
  std::lock_guard lock(mutex_);
  return finished_ || end_ || !outbox_.empty() || writing_;
}

bool ReceiptWatch::ended() const {
  std::lock_guard lock(mutex_);
  return finished_;
}

void ReceiptWatch::End(grpc::Status status) {
  std::lock_guard lock(mutex_);
  if (!end_) end_ = std::move(status);
  WriteNext();
}

void ReceiptWatch::Cut(grpc::Status status) {
  std::lock_guard lock(mutex_);
  while (outbox_.size() > (writing_ ? 1u : 0u)) outbox_.pop_back();
  if (!finished_) end_ = std::move(status);
  WriteNext();
}

void ReceiptWatch::WriteNext() {
  if (writing_ || finished_) return;
  if (!outbox_.empty()) {
    writing_ = began_ = true;
    StartWrite(&outbox_.front());
  } else if (end_) {
    finished_ = began_ = true;
    seat_.Leave();
    Finish(*end_);
  }
}

void ReceiptWatch::OnWriteDone(bool ok) {
  std::lock_guard lock(mutex_);
  writing_ = false;
  outbox_.pop_front();
  if (!ok) {
    outbox_.clear();
    if (!end_) end_ = grpc::Status::CANCELLED;
  }
  WriteNext();
}

void ReceiptWatch::OnCancel() {
  std::lock_guard lock(mutex_);
  if (!writing_) outbox_.clear();
  if (!end_) end_ = grpc::Status::CANCELLED;
  WriteNext();
}

void ReceiptWatch::OnDone() {
  std::shared_ptr<ReceiptWatch> self;
  {
    std::lock_guard lock(mutex_);
    finished_ = true;
    seat_.Leave();
    self = std::move(self_);
  }
  // Here it goes, unless the hub is just looking at it.
}

}  // namespace trivsel::gateway::ingest
