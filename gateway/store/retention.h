// Drops the content of reports, month by month, when it has been kept for as
// long as the operators want. The facts stay: what came when from whom, the
// verdict and its findings, and what became of it.
//
// A month's partition is replaced by one that has the same rows without
// content, in one short transaction; nothing is deleted row by row. Reports
// that are not done keep their content: those on their way, those whose
// rejection is open, and those that a destination in use has not confirmed.
#ifndef TRIVSEL_GATEWAY_STORE_RETENTION_H_
#define TRIVSEL_GATEWAY_STORE_RETENTION_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/store/connection.h"

namespace trivsel::gateway::store {

// How long content is kept after the end of the month in which it came.
struct KeepContent {
  int months = 0;
  int days = 0;

  // "13m", "400d"; "" and "0" are for ever. INVALID_ARGUMENT.
  static absl::StatusOr<KeepContent> Parse(std::string_view text);
  bool for_ever() const { return months == 0 && days == 0; }
};

// Why a report is held back; places in RetentionMonth::held.
enum class HeldBy { kPending, kInBatch, kOperators, kNoReceipt };
inline constexpr int kHeldBy = 4;

enum class MonthState {
  kKept,     // its time has not come
  kReady,    // can be dropped; a few may be held back and are carried over
  kHeld,     // so many are held back that it waits as a whole
  kPartly,   // dropped, but for those that were held back
  kDropped,  // facts only
};

struct RetentionMonth {
  std::string month;  // "2025-01"
  MonthState state = MonthState::kKept;
  int64_t reports = -1;  // -1: not counted, as its time has not come
  int64_t bytes = 0;     // on disk
  std::array<int64_t, kHeldBy> held = {};
  int64_t carried = 0;  // content kept when the month was dropped
  absl::Time due_at = absl::InfiniteFuture();
  std::optional<absl::Time> dropped_at;

  int64_t held_back() const { return held[0] + held[1] + held[2] + held[3]; }
};

// Not thread safe. Errors are the store's; after one the connection may not be
// usable any more.
class Retention {
 public:
  struct Options {
    KeepContent keep;
    std::string actor;  // for the journal
    // Also months whose time has not come, for people: reads all of them.
    bool count_all = false;
    // A month waits while more than this share of it, and more than so many,
    // are held back: it would be written again for nothing.
    int64_t most_carried = 1000;
    double most_carried_share = 0.1;
    // Reports copied in one transaction.
    int stage_rows = 5000;
    // The swap waits so long for readers, with everybody behind it; then it
    // lets them pass and tries again.
    absl::Duration lock_wait = absl::Milliseconds(300);
    absl::Duration lock_pause = absl::Seconds(1);
    int lock_tries = 30;
    // Asked between two steps.
    std::function<bool()> stopping = [] { return false; };
  };

  // The connection must outlive it.
  Retention(Connection* connection, Options options)
      : connection_(*connection), options_(std::move(options)) {}

  // All months that are over, oldest first.
  absl::StatusOr<std::vector<RetentionMonth>> Look();

  // Drops what is ready; gives those months as they are afterwards.
  // ABORTED: another one is at it. CANCELLED: stopping. UNAVAILABLE also where
  // readers left no gap; what was done for a month is gone on with next time.
  absl::StatusOr<std::vector<RetentionMonth>> DropReady();

 private:
  absl::Status Count(RetentionMonth* month);
  absl::Status Drop(const RetentionMonth& month);
  absl::Status Stage(const RetentionMonth& month);
  absl::Status Swap(const RetentionMonth& month);
  // Whether it was swapped; false: readers were in the way.
  absl::StatusOr<bool> TrySwap(const RetentionMonth& month);
  absl::Status DiscardStaged(const RetentionMonth& month);

  Connection& connection_;
  const Options options_;
};

// What gateways were told of how long content is kept, for who asks without
// knowing it.
absl::Status TellRetention(Connection& connection, const KeepContent& keep);
absl::StatusOr<KeepContent> ToldRetention(Connection& connection);

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_RETENTION_H_
