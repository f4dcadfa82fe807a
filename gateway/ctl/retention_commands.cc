#include "gateway/ctl/retention_commands.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/store/retention.h"

namespace trivsel::gateway::ctl {
namespace {

using store::MonthState;
using store::Retention;
using store::RetentionMonth;

const char* Name(MonthState state) {
  switch (state) {
    case MonthState::kReady:
      return "ready";
    case MonthState::kHeld:
      return "held back";
    case MonthState::kPartly:
      return "dropped, some kept";
    case MonthState::kDropped:
      return "dropped";
    case MonthState::kKept:
      break;
  }
  return "kept";
}

std::string Day(absl::Time time) {
  return time == absl::InfiniteFuture()
             ? "-"
             : absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

std::string Megabytes(int64_t bytes) {
  return absl::StrFormat("%.1f", static_cast<double>(bytes) / 1e6);
}

// "12 pending, 3 with the operators".
std::string Why(const RetentionMonth& month) {
  constexpr const char* kWhy[store::kHeldBy] = {
      "pending", "in an unsettled batch", "with the operators",
      "without a receipt"};
  std::string why;
  for (size_t i = 0; i < month.held.size(); ++i) {
    if (month.held[i] == 0) continue;
    absl::StrAppend(&why, why.empty() ? "" : ", ", month.held[i], " ", kWhy[i]);
  }
  return why.empty() ? "-" : why;
}

Table TableOf(const std::vector<RetentionMonth>& months) {
  Table table({"month", "reports", "megabytes", "state", "held_back", "why",
               "due_on", "dropped_on"});
  for (const RetentionMonth& month : months) {
    table.Add({{month.month},
               {absl::StrCat(month.reports)},
               {Megabytes(month.bytes)},
               {Name(month.state)},
               {absl::StrCat(month.held_back())},
               {Why(month)},
               {Day(month.due_at)},
               {month.dropped_at ? Day(*month.dropped_at) : "-"}});
  }
  return table;
}

absl::StatusOr<store::KeepContent> KeepOf(store::Connection& connection,
                                          const std::string& keep) {
  return keep.empty() ? store::ToldRetention(connection)
                      : store::KeepContent::Parse(keep);
}

}  // namespace

absl::StatusOr<Table> RetentionCommands::Status(const std::string& keep) {
  auto connection = store::Connection::Open(connect_);
  if (!connection.ok()) return connection.status();
  auto kept = KeepOf(**connection, keep);
  if (!kept.ok()) return kept.status();
  Retention::Options options;
  options.keep = *kept;
  options.count_all = true;
  auto months = Retention(connection->get(), std::move(options)).Look();
  if (!months.ok()) return months.status();
  return TableOf(*months);
}

absl::StatusOr<Table> RetentionCommands::Run(const std::string& keep,
                                             bool dry_run) {
  auto connection = store::Connection::Open(connect_);
  if (!connection.ok()) return connection.status();
  auto kept = KeepOf(**connection, keep);
  if (!kept.ok()) return kept.status();
  if (kept->for_ever()) {
    return absl::FailedPreconditionError(
        "indhold gemmes for altid: sig --keep-content / content is kept for "
        "ever: say --keep-content");
  }
  Retention::Options options;
  options.keep = *kept;
  options.actor = actor_;
  Retention retention(connection->get(), std::move(options));
  if (!dry_run) {
    auto dropped = retention.DropReady();
    if (!dropped.ok()) return dropped.status();
    return TableOf(*dropped);
  }
  auto months = retention.Look();
  if (!months.ok()) return months.status();
  std::erase_if(*months, [](const RetentionMonth& month) {
    return month.state != MonthState::kReady;
  });
  return TableOf(*months);
}

}  // namespace trivsel::gateway::ctl
