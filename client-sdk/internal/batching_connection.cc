#include "client-sdk/internal/batching_connection.h"

#include <algorithm>
#include <utility>

namespace trivsel::client::internal {
namespace {

using std::chrono::steady_clock;

// Tag and length of a submission inside the request.
constexpr size_t kEnvelopeBytes = 8;

steady_clock::time_point DueAfter(absl::Duration hold) {
  // A hold of days must not overflow the clock.
  const absl::Duration bounded = std::min(hold, absl::Hours(24 * 365));
  return steady_clock::now() + absl::ToChronoNanoseconds(bounded);
}

}  // namespace

BatchingConnection::BatchingConnection(std::shared_ptr<Connection> inner,
                                       const BatchingOptions& options,
                                       std::shared_ptr<TimeSource> time)
    : ForwardingConnection(std::move(inner)),
      options_(options),
      time_(std::move(time)) {
  for (int i = 0; i < options_.max_in_flight; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

BatchingConnection::~BatchingConnection() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void BatchingConnection::Submit(SubmitParams params, SubmitCallback done) {
  const size_t bytes = params.submission.ByteSizeLong() + kEnvelopeBytes;
  const auto due = DueAfter(options_.max_hold);
  {
    std::lock_guard lock(mutex_);
    pending_.push_back({std::move(params), std::move(done), bytes, due});
    pending_bytes_ += bytes;
    // The first one starts the wait of its batch, the last one ends it;
    // those between change nothing.
    if (pending_.size() > 1 && !IsFull()) return;
  }
  changed_.notify_one();
}

bool BatchingConnection::IsFull() const {
  return pending_.size() >= options_.max_reports ||
         pending_bytes_ >= options_.max_bytes;
}

std::vector<BatchingConnection::Item> BatchingConnection::TakeBatch() {
  std::vector<Item> batch;
  size_t bytes = 0;
  while (!pending_.empty() && batch.size() < options_.max_reports) {
    Item& next = pending_.front();
    if (!batch.empty() && bytes + next.bytes > options_.max_bytes) break;
    bytes += next.bytes;
    batch.push_back(std::move(next));
    pending_.pop_front();
  }
  pending_bytes_ -= bytes;
  return batch;
}

void BatchingConnection::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !pending_.empty(); });
    if (pending_.empty()) return;  // stopping, and all is sent
    if (!stopping_ && !IsFull() && steady_clock::now() < pending_.front().due) {
      // Woken early, by time or by another thread's batch: look again.
      changed_.wait_until(lock, pending_.front().due);
      continue;
    }
    std::vector<Item> batch = TakeBatch();
    if (!pending_.empty()) changed_.notify_one();
    lock.unlock();
    Send(std::move(batch));
    lock.lock();
  }
}

void BatchingConnection::Send(std::vector<Item> items) {
  // A report whose time ran out in the queue is answered and not sent; the
  // rest may take as long as the most patient of them.
  const absl::Time now = time_->Now();
  const auto late = std::stable_partition(
      items.begin(), items.end(),
      [now](const Item& item) { return item.params.deadline > now; });
  for (auto it = late; it != items.end(); ++it) {
    it->done(absl::DeadlineExceededError("not sent before the deadline"));
  }
  items.erase(late, items.end());
  if (items.empty()) return;
  SubmitBatchParams batch;
  batch.deadline = absl::InfinitePast();
  for (Item& item : items) {
    batch.deadline = std::max(batch.deadline, item.params.deadline);
    *batch.request.add_submissions() = std::move(item.params.submission);
  }
  Outcomes outcomes = inner().SubmitBatch(batch);
  for (size_t i = 0; i < items.size(); ++i) {
    items[i].done(std::move(outcomes[i]));
  }
}

}  // namespace trivsel::client::internal
