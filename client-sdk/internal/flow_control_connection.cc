#include "client-sdk/internal/flow_control_connection.h"

#include <algorithm>
#include <chrono>

namespace trivsel::client::internal {

void FlowControlConnection::State::Release(size_t size) {
  {
    std::lock_guard lock(mutex);
    --reports;
    bytes -= size;
  }
  freed.notify_all();
}

bool FlowControlConnection::HasRoom(size_t bytes) const {
  if (state_->reports == 0) return true;
  return state_->reports < options_.max_reports &&
         state_->bytes + bytes <= options_.max_bytes;
}

absl::Status FlowControlConnection::Acquire(size_t bytes, absl::Time deadline) {
  std::unique_lock lock(state_->mutex);
  if (!HasRoom(bytes)) {
    if (options_.when_full == FlowControlOptions::WhenFull::kReject) {
      return absl::ResourceExhaustedError(
          "as much is submitted and not yet answered as flow_control allows");
    }
    const absl::Duration patience =
        std::min(deadline - time_->Now(), absl::Hours(24 * 365));
    if (!state_->freed.wait_for(lock, absl::ToChronoNanoseconds(patience),
                                [&] { return HasRoom(bytes); })) {
      return absl::DeadlineExceededError(
          "flow_control let nothing in before the deadline");
    }
  }
  ++state_->reports;
  state_->bytes += bytes;
  return absl::OkStatus();
}

void FlowControlConnection::Submit(SubmitParams params, SubmitCallback done) {
  const size_t bytes = params.submission.ByteSizeLong();
  const absl::Status admitted = Acquire(bytes, params.deadline);
  if (!admitted.ok()) {
    done(admitted);
    return;
  }
  inner().Submit(std::move(params),
                 [state = state_, bytes, done = std::move(done)](
                     absl::StatusOr<gateway::v1::Receipt> receipt) {
                   // Before the caller hears of it: it may submit the next at
                   // once.
                   state->Release(bytes);
                   done(std::move(receipt));
                 });
}

}  // namespace trivsel::client::internal
