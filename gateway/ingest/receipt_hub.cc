#include "gateway/ingest/receipt_hub.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "gateway/ingest/grpc_status.h"
#include "gateway/ingest/share.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr std::chrono::milliseconds kLookEvery(500);
// Between two looks, however much is settled: each look asks the database once
// for each stream.
constexpr std::chrono::milliseconds kRest(20);

}  // namespace

ReceiptHub::ReceiptHub(const queue::ReportReader& reader)
    : reader_(reader), thread_([this] { Run(); }) {}

ReceiptHub::~ReceiptHub() { Stop(); }

bool ReceiptHub::Add(std::shared_ptr<ReceiptWatch> watch) {
  std::lock_guard lock(mutex_);
  if (stopping_ || watches_.size() >= kMaxWatches) return false;
  const auto own = std::count_if(
      watches_.begin(), watches_.end(), [&watch](const auto& other) {
        return other->submitter() == watch->submitter() && !other->ended();
      });
  if (!LeavesRoom(own, static_cast<int64_t>(kMaxWatches - watches_.size()))) {
    return false;
  }
  watches_.push_back(std::move(watch));
  poked_ = true;
  wake_.notify_one();
  return true;
}

void ReceiptHub::Poke() {
  std::lock_guard lock(mutex_);
  poked_ = true;
  wake_.notify_one();
}

void ReceiptHub::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, kLookEvery, [this] { return stopping_ || poked_; });
    poked_ = false;
    std::erase_if(watches_, [](const auto& watch) { return watch->ended(); });
    const auto watches = watches_;
    lock.unlock();
    for (const auto& watch : watches) {
      if (absl::Status status = watch->Follow(reader_); !status.ok()) {
        watch->End(ToGrpcStatus(FromStoreStatus(status)));
      }
    }
    lock.lock();
    wake_.wait_for(lock, kRest, [this] { return stopping_; });
  }
}

void ReceiptHub::Stop() {
  std::vector<std::shared_ptr<ReceiptWatch>> watches;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    watches.swap(watches_);
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const auto& watch : watches) {
    watch->End(
        ToGrpcStatus({v1::ERROR_REASON_SHUTTING_DOWN, absl::Seconds(1)}));
  }
}

}  // namespace trivsel::gateway::ingest
