// The durable queue by itself: what a bare loop writes with the gateway's own
// statement, what the group committer reaches, and how fast lanes and sealed
// batches empty it, alone and beside intake; and in each round what a gateway
// takes in through its door, which the drain is to be twice as fast as.
//
//   trivsel_bench_queue [--reports=60000] [--rounds=3] [--senders=4]
//                       [--committers=2]
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gateway/queue/group_committer.h"
#include "tests/bench/bare_loop.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/commit.h"
#include "tests/bench/drafts.h"
#include "tests/bench/drain.h"
#include "tests/bench/load.h"
#include "tests/bench/require.h"
#include "tests/bench/spread.h"
#include "tests/bench/supply.h"

namespace trivsel::bench {
namespace {

using gateway::queue::GroupCommitter;

struct Settings {
  int reports = 60'000;
  int rounds = 3;
  int senders = 4;
  int committers = 2;
};

class QueueBench {
 public:
  explicit QueueBench(const Settings& settings)
      : settings_(settings),
        database_(store_.NewDatabase()),
        pool_(store_.NewPool(database_)) {
    gateway::queue::PostgresLaneQueue lanes(pool_.get());
    destination_id_ = Require(lanes.OpenDestination("bench"));
    GroupCommitter::Options options;
    options.connect = {database_, "bench-committer"};
    options.connections = settings_.committers;
    options.on_committed = [this](uint64_t written) {
      std::lock_guard lock(mutex_);
      if (drain_.has_value()) drain_->Poke(written);
    };
    committer_ = Require(GroupCommitter::Start(std::move(options)));
  }

  void Run() {
    Commit(committer_.get(), supply_.Take(5000));
    DrainAll(5000);
    ThroughTheDoor(5000);
    for (int round = 0; round < settings_.rounds; ++round) {
      // In a database of its own: nobody drains what it writes.
      bare_.Add(BareLoop(store_.NewDatabase(), supply_.Take(settings_.reports),
                         settings_.committers));
      const double door = ThroughTheDoor(settings_.reports);
      door_.Add(door);
      intake_.Add(Commit(committer_.get(), supply_.Take(settings_.reports)));
      const double drained = DrainAll(settings_.reports);
      drained_.Add(drained);
      drained_of_door_.Add(drained / door);
      Together();
      sync_.Add(store_.MedianSyncMilliseconds());
    }
    Print();
  }

 private:
  void StartDrain() {
    std::lock_guard lock(mutex_);
    drain_.emplace(pool_.get(), destination_id_, settings_.senders);
  }
  void EndDrain() {
    std::lock_guard lock(mutex_);
    drain_.reset();
  }
  // Reports a second, in batches of 100, over TLS, into another database.
  double ThroughTheDoor(int reports) {
    const LoadResult result = RunLoad(
        gateway_.Channels(4), door_supply_.Take(reports, Form::kProto), 8, 100);
    if (result.failed > 0) Die(result.first_failure);
    return result.PerSecond();
  }

  // Reports a second until all that waits is confirmed.
  double DrainAll(int expected) {
    const absl::Time begun = absl::Now();
    StartDrain();
    while (drain_->confirmed() < expected) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    const absl::Duration took = absl::Now() - begun;
    EndDrain();
    return expected / absl::ToDoubleSeconds(took);
  }

  // Intake with delivery at the same time; both until the last is confirmed.
  void Together() {
    std::vector<gateway::queue::Draft> drafts = supply_.Take(settings_.reports);
    StartDrain();
    const absl::Time begun = absl::Now();
    intake_beside_.Add(Commit(committer_.get(), std::move(drafts)));
    while (drain_->confirmed() < settings_.reports) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    both_.Add(settings_.reports / absl::ToDoubleSeconds(absl::Now() - begun));
    EndDrain();
  }

  void Print() const {
    const double bare = bare_.Median();
    std::printf("%-44s %s  (fdatasync %.2f ms)\n", "bare loop, same statement",
                bare_.Text().c_str(), sync_.Median());
    std::printf("%-44s %s  %.2fx bare loop\n", "group committer, no door",
                intake_.Text().c_str(), intake_.Median() / bare);
    std::printf("%-44s %s\n", "a gateway, through its door, batches of 100",
                door_.Text().c_str());
    std::printf("%-44s %s  %.2fx the committer  %s of the door (aim 2)\n",
                "drain alone", drained_.Text().c_str(),
                drained_.Median() / intake_.Median(),
                drained_of_door_.Ratio().c_str());
    std::printf("%-44s %s\n", "intake beside the drain",
                intake_beside_.Text().c_str());
    std::printf("%-44s %s\n", "both, until the last is confirmed",
                both_.Text().c_str());
  }

  const Settings settings_;
  BenchStore store_;
  const std::string database_;
  std::unique_ptr<gateway::store::Pool> pool_;
  int32_t destination_id_ = 0;
  DraftSupply supply_{20250701};
  std::unique_ptr<GroupCommitter> committer_;
  std::mutex mutex_;  // a committer pokes the drain, also after its answers
  std::optional<Drain> drain_;
  const BenchGateway gateway_{{}};
  Supply door_supply_;
  Spread bare_, intake_, drained_, intake_beside_, both_, sync_;
  Spread door_, drained_of_door_;
};

int Main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    int* target = nullptr;
    if (absl::ConsumePrefix(&argument, "--reports=")) {
      target = &settings.reports;
    } else if (absl::ConsumePrefix(&argument, "--rounds=")) {
      target = &settings.rounds;
    } else if (absl::ConsumePrefix(&argument, "--senders=")) {
      target = &settings.senders;
    } else if (absl::ConsumePrefix(&argument, "--committers=")) {
      target = &settings.committers;
    }
    if (target == nullptr || !absl::SimpleAtoi(argument, target)) {
      Die("usage: trivsel_bench_queue [--reports=N] [--rounds=N] "
          "[--senders=N] [--committers=N]");
    }
  }
  QueueBench(settings).Run();
  return 0;
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) { return trivsel::bench::Main(argc, argv); }
