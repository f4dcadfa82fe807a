#include "gateway/retention_watch.h"

#include <utility>

#include "gateway/telemetry/log.h"

namespace trivsel::gateway {
namespace {

using store::HeldBy;
using store::MonthState;
using store::RetentionMonth;
using telemetry::Log;
using telemetry::LogLevel;

int64_t HeldFor(const RetentionMonth& month, HeldBy why) {
  return month.held[static_cast<size_t>(why)];
}

bool IsOverdue(const RetentionMonth& month) {
  return month.state == MonthState::kHeld || month.state == MonthState::kPartly;
}

}  // namespace

RetentionWatch::RetentionWatch(Options options) : options_(std::move(options)) {
  thread_ = std::thread([this] { Run(); });
}

RetentionWatch::~RetentionWatch() { Stop(); }

void RetentionWatch::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopping_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool RetentionWatch::WaitFor(absl::Duration duration) {
  std::unique_lock lock(mutex_);
  stopping_changed_.wait_for(lock, absl::ToChronoNanoseconds(duration),
                             [this] { return stopping_.load(); });
  return !stopping_;
}

void RetentionWatch::Run() {
  absl::Duration pause = options_.first_after;
  while (WaitFor(pause)) {
    pause = options_.look_every;
    const absl::Status status = Look();
    // Another one is at it, or we are to stop: nothing is wrong.
    if (status.ok() || absl::IsAborted(status) || absl::IsCancelled(status)) {
      if (told_ && options_.keep.for_ever()) return;
      continue;
    }
    Log(LogLevel::kWarning, "content_not_dropped",
        {{"cause", std::string(status.message())}});
  }
}

absl::Status RetentionWatch::Look() {
  auto connection = store::Connection::Open(options_.connect);
  if (!connection.ok()) return connection.status();
  if (!told_) {
    absl::Status told = store::TellRetention(**connection, options_.keep);
    if (!told.ok()) return told;
    told_ = true;
  }
  if (options_.keep.for_ever()) return absl::OkStatus();
  store::Retention::Options options;
  options.keep = options_.keep;
  options.actor = "gateway";
  options.stopping = [this] { return stopping_.load(); };
  store::Retention retention(connection->get(), std::move(options));
  auto dropped = retention.DropReady();
  if (!dropped.ok()) return dropped.status();
  for (const RetentionMonth& month : *dropped) {
    Log(LogLevel::kInfo, "content_dropped",
        {{"month", month.month},
         {"reports", month.reports},
         {"carried", month.carried},
         {"octets_left", month.bytes}});
  }
  auto months = retention.Look();
  if (months.ok()) Note(*months);
  return months.status();
}

void RetentionWatch::Note(const std::vector<RetentionMonth>& months) {
  int64_t held_back = 0;
  for (const RetentionMonth& month : months) {
    if (!IsOverdue(month)) continue;
    held_back += month.held_back();
    Log(LogLevel::kWarning, "content_held_back",
        {{"month", month.month},
         {"reports", month.reports},
         {"pending", HeldFor(month, HeldBy::kPending)},
         {"in_batch", HeldFor(month, HeldBy::kInBatch)},
         {"with_operators", HeldFor(month, HeldBy::kOperators)},
         {"without_receipt", HeldFor(month, HeldBy::kNoReceipt)}});
  }
  held_back_ = held_back;
}

}  // namespace trivsel::gateway
