#include "gateway/store_watch.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "gateway/store/migrator.h"
#include "gateway/store/params.h"
#include "gateway/store/result.h"
#include "gateway/store/statements.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;

constexpr absl::Duration kAnswerWithin = absl::Seconds(2);
const store::Statement kAreYouThere{"are_you_there", "select 1"};

}  // namespace

StoreWatch::StoreWatch(Options options, telemetry::Metrics& metrics)
    : options_(std::move(options)),
      metrics_(metrics),
      partitions_at_(SteadyNow()) {
  thread_ = std::thread([this] { Run(); });
}

StoreWatch::~StoreWatch() { Stop(); }

void StoreWatch::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopping_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  serving_ = false;
}

void StoreWatch::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    Judge(Look());
    if (up_) MakePartitionsIfDue();
    MeasureIfDue();
    lock.lock();
    stopping_changed_.wait_for(lock,
                               absl::ToChronoNanoseconds(options_.look_every),
                               [&] { return stopping_; });
  }
}

bool StoreWatch::Look() {
  if (connection_ != nullptr && !connection_->StillThere()) {
    connection_ = nullptr;
  }
  if (connection_ == nullptr) {
    auto opened = store::Connection::Open(options_.connect);
    if (!opened.ok()) return false;
    connection_ = *std::move(opened);
  }
  return connection_->Execute(kAreYouThere, store::Params(), kAnswerWithin)
      .ok();
}

void StoreWatch::Judge(bool answered) {
  const absl::Time now = SteadyNow();
  if (answered) answered_at_ = now;
  if (answered != up_) {
    up_ = answered;
    Log(answered ? LogLevel::kInfo : LogLevel::kWarning,
        answered ? "store_up" : "store_down");
  }
  const bool serving = now - answered_at_ < options_.patience;
  if (serving == serving_) return;
  serving_ = serving;
  Log(serving ? LogLevel::kInfo : LogLevel::kError,
      serving ? "serving_again" : "not_serving", {{"cause", "store"}});
  options_.on_serving(serving);
}

void StoreWatch::MakePartitionsIfDue() {
  const absl::Time now = SteadyNow();
  if (now < partitions_at_) return;
  const auto partitions = store::MakePartitions(*connection_);
  if (!partitions.ok()) {
    partitions_at_ = now + options_.partitions_retry;
    Log(LogLevel::kWarning, "partitions_not_made",
        {{"cause", std::string(partitions.status().message())}});
    return;
  }
  partitions_at_ = now + options_.partitions_every;
  if (partitions->made > 0) {
    Log(LogLevel::kInfo, "partitions_made", {{"count", partitions->made}});
  }
  if (!partitions->in_default.empty()) {
    Log(LogLevel::kWarning, "months_in_default_partition",
        {{"months", absl::StrJoin(partitions->in_default, " ")}});
  }
}

void StoreWatch::MeasureIfDue() {
  const absl::Time now = SteadyNow();
  if (now < measure_at_) return;
  measure_at_ = now + options_.measure_every;
  if (up_ && connection_->usable()) {
    const auto row = connection_->Execute(
        store::kOldestUndelivered,
        store::Params().Int32(options_.destination_id), kAnswerWithin);
    if (row.ok()) {
      oldest_ = row->OptionalTime(0, 0).value_or(absl::InfiniteFuture());
      metrics_.SetDeliveryPaused(options_.destination, row->Bool(0, 1));
    }
  }
  // While the database is down what waited grows older.
  metrics_.SetDeliveryLag(
      options_.destination,
      std::max(absl::ZeroDuration(), absl::Now() - oldest_));
  if (options_.on_measure) options_.on_measure(up_);
}

}  // namespace trivsel::gateway
