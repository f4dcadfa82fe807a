#include "client-sdk/cli/backload/sender.h"

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "client-sdk/internal/backoff.h"
#include "trivsel/client/error.h"

namespace trivsel::cli::backload {
namespace {

namespace v1 = trivsel::gateway::v1;

// The same answer would come to every report.
bool IsForUsAll(const absl::Status& status) {
  return absl::IsUnauthenticated(status) || absl::IsUnimplemented(status);
}

// Backoff knows only what the SDK repeats; here more may be.
absl::Status AsTransient(const absl::Status& status) {
  if (client::internal::IsTransient(status)) return status;
  return absl::UnavailableError(status.message());
}

}  // namespace

Sender::Sender(SenderOptions options,
               std::shared_ptr<client::Connection> connection, LinkWatch* link,
               Answer answer)
    : options_(std::move(options)),
      connection_(std::move(connection)),
      link_(link),
      answer_(std::move(answer)) {
  for (int i = 0; i < options_.in_flight; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

Sender::~Sender() {
  Stop();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

bool Sender::Add(Parcel parcel) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] {
    return stopped_ || unanswered_ == 0 ||
           (unanswered_ < options_.window_reports &&
            unanswered_bytes_ + parcel.bytes <= options_.window_bytes);
  });
  if (stopped_) return false;
  ++unanswered_;
  unanswered_bytes_ += parcel.bytes;
  order_.Add(std::move(parcel));
  lock.unlock();
  work_.notify_one();
  return true;
}

Sender::End Sender::Finish() {
  {
    std::lock_guard lock(mutex_);
    finishing_ = true;
  }
  work_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  return end_;
}

void Sender::StopFor(End why, const absl::Status& error) {
  {
    std::lock_guard lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
    end_ = why;
    last_error_ = error;
  }
  work_.notify_all();
  end_now_.notify_all();
  room_.notify_all();
}

bool Sender::stopped() const {
  std::lock_guard lock(mutex_);
  return stopped_;
}

absl::Status Sender::last_error() const {
  std::lock_guard lock(mutex_);
  return last_error_;
}

size_t Sender::unanswered() const {
  std::lock_guard lock(mutex_);
  return unanswered_;
}

bool Sender::MaySend() const {
  return stopped_ || order_.ready() > 0 || (finishing_ && unanswered_ == 0);
}

// Needs no full batch: when nothing else is on its way, waiting gains nothing.
std::vector<Parcel> Sender::NextBatch() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [&] { return MaySend(); });
    if (stopped_ || order_.ready() == 0) return {};
    const auto full = [&] {
      return stopped_ || sending_ == 0 ||
             order_.ready() >= options_.batch_reports ||
             order_.ready_bytes() >= options_.batch_bytes;
    };
    work_.wait_for(lock, absl::ToChronoNanoseconds(options_.hold), full);
    if (stopped_) return {};
    // Another thread may have taken them meanwhile.
    if (order_.ready() == 0) continue;
    ++sending_;
    auto batch = order_.Take(options_.batch_reports, options_.batch_bytes);
    if (order_.ready() > 0) work_.notify_one();
    return batch;
  }
}

void Sender::Work() {
  while (true) {
    std::vector<Parcel> batch = NextBatch();
    if (batch.empty()) return;
    SendUntilAnswered(std::move(batch));
    {
      std::lock_guard lock(mutex_);
      --sending_;
    }
    work_.notify_all();
  }
}

void Sender::SendUntilAnswered(std::vector<Parcel> batch) {
  client::SubmitBatchParams params;
  for (Parcel& parcel : batch) {
    *params.request.add_submissions() = std::move(parcel.submission);
  }
  client::internal::Backoff backoff(options_.retry, absl::InfiniteFuture(),
                                    client::internal::MachineRandom());
  while (true) {
    params.deadline = absl::Now() + options_.deadline;
    const client::Outcomes outcomes = connection_->SubmitBatch(params);
    const size_t sent = batch.size();
    const absl::Status error = Sort(&batch, &params, outcomes);
    if (batch.size() < sent) link_->Answered(absl::Now());
    if (batch.empty()) return;
    if (batch.size() == sent && link_->Failed(error, absl::Now())) {
      StopFor(End::kGaveUp, error);
      return;
    }
    const auto delay = backoff.Next(AsTransient(error), absl::Now());
    if (!delay.has_value() || !Sleep(*delay)) return;
  }
}

absl::Status Sender::Sort(std::vector<Parcel>* batch,
                          client::SubmitBatchParams* params,
                          const client::Outcomes& outcomes) {
  absl::Status again;
  std::vector<Parcel> left;
  client::SubmitBatchParams left_params;
  for (size_t i = 0; i < batch->size(); ++i) {
    const absl::Status& status = outcomes[i].status();
    if (IsForUsAll(status)) StopFor(End::kRefused, status);
    if (!MayComeRight(status)) {
      Settle((*batch)[i], outcomes[i]);
      continue;
    }
    // The one that asks for the longest wait speaks for all.
    if (again.ok() ||
        client::RetryDelayOf(status) > client::RetryDelayOf(again)) {
      again = status;
    }
    left.push_back(std::move((*batch)[i]));
    *left_params.request.add_submissions() =
        std::move(*params->request.mutable_submissions(static_cast<int>(i)));
  }
  *batch = std::move(left);
  *params = std::move(left_params);
  return again;
}

void Sender::Settle(const Parcel& parcel,
                    const absl::StatusOr<v1::Receipt>& outcome) {
  answer_(parcel, outcome);
  bool done = false;
  {
    std::lock_guard lock(mutex_);
    --unanswered_;
    unanswered_bytes_ -= parcel.bytes;
    order_.Answered(parcel.child);
    done = finishing_ && unanswered_ == 0;
  }
  room_.notify_one();
  if (done) {
    work_.notify_all();
  } else {
    work_.notify_one();
  }
}

bool Sender::Sleep(absl::Duration delay) {
  std::unique_lock lock(mutex_);
  return !end_now_.wait_for(lock, absl::ToChronoNanoseconds(delay),
                            [&] { return stopped_; });
}

}  // namespace trivsel::cli::backload
