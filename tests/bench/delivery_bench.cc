// Everything at once and each for itself: intake through the door, delivery
// over HTTPS with mutual TLS to the sandbox receiver, which reads, stores and
// answers for each report; and how old a report gets on an idle system.
//
//   trivsel_bench_delivery [--reports=60000] [--rounds=3]
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "gateway/queue/group_committer.h"
#include "gateway/queue/postgres_lane_queue.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/bench_receiver.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/commit.h"
#include "tests/bench/cpu_time.h"
#include "tests/bench/drafts.h"
#include "tests/bench/load.h"
#include "tests/bench/require.h"
#include "tests/bench/spread.h"
#include "tests/bench/supply.h"

namespace trivsel::bench {
namespace {

using gateway::store::Params;
using gateway::store::Statement;

constexpr Statement kConfirmed{
    "confirmed", "select count(*), now() from receipt where outcome = 1"};
constexpr Statement kAges{
    "ages",
    "select round(percentile_cont(0.5) within group (order by age)::numeric, 1)"
    "         ::text,"
    "       round(percentile_cont(0.99) within group (order by age)::numeric, "
    "1)"
    "         ::text from ("
    "  select (extract(epoch from settled_at - received_at) * 1000)::float8 age"
    "    from receipt order by settled_at desc limit $1::int) as newest"};

class DeliveryBench {
 public:
  DeliveryBench(int reports, int rounds)
      : reports_(reports),
        rounds_(rounds),
        database_(store_.NewDatabase()),
        pool_(store_.NewPool(database_, 2)) {}

  void Run() {
    for (int round = 0; round < rounds_; ++round) {
      Wait(reports_);
      const int64_t before = Confirmed();
      std::vector<std::string> options = receiver_.GatewayOptions();
      options.insert(options.end(), {"--database", database_});
      const BenchGateway gateway(options);
      // It has begun while it was registered; what is left is measured.
      const int64_t begun = Confirmed();
      const absl::Time since = absl::Now();
      Await(before + reports_);
      if (before + reports_ - begun > reports_ / 4) {
        alone_.Add(static_cast<double>(before + reports_ - begun) /
                   absl::ToDoubleSeconds(absl::Now() - since));
      }
      Together(gateway);
      if (round + 1 == rounds_) Idle(gateway);
    }
    std::printf("%-44s %s\n", "delivery alone, over HTTPS",
                alone_.Text().c_str());
    std::printf("%-44s %s\n", "intake, batches of 100, beside delivery",
                intake_.Text().c_str());
    std::printf("%-44s %s\n", "delivered and confirmed meanwhile",
                both_.Text().c_str());
    std::printf(
        "%-44s   processor time a report: gateway %.0f us, database "
        "%.0f us, receiver %.0f us, caller %.0f us\n",
        "", gateway_cpu_.Median(), database_cpu_.Median(),
        receiver_cpu_.Median(), caller_cpu_.Median());
  }

 private:
  // Reports that wait for the destination, of all lanes.
  void Wait(int count) {
    gateway::queue::PostgresLaneQueue lanes(pool_.get());
    Require(lanes.OpenDestination("national").status());
    gateway::queue::GroupCommitter::Options options;
    options.connect = {database_, "bench-committer"};
    auto committer =
        Require(gateway::queue::GroupCommitter::Start(std::move(options)));
    Commit(committer.get(), drafts_.Take(count));
  }

  int64_t Confirmed() {
    return Require(pool_->Execute(kConfirmed, Params())).Int64(0, 0);
  }
  void Await(int64_t confirmed) {
    while (Confirmed() < confirmed) absl::SleepFor(absl::Milliseconds(20));
  }

  void Together(const BenchGateway& gateway) {
    auto reports = supply_.Take(reports_, Form::kProto);
    const int64_t before = Confirmed();
    const double cpu[] = {
        CpuSecondsOf(gateway.process()), PostgresSeconds(gateway),
        CpuSecondsOf(receiver_.process()), CpuSecondsOf(getpid())};
    const absl::Time begun = absl::Now();
    const LoadResult result =
        RunLoad(gateway.Channels(4), std::move(reports), 8, 100);
    intake_.Add(result.PerSecond());
    Await(before + reports_);
    both_.Add(reports_ / absl::ToDoubleSeconds(absl::Now() - begun));
    const double share = 1e6 / reports_;
    gateway_cpu_.Add((CpuSecondsOf(gateway.process()) - cpu[0]) * share);
    database_cpu_.Add((PostgresSeconds(gateway) - cpu[1]) * share);
    receiver_cpu_.Add((CpuSecondsOf(receiver_.process()) - cpu[2]) * share);
    caller_cpu_.Add((CpuSecondsOf(getpid()) - cpu[3]) * share);
    if (result.failed > 0) Die("reports failed: " + result.first_failure);
  }

  // Of all that we started, what is neither gateway nor receiver.
  double PostgresSeconds(const BenchGateway& gateway) const {
    return CpuSecondsBelow(getpid()) - CpuSecondsOf(gateway.process()) -
           CpuSecondsOf(receiver_.process());
  }

  // One report at a time, each after the one before is confirmed.
  void Idle(const BenchGateway& gateway) {
    constexpr int kReports = 200;
    const auto channels = gateway.Channels(1);
    for (auto& report : supply_.Take(kReports, Form::kProto)) {
      const int64_t before = Confirmed();
      std::vector<trivsel::gateway::v1::Submission> one;
      one.push_back(std::move(report));
      RunLoad(channels, std::move(one), 1, 1);
      while (Confirmed() <= before) absl::SleepFor(absl::Milliseconds(1));
    }
    auto ages = Require(pool_->Execute(kAges, Params().Int32(kReports)));
    std::printf("%-44s p50 %s ms  p99 %s ms\n",
                "age of a lone report when it is confirmed",
                ages.Text(0, 0).c_str(), ages.Text(0, 1).c_str());
  }

  const int reports_;
  const int rounds_;
  BenchStore store_;
  const std::string database_;
  std::unique_ptr<gateway::store::Pool> pool_;
  BenchReceiver receiver_;
  DraftSupply drafts_{20250704};
  Supply supply_;
  Spread alone_, intake_, both_;
  Spread gateway_cpu_, database_cpu_, receiver_cpu_, caller_cpu_;
};

int Main(int argc, char** argv) {
  int reports = 60'000;
  int rounds = 3;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    int* target = nullptr;
    if (absl::ConsumePrefix(&argument, "--reports=")) {
      target = &reports;
    } else if (absl::ConsumePrefix(&argument, "--rounds=")) {
      target = &rounds;
    }
    if (target == nullptr || !absl::SimpleAtoi(argument, target)) {
      Die("usage: trivsel_bench_delivery [--reports=N] [--rounds=N]");
    }
  }
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  DeliveryBench(reports, rounds).Run();
  return 0;
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) { return trivsel::bench::Main(argc, argv); }
