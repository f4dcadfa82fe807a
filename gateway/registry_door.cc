#include "gateway/registry_door.h"

#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "gateway/ingest/grpc_status.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/log.h"
#include "gateway/telemetry/metric_names.h"

namespace trivsel::gateway {
namespace {

using telemetry::Log;
using telemetry::LogLevel;
namespace metric = telemetry::metric;
namespace v1 = trivsel::gateway::v1;

constexpr absl::Duration kMeasureEvery = absl::Minutes(1);

rpc::OperatorRpcs RpcsOf(const RegistryDoor::Parts& parts) {
  using Who = rpc::OperatorRpcs::Who;
  const std::string service{v1::RegistryService::service_full_name()};
  auto guard = [&guard = parts.guard, service](
                   const grpc::CallbackServerContext& context,
                   const std::string& /*method: all are for the same*/)
      -> std::variant<Who, grpc::Status> {
    const ingest::Guard::Verdict verdict = guard.Check(context, service);
    if (const auto* refusal = std::get_if<ingest::Refusal>(&verdict)) {
      return ingest::ToGrpcStatus(*refusal);
    }
    // Null for who is no operator: refused behind this, too.
    return std::get<std::shared_ptr<const access::Caller>>(verdict)->rights;
  };
  auto run = [&workers = parts.workers](std::function<void()> work) {
    return workers.Run(ingest::Share{}, std::move(work));
  };
  auto on_fault = [](const absl::Status& status) {
    Log(LogLevel::kWarning, "registry_call_failed",
        {{"code", absl::StatusCodeToString(status.code())}});
  };
  return {std::move(guard), std::move(run), registry::kRegistryFaults,
          std::move(on_fault)};
}

}  // namespace

RegistryDoor::RegistryDoor(Parts parts)
    : clock_(parts.clock),
      expiry_(&parts.pool),
      service_(parts.pool, RpcsOf(parts)) {
  parts.metrics.GaugesFrom(
      metric::kEndings,
      "What of the registry ends within so many days, or has ended.",
      [this] { return Endings(); });
  parts.metrics.GaugesFrom(metric::kEndingDaysLeft,
                           "Days until the first of this kind ends.",
                           [this] { return LeastDaysLeft(); });
}

void RegistryDoor::MeasureIfDue() {
  if (SteadyNow() < measure_at_) return;
  measure_at_ = SteadyNow() + kMeasureEvery;
  auto summary = expiry_.Summary(clock_.Now());
  if (!summary.ok()) return;  // the watch tells that the store is away
  std::lock_guard lock(mutex_);
  summary_ = *summary;
}

std::optional<store::ExpirySummary> RegistryDoor::summary() const {
  std::lock_guard lock(mutex_);
  return summary_;
}

std::vector<telemetry::Metrics::Sample> RegistryDoor::Endings() const {
  std::vector<telemetry::Metrics::Sample> samples;
  const auto known = summary();
  if (!known) return samples;
  for (store::EndingKind kind : store::kAllEndingKinds) {
    const store::EndingCounts& counts = known->of(kind);
    const std::pair<const char*, int> parts[] = {{"60", counts.within_60_days},
                                                 {"30", counts.within_30_days},
                                                 {"7", counts.within_7_days},
                                                 {"ended", counts.ended}};
    for (const auto& [within, count] : parts) {
      samples.push_back(
          {{{"kind", store::EndingKindName(kind)}, {"within_days", within}},
           static_cast<double>(count)});
    }
  }
  return samples;
}

std::vector<telemetry::Metrics::Sample> RegistryDoor::LeastDaysLeft() const {
  std::vector<telemetry::Metrics::Sample> samples;
  const auto known = summary();
  if (!known) return samples;
  for (store::EndingKind kind : store::kAllEndingKinds) {
    const std::optional<int> least = known->of(kind).least_days_left;
    if (!least) continue;
    samples.push_back(
        {{{"kind", store::EndingKindName(kind)}}, static_cast<double>(*least)});
  }
  return samples;
}

}  // namespace trivsel::gateway
