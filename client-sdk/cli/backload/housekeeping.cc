#include "client-sdk/cli/backload/housekeeping.h"

#include <chrono>
#include <string>

namespace trivsel::cli::backload {
namespace {

// A crash costs the answers of so much time: they are asked for again.
constexpr std::chrono::seconds kCheckpointEvery(2);
constexpr std::chrono::milliseconds kProgressEvery(100);

}  // namespace

Housekeeping::~Housekeeping() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void Housekeeping::Work() {
  auto saved = std::chrono::steady_clock::now();
  bool complained = false;
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, kProgressEvery, [&] { return ending_; })) {
    ledger_->ShowProgress();
    if (std::chrono::steady_clock::now() - saved < kCheckpointEvery) continue;
    const absl::Status status = ledger_->Checkpoint();
    saved = std::chrono::steady_clock::now();
    if (status.ok() || complained) continue;
    complained = true;
    const std::string why(status.message());
    ledger_->Tell("kan ikke gemme, hvor langt vi er: " + why,
                  "cannot save how far we are: " + why);
  }
}

}  // namespace trivsel::cli::backload
