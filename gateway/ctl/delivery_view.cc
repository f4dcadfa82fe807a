#include "gateway/ctl/delivery_view.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "gateway/ctl/table.h"

namespace trivsel::gateway::ctl {
namespace {

using queue::DestinationReport;
using queue::LaneHolder;

bool Stops(int64_t count) { return count >= DestinationReport::kMostCounted; }

std::string CountText(int64_t count) {
  return Stops(count) ? absl::StrCat("> ", DestinationReport::kMostCounted - 1)
                      : absl::StrCat(count);
}

std::string Octets(int64_t octets) {
  if (octets < 10 * 1024) return absl::StrCat(octets, " B");
  if (octets < 10 * 1024 * 1024) return absl::StrCat(octets / 1024, " KiB");
  return absl::StrCat(octets / (1024 * 1024), " MiB");
}

std::string Age(std::optional<absl::Time> since, absl::Time now) {
  if (!since.has_value()) return "-";
  const int64_t seconds =
      std::max<int64_t>(0, absl::ToInt64Seconds(now - *since));
  return absl::StrFormat("%d:%02d:%02d (%s)", seconds / 3600, seconds / 60 % 60,
                         seconds % 60, DanishTime(*since));
}

std::string HolderText(const LaneHolder& holder) {
  std::string text = absl::StrCat(holder.owner, ": ", holder.lanes);
  if (holder.circuit_open) {
    absl::StrAppend(&text, ", kredsløb åbent / circuit open");
  }
  if (!holder.last_failure.empty()) {
    absl::StrAppend(&text,
                    ", sidste fejl / last failure: ", holder.last_failure);
  }
  return text;
}

std::string TimeJson(std::optional<absl::Time> time) {
  if (!time.has_value()) return "null";
  return absl::StrCat(
      "\"", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", *time, absl::UTCTimeZone()),
      "\"");
}

std::string CountMember(const char* name, int64_t count) {
  return Stops(count) ? absl::StrCat("\"", name, "_at_least\":", count)
                      : absl::StrCat("\"", name, "\":", count);
}

std::string HolderJson(const LaneHolder& holder) {
  return absl::StrCat(
      "{\"gateway\":", JsonText(holder.owner), ",\"lanes\":", holder.lanes,
      ",\"circuit_open\":", holder.circuit_open ? "true" : "false",
      ",\"last_failure\":", JsonText(holder.last_failure), "}");
}

}  // namespace

std::string DanishTime(absl::Time time) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Europe/Copenhagen", &zone)) {
    return absl::FormatTime("%Y-%m-%d %H:%M:%SZ", time, absl::UTCTimeZone());
  }
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, zone);
}

std::string ShowDestination(const DestinationReport& report, absl::Time now) {
  std::string state =
      report.active ? "leverer / delivers" : "ikke i brug / not in use";
  if (report.paused_at.has_value()) {
    state =
        absl::StrCat("HOLDT TILBAGE / PAUSED, ", DanishTime(*report.paused_at),
                     ", ", report.paused_by, ": ", report.pause_reason);
  }
  Table table({report.name, ""});
  const auto add = [&table](const char* name, std::string value) {
    table.Add({{name}, {std::move(value)}});
  };
  add("tilstand / state", state);
  add("venter / pending",
      absl::StrCat(CountText(report.pending), " rapporter / reports, ",
                   Stops(report.pending) ? "> " : "",
                   Octets(report.pending_bytes)));
  add("undervejs / unsettled",
      absl::StrCat(CountText(report.unsettled), " leverancer / batches"));
  add("  - med fejl / with faults", absl::StrCat(report.stuck));
  add("  - sendes igen / replayed", CountText(report.replayed));
  add("ældste, der venter / oldest waiting",
      Age(report.oldest_received_at, now));
  add("sidste svar / last answer", Age(report.last_answer_at, now));
  for (const LaneHolder& holder : report.holders) {
    add("baner / lanes", HolderText(holder));
  }
  if (report.free_lanes > 0 || report.holders.empty()) {
    add("baner uden gateway / lanes free", absl::StrCat(report.free_lanes));
  }
  return table.Format(Output::kText);
}

std::string DestinationJson(const DestinationReport& report, absl::Time now) {
  std::vector<std::string> holders;
  for (const LaneHolder& holder : report.holders) {
    holders.push_back(HolderJson(holder));
  }
  const int64_t oldest =
      report.oldest_received_at.has_value()
          ? absl::ToInt64Seconds(now - *report.oldest_received_at)
          : 0;
  return absl::StrCat(
      "{\"destination\":", JsonText(report.name),
      ",\"active\":", report.active ? "true" : "false",
      ",\"paused\":", report.paused_at.has_value() ? "true" : "false",
      ",\"paused_at\":", TimeJson(report.paused_at),
      ",\"paused_by\":", JsonText(report.paused_by),
      ",\"pause_reason\":", JsonText(report.pause_reason), ",",
      CountMember("pending", report.pending),
      ",\"pending_bytes_counted\":", report.pending_bytes, ",",
      CountMember("unsettled_batches", report.unsettled),
      ",\"faulty_batches\":", report.stuck,
      ",\"replayed_batches\":", report.replayed,
      ",\"oldest_waiting_seconds\":", std::max<int64_t>(0, oldest),
      ",\"last_answer_at\":", TimeJson(report.last_answer_at),
      ",\"free_lanes\":", report.free_lanes, ",\"gateways\":[",
      absl::StrJoin(holders, ","), "]}");
}

std::string ShowCount(const queue::ReplayCount& count) {
  return absl::StrCat(count.batches, " leverancer / batches, ", count.reports,
                      " rapporter / reports");
}

std::string CountJson(const queue::ReplayCount& count) {
  return absl::StrCat("{\"batches\":", count.batches,
                      ",\"reports\":", count.reports,
                      ",\"batches_content_gone\":", count.batches_gone,
                      ",\"reports_content_gone\":", count.reports_gone, "}");
}

std::string ProgressLine(const std::string& what, int64_t done, int64_t of) {
  constexpr int64_t kWidth = 30;
  const int64_t full = of <= 0 ? kWidth : std::min(kWidth, done * kWidth / of);
  const int64_t percent =
      of <= 0 ? 100 : std::min<int64_t>(100, done * 100 / of);
  return absl::StrFormat("\r[%s%s] %3d %%  %d/%d %s", std::string(full, '#'),
                         std::string(kWidth - full, ' '), percent, done, of,
                         what);
}

}  // namespace trivsel::gateway::ctl
