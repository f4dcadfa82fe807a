#include "gateway/telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/telemetry/metric_names.h"
#include "gateway/telemetry/metrics_door.h"

namespace trivsel::gateway::telemetry {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;

constexpr const char* kOutcomeNames[kReportOutcomes] = {
    "accepted", "rejected", "replayed", "id_reused", "denied", "failed"};

// The metrics of one family by label; Family::Add() hashes and locks, too
// dear for every report.
template <typename Key>
class CounterCache {
 public:
  explicit CounterCache(Family<Counter>& family) : family_(family) {}

  template <typename Labels>
  Counter& Get(const Key& key, const Labels& labels) {
    {
      std::shared_lock lock(mutex_);
      if (auto it = counters_.find(key); it != counters_.end()) {
        return *it->second;
      }
    }
    std::unique_lock lock(mutex_);
    return *counters_.emplace(key, &family_.Add(labels())).first->second;
  }

 private:
  Family<Counter>& family_;
  std::shared_mutex mutex_;
  std::map<Key, Counter*> counters_;
};

Family<Counter>& AddCounter(prometheus::Registry& registry, const char* name,
                            const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Family<Gauge>& AddGauge(prometheus::Registry& registry, const char* name,
                        const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

// Gauges that are read when asked for.
class ReadGauges : public prometheus::Collectable {
 public:
  using Read = std::function<std::vector<Metrics::Sample>()>;

  void Add(const char* name, const char* help, Read read) {
    std::lock_guard lock(mutex_);
    gauges_.push_back({name, help, std::move(read)});
  }

  std::vector<prometheus::MetricFamily> Collect() const override {
    std::lock_guard lock(mutex_);
    std::vector<prometheus::MetricFamily> families;
    for (const Entry& gauge : gauges_) {
      prometheus::MetricFamily family{
          gauge.name, gauge.help, prometheus::MetricType::Gauge, {}};
      for (const Metrics::Sample& sample : gauge.read()) {
        prometheus::ClientMetric& metric = family.metric.emplace_back();
        metric.gauge.value = sample.value;
        for (const auto& [name, value] : sample.labels) {
          metric.label.push_back({name, value});
        }
      }
      families.push_back(std::move(family));
    }
    return families;
  }

 private:
  struct Entry {
    std::string name, help;
    Read read;
  };
  mutable std::mutex mutex_;
  std::vector<Entry> gauges_;
};

}  // namespace

struct Metrics::Impl {
  using Pair = std::pair<std::string, std::string>;

  std::shared_ptr<prometheus::Registry> registry =
      std::make_shared<prometheus::Registry>();
  std::shared_ptr<ReadGauges> read_gauges = std::make_shared<ReadGauges>();
  CounterCache<std::string> received{AddCounter(
      *registry, metric::kReceived, "Reports that came, before judging.")};
  CounterCache<std::pair<std::string, int>> outcomes{AddCounter(
      *registry, metric::kOutcomes, "Reports by what became of them.")};
  CounterCache<std::string> findings{
      AddCounter(*registry, metric::kFindings, "Findings by code.")};
  CounterCache<std::string> refused{
      AddCounter(*registry, metric::kRefused, "Calls refused, by reason.")};
  CounterCache<Pair> batches{
      AddCounter(*registry, metric::kBatches, "Batches sent, by outcome.")};
  CounterCache<Pair> delivered{AddCounter(
      *registry, metric::kDelivered, "Reports that a destination answered.")};
  CounterCache<std::pair<std::string, int>> http_requests{
      AddCounter(*registry, metric::kHttpRequests,
                 "HTTPS requests, by route and status.")};
  Family<Gauge>& lag =
      AddGauge(*registry, metric::kDeliveryLag,
               "Age of the oldest report that is not answered for, seconds.");
  Family<Gauge>& paused = AddGauge(*registry, metric::kDeliveryPaused,
                                   "1: held back by operators.");
  Family<Gauge>& circuit =
      AddGauge(*registry, metric::kCircuitOpen, "1: taken for down.");
  Family<Gauge>& lanes = AddGauge(*registry, metric::kLanesHeld,
                                  "Lanes that this gateway carries.");
  prometheus::Histogram& commit_seconds =
      prometheus::BuildHistogram()
          .Name(metric::kCommitSeconds)
          .Help("From judgement to the committer's answer.")
          .Register(*registry)
          .Add({}, prometheus::Histogram::BucketBoundaries{
                       0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1,
                       2.5, 5, 10});
  std::unique_ptr<MetricsDoor> door;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() { StopServing(); }

void Metrics::Received(std::string_view submitter, int64_t reports) {
  std::string key(submitter);
  impl_->received
      .Get(key,
           [&] {
             return prometheus::Labels{{"submitter", key}};
           })
      .Increment(static_cast<double>(reports));
}

void Metrics::Outcome(std::string_view submitter, ReportOutcome outcome) {
  const int index = static_cast<int>(outcome);
  std::pair<std::string, int> key(submitter, index);
  impl_->outcomes
      .Get(key,
           [&] {
             return prometheus::Labels{{"submitter", key.first},
                                       {"outcome", kOutcomeNames[index]}};
           })
      .Increment();
}

void Metrics::Finding(std::string_view code) {
  std::string key(code);
  impl_->findings.Get(key,
                      [&] {
                        return prometheus::Labels{{"code", key}};
                      })
      .Increment();
}

void Metrics::Refused(std::string_view reason) {
  std::string key(reason);
  impl_->refused.Get(key,
                     [&] {
                       return prometheus::Labels{{"reason", key}};
                     })
      .Increment();
}

void Metrics::HttpRequest(std::string_view route, int status) {
  std::pair<std::string, int> key(route, status);
  impl_->http_requests
      .Get(key,
           [&] {
             return prometheus::Labels{{"route", key.first},
                                       {"status", std::to_string(status)}};
           })
      .Increment();
}

void Metrics::CommitTook(absl::Duration duration) {
  impl_->commit_seconds.Observe(absl::ToDoubleSeconds(duration));
}

void Metrics::Batch(std::string_view destination, std::string_view outcome) {
  Impl::Pair key(destination, outcome);
  impl_->batches
      .Get(key,
           [&] {
             return prometheus::Labels{{"destination", key.first},
                                       {"outcome", key.second}};
           })
      .Increment();
}

void Metrics::Delivered(std::string_view destination, std::string_view outcome,
                        int64_t reports) {
  Impl::Pair key(destination, outcome);
  impl_->delivered
      .Get(key,
           [&] {
             return prometheus::Labels{{"destination", key.first},
                                       {"outcome", key.second}};
           })
      .Increment(static_cast<double>(reports));
}

void Metrics::GaugeFrom(const char* name, const char* help,
                        std::function<double()> read) {
  impl_->read_gauges->Add(name, help, [read = std::move(read)] {
    return std::vector<Sample>{{{}, read()}};
  });
}

void Metrics::GaugesFrom(const char* name, const char* help,
                         std::function<std::vector<Sample>()> read) {
  impl_->read_gauges->Add(name, help, std::move(read));
}

void Metrics::SetDeliveryLag(std::string_view destination, absl::Duration lag) {
  impl_->lag.Add({{"destination", std::string(destination)}})
      .Set(absl::ToDoubleSeconds(lag));
}

void Metrics::SetDeliveryPaused(std::string_view destination, bool paused) {
  impl_->paused.Add({{"destination", std::string(destination)}})
      .Set(paused ? 1 : 0);
}

void Metrics::SetDispatch(std::string_view destination, bool circuit_open,
                          int lanes_held) {
  const prometheus::Labels labels{{"destination", std::string(destination)}};
  impl_->circuit.Add(labels).Set(circuit_open ? 1 : 0);
  impl_->lanes.Add(labels).Set(lanes_held);
}

absl::StatusOr<std::string> Metrics::Serve(const std::string& address) {
  auto door = MetricsDoor::Open(address, {impl_->registry, impl_->read_gauges});
  if (!door.ok()) return door.status();
  impl_->door = *std::move(door);
  return impl_->door->address();
}

void Metrics::StopServing() { impl_->door.reset(); }

std::string Metrics::Text() const {
  std::vector<prometheus::MetricFamily> families = impl_->registry->Collect();
  for (auto& family : impl_->read_gauges->Collect()) {
    families.push_back(std::move(family));
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace trivsel::gateway::telemetry
