#include "gateway/store/retention.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/store/sqlstate.h"
#include "gateway/store/statements.h"
#include "gateway/store/transaction.h"

namespace trivsel::gateway::store {
namespace {

constexpr int kMostMonths = 1200;
// A month is counted, and swapped, in one statement each.
constexpr absl::Duration kLongStatement = absl::Minutes(10);
constexpr char kLockNotAvailable[] = "55P03";
constexpr char kDeadlock[] = "40P01";

absl::Status Stopped() {
  return absl::CancelledError("stopped before it was done");
}

// "2025-01" of the table that takes the place of report_2025_01.
std::string StagedTable(const std::string& month) {
  return absl::StrCat("report_", month.substr(0, 4), "_", month.substr(5),
                      "_facts");
}

MonthState StateOf(const RetentionMonth& month, bool due,
                   const Retention::Options& options) {
  if (!due) return month.dropped_at ? MonthState::kDropped : MonthState::kKept;
  const int64_t held = month.held_back();
  if (month.dropped_at) {
    if (month.carried == 0) return MonthState::kDropped;
    // Written once more only when none of those carried is held any longer.
    return held == 0 ? MonthState::kReady : MonthState::kPartly;
  }
  const auto share = static_cast<int64_t>(options.most_carried_share *
                                          static_cast<double>(month.reports));
  const bool few = held <= std::max(options.most_carried, share);
  const bool some_go = held < month.reports || month.reports == 0;
  return few && some_go ? MonthState::kReady : MonthState::kHeld;
}

}  // namespace

absl::StatusOr<KeepContent> KeepContent::Parse(std::string_view text) {
  KeepContent keep;
  if (text.empty() || text == "0") return keep;
  int number = 0;
  const std::string digits(text.substr(0, text.size() - 1));
  const char unit = text.back();
  if (digits.find_first_not_of("0123456789") != digits.npos ||
      !absl::SimpleAtoi(digits, &number) || number < 1 ||
      number > kMostMonths * (unit == 'd' ? 31 : 1) ||
      (unit != 'm' && unit != 'd')) {
    return absl::InvalidArgumentError(
        "how long content is kept is so many months or days: 13m, 400d; 0 is "
        "for ever");
  }
  (unit == 'm' ? keep.months : keep.days) = number;
  return keep;
}

absl::StatusOr<std::vector<RetentionMonth>> Retention::Look() {
  auto rows = connection_.Execute(
      kRetentionMonths,
      Params().Int32(options_.keep.months).Int32(options_.keep.days));
  if (!rows.ok()) return rows.status();
  std::vector<RetentionMonth> months;
  for (int row = 0; row < rows->rows(); ++row) {
    RetentionMonth month;
    month.month = rows->Text(row, 0);
    month.bytes = rows->Int64(row, 1);
    if (!options_.keep.for_ever()) month.due_at = rows->Time(row, 2);
    const bool due = month.due_at <= rows->Time(row, 3);
    month.dropped_at = rows->OptionalTime(row, 4);
    month.carried = rows->Int64(row, 5);
    month.reports = rows->Int64(row, 6);
    const bool all_gone = month.dropped_at && month.carried == 0;
    if (!all_gone && (due || options_.count_all)) {
      if (absl::Status counted = Count(&month); !counted.ok()) return counted;
    }
    month.state = StateOf(month, due, options_);
    months.push_back(std::move(month));
  }
  return months;
}

absl::Status Retention::Count(RetentionMonth* month) {
  auto row = connection_.Execute(kRetentionHeld, Params().Text(month->month),
                                 kLongStatement);
  if (!row.ok()) return row.status();
  month->reports = row->Int64(0, 0);
  for (int why = 0; why < kHeldBy; ++why) {
    month->held[static_cast<size_t>(why)] = row->Int64(0, 1 + why);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RetentionMonth>> Retention::DropReady() {
  std::vector<RetentionMonth> dropped;
  if (options_.keep.for_ever()) return dropped;
  auto locked = connection_.Execute(kRetentionLock, Params());
  if (!locked.ok()) return locked.status();
  if (!locked->Bool(0, 0)) {
    return absl::AbortedError("another one drops content now");
  }
  auto unlock = absl::MakeCleanup([this] {
    connection_.Run("retention unlock", "select pg_advisory_unlock(7232014303)")
        .IgnoreError();
  });
  auto months = Look();
  if (!months.ok()) return months.status();
  for (RetentionMonth& month : *months) {
    if (month.state != MonthState::kReady) continue;
    if (absl::Status status = Drop(month); !status.ok()) return status;
    dropped.push_back(std::move(month));
  }
  if (dropped.empty()) return dropped;
  auto after = Look();
  if (!after.ok()) return after.status();
  for (RetentionMonth& month : dropped) {
    for (const RetentionMonth& now : *after) {
      if (now.month == month.month) month = now;
    }
  }
  return dropped;
}

absl::Status Retention::Drop(const RetentionMonth& month) {
  absl::Status status = Stage(month);
  if (status.ok()) status = Swap(month);
  return status;
}

absl::Status Retention::Stage(const RetentionMonth& month) {
  for (;;) {
    if (options_.stopping()) return Stopped();
    auto row = connection_.Execute(
        kRetentionStage, Params().Text(month.month).Int32(options_.stage_rows),
        kLongStatement);
    if (!row.ok()) return row.status();
    if (row->Int32(0, 0) == 0) break;
  }
  // So that the first plans over it know its size.
  return connection_.Run("retention analyze",
                         absl::StrCat("analyze ", StagedTable(month.month)),
                         kLongStatement);
}

absl::Status Retention::Swap(const RetentionMonth& month) {
  for (int tries = 0; tries < options_.lock_tries; ++tries) {
    if (tries > 0) absl::SleepFor(options_.lock_pause);
    if (options_.stopping()) return Stopped();
    auto swapped = TrySwap(month);
    if (!swapped.ok()) {
      // Whatever it was, what is staged may be why.
      if (swapped.status().code() != absl::StatusCode::kUnavailable) {
        DiscardStaged(month).IgnoreError();
      }
      return swapped.status();
    }
    if (*swapped) return absl::OkStatus();
  }
  return absl::UnavailableError(absl::StrCat(
      month.month, ": readers left no gap to put the facts in its place"));
}

absl::StatusOr<bool> Retention::TrySwap(const RetentionMonth& month) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(&connection_);
  if (!transaction.ok()) return transaction.status();
  absl::Status waits = connection_.Run(
      "retention lock wait",
      absl::StrCat("set local lock_timeout = ",
                   absl::ToInt64Milliseconds(options_.lock_wait)));
  if (!waits.ok()) return waits;
  auto row = connection_.Execute(
      kRetentionSwap, Params().Text(month.month).Text(options_.actor),
      kLongStatement);
  if (!row.ok()) {
    const std::string state = SqlStateOf(row.status());
    if (state == kLockNotAvailable || state == kDeadlock) return false;
    return row.status();
  }
  const std::string why_not = row->Text(0, 0);
  if (!why_not.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        month.month, why_not == "came_back"
                         ? ": reports came back into the queue meanwhile"
                         : ": the month has changed meanwhile"));
  }
  if (absl::Status done = transaction->Commit(); !done.ok()) return done;
  return true;
}

absl::Status Retention::DiscardStaged(const RetentionMonth& month) {
  return connection_.Run(
      "retention discard",
      absl::StrCat("drop table if exists ", StagedTable(month.month)));
}

absl::Status TellRetention(Connection& connection, const KeepContent& keep) {
  return connection
      .Execute(kTellRetention, Params().Int32(keep.months).Int32(keep.days))
      .status();
}

absl::StatusOr<KeepContent> ToldRetention(Connection& connection) {
  auto row = connection.Execute(kToldRetention, Params());
  if (!row.ok()) return row.status();
  if (row->rows() == 0) return KeepContent();
  return KeepContent{row->Int32(0, 0), row->Int32(0, 1)};
}

}  // namespace trivsel::gateway::store
