#include "tests/bench/drain.h"

#include "absl/strings/str_cat.h"

namespace trivsel::bench {

using gateway::delivery::DispatcherOptions;
using gateway::delivery::SendClass;
using gateway::delivery::SendResult;
using gateway::queue::ItemOutcome;

namespace {

DispatcherOptions Options(int32_t destination_id, int senders) {
  DispatcherOptions options;
  options.destination_id = destination_id;
  options.owner = "bench";
  options.senders = senders;
  return options;
}

}  // namespace

SendResult InstantReceiver::Send(const gateway::queue::SealedBatch& batch) {
  SendResult result;
  result.outcome = SendClass::kAnswered;
  result.items.reserve(batch.items.size());
  for (const auto& item : batch.items) {
    result.items.push_back({item.report_key, ItemOutcome::kConfirmed,
                            absl::StrCat("R-", item.report_key), ""});
  }
  reports_ += static_cast<int64_t>(batch.items.size());
  ++batches_;
  return result;
}

Drain::Drain(gateway::store::Pool* pool, int32_t destination_id, int senders)
    : lanes_(pool),
      dispatcher_(&lanes_, &receiver_, &clock_, &random_,
                  Options(destination_id, senders)) {
  dispatcher_.Start();
}

void Drain::Poke(uint64_t lanes) {
  for (int16_t lane = 0; lane < gateway::queue::kLanes; ++lane) {
    if ((lanes >> lane & 1) != 0) dispatcher_.Poke(lane);
  }
}

}  // namespace trivsel::bench
