#include "tests/fault/summary.h"

#include <algorithm>
#include <cstdio>

namespace trivsel::fault {
namespace {

std::string Line(const std::string& name, int64_t count,
                 const std::string& rest = "") {
  char line[160];
  std::snprintf(line, sizeof line, "  %-28s %8lld  %s\n", name.c_str(),
                static_cast<long long>(count), rest.c_str());
  return line;
}

// Median and worst, in seconds.
std::string Spread(std::vector<milliseconds> times) {
  if (times.empty()) return "-";
  std::sort(times.begin(), times.end());
  char text[64];
  std::snprintf(text, sizeof text, "median %.2f s, longest %.2f s",
                static_cast<double>(times[times.size() / 2].count()) / 1000,
                static_cast<double>(times.back().count()) / 1000);
  return text;
}

}  // namespace

void Summary::Add(const Outcome& outcome) {
  ++schedules_;
  for (const auto& [kind, count] : outcome.faults) faults_[kind] += count;
  reports_ += outcome.reports;
  acknowledged_ += outcome.acknowledged;
  acks_ += outcome.acks;
  replays_ += outcome.replays;
  delivered_ += outcome.delivered;
  refused_ += outcome.refused;
  batches_ += outcome.batches;
  recoveries_.push_back(outcome.recovery);
  took_.push_back(outcome.took);
  if (!outcome.violations.empty()) failed_.push_back(outcome);
}

int Summary::Of(FaultKind kind) const {
  const auto found = faults_.find(kind);
  return found == faults_.end() ? 0 : found->second;
}

std::string Summary::ToString() const {
  const int gateways = Of(FaultKind::kKillGateway);
  const int receivers = Of(FaultKind::kKillReceiver);
  const int postmasters = Of(FaultKind::kKillPostmaster);
  const int backends = Of(FaultKind::kKillBackend);
  const int stops = Of(FaultKind::kStopImmediate);
  std::string out = "schedules\n" + Line("run", schedules_, Spread(took_)) +
                    Line("with violations", failed()) + "faults\n";
  out += Line("kill -9", gateways + receivers + postmasters + backends,
              "gateway " + std::to_string(gateways) + ", receiver " +
                  std::to_string(receivers) + ", postmaster " +
                  std::to_string(postmasters) + ", backend " +
                  std::to_string(backends));
  out += Line("PostgreSQL crashes", postmasters + backends + stops,
              "kill -9 of postmaster or backend, immediate stop");
  for (const FaultName& fault : kFaults) {
    out +=
        Line(std::string(fault.name), Of(fault.kind), std::string(fault.means));
  }
  out += "reports\n" + Line("submitted", reports_) +
         Line("acknowledged", acknowledged_,
              std::to_string(acks_) + " receipts, " + std::to_string(replays_) +
                  " of them replayed") +
         Line("delivered", delivered_,
              "in " + std::to_string(batches_) + " batches") +
         Line("refused by the receiver", refused_) +
         "recovery after the last fault: " + Spread(recoveries_) + "\n";
  for (const Outcome& outcome : failed_) {
    out += "VIOLATION: seed " + std::to_string(outcome.seed) + ", " +
           outcome.folder + "\n";
  }
  return out;
}

}  // namespace trivsel::fault
