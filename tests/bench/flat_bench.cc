// Whether it stays flat: what a report costs with few and with very many
// stored, while a transaction pins the oldest snapshot, and how soon a gateway
// serves that finds a great deal undelivered.
//
// What is compared lies in two databases of one server and is measured by
// turns: one that has just been filled and must write its pages out is slower
// than a fresh one, whatever is stored in it.
//
//   trivsel_bench_flat [--stored=300000] [--pinned-seconds=60]
//                      [--pending=100000] [--reports=40000]
#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gateway/queue/delivery_control.h"
#include "gateway/queue/group_committer.h"
#include "gateway/store/connection.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/commit.h"
#include "tests/bench/drafts.h"
#include "tests/bench/drain.h"
#include "tests/bench/require.h"
#include "tests/bench/spread.h"

namespace trivsel::bench {
namespace {

using gateway::queue::GroupCommitter;

struct Settings {
  int stored = 300'000;
  int pinned_seconds = 60;
  int pending = 100'000;
  int reports = 40'000;
};

// Intake and drain, one after the other, of so many reports, some rounds.
struct Pace {
  Spread intake, drain;
};

// A database with what goes in and out of it.
class Library {
 public:
  Library(BenchStore* store, uint64_t seed)
      : database_(store->NewDatabase()),
        pool_(store->NewPool(database_)),
        control_(pool_.get(), "bench"),
        supply_(seed) {
    gateway::queue::PostgresLaneQueue lanes(pool_.get());
    const int32_t destination = Require(lanes.OpenDestination(kDestination));
    drain_ = std::make_unique<Drain>(pool_.get(), destination, /*senders=*/4);
    HoldBack();
    GroupCommitter::Options options;
    options.connect = {database_, "bench-committer"};
    committer_ = Require(GroupCommitter::Start(std::move(options)));
  }

  const std::string& database() const { return database_; }

  // Until so many reports are stored and delivered.
  void Fill(int reports) {
    constexpr int kStep = 50'000;
    while (stored_ < reports) {
      const int step = std::min(kStep, reports - stored_);
      Put(step);
      DrainAll(step);
      std::fprintf(stderr, "\r%d stored ", stored_);
    }
    std::fprintf(stderr, "\n");
  }

  // Stores; reports a second.
  double Put(int reports) {
    stored_ += reports;
    return Commit(committer_.get(), supply_.Take(reports));
  }

  void Round(int reports, Pace* pace) {
    pace->intake.Add(Put(reports));
    pace->drain.Add(DrainAll(reports));
  }

  void Close() {
    committer_ = nullptr;
    drain_ = nullptr;
    Require(control_.Resume(kDestination).status());
  }

 private:
  static constexpr char kDestination[] = "national";

  // Delivery is there all the time, as in a gateway, and is held back while
  // reports are put in.
  void HoldBack() { Require(control_.Pause(kDestination, "intake").status()); }
  double DrainAll(int expected) {
    delivered_ += expected;
    const absl::Time begun = absl::Now();
    Require(control_.Resume(kDestination).status());
    drain_->Poke(~uint64_t{0});
    while (drain_->confirmed() < delivered_) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    const double seconds = absl::ToDoubleSeconds(absl::Now() - begun);
    HoldBack();
    return expected / seconds;
  }

  const std::string database_;
  std::unique_ptr<gateway::store::Pool> pool_;
  gateway::queue::DeliveryControl control_;
  std::unique_ptr<Drain> drain_;
  DraftSupply supply_;
  std::unique_ptr<GroupCommitter> committer_;
  int stored_ = 0;
  int64_t delivered_ = 0;
};

class FlatBench {
 public:
  explicit FlatBench(const Settings& settings) : settings_(settings) {}

  void Run() {
    many_.Fill(settings_.stored);
    few_.Fill(10'000);
    // By turns, and few enough rounds that few stay few.
    Pace few, many;
    for (int i = 0; i < kRounds; ++i) Both(&few, &many);
    Print("10,000 stored", few, nullptr);
    Print(std::to_string(settings_.stored) + " stored", many, &few);
    Pinned();
    Restart();
  }

 private:
  static constexpr int kRounds = 5;

  void Both(Pace* first, Pace* second) {
    few_.Round(settings_.reports, first);
    many_.Round(settings_.reports, second);
  }

  static void Print(const std::string& what, const Pace& pace,
                    const Pace* beside) {
    std::printf("%-28s intake %s", what.c_str(), pace.intake.Text().c_str());
    if (beside != nullptr) {
      std::printf("  %.2fx", pace.intake.Median() / beside->intake.Median());
    }
    std::printf("   drain %s", pace.drain.Text().c_str());
    if (beside != nullptr) {
      std::printf("  %.2fx", pace.drain.Median() / beside->drain.Median());
    }
    std::printf("\n");
    std::fflush(stdout);
  }

  // Some reader forgets its transaction: nothing dead can be cleaned away in
  // its database. The other one goes on as ever.
  void Pinned() {
    auto pin = Require(
        gateway::store::Connection::Open({many_.database(), "bench-pin"}));
    // The server would end a transaction that idles; a long reader does not.
    Require(pin->Run("pin",
                     "begin isolation level repeatable read; "
                     "set local idle_in_transaction_session_timeout = 0; "
                     "select count(*) from lane"));
    const absl::Duration time = absl::Seconds(settings_.pinned_seconds);
    const absl::Time half = absl::Now() + time / 2;
    const absl::Time end = half + time / 2;
    // Of its second half, when most that is dead has gathered.
    Pace free, pinned;
    do {
      if (absl::Now() < half) free = pinned = Pace();
      for (int i = 0; i < kRounds; ++i) Both(&free, &pinned);
      std::fprintf(stderr, "pinned, %.0f s to go: drain %.0f/s beside %.0f/s\n",
                   absl::ToDoubleSeconds(end - absl::Now()),
                   pinned.drain.Median(), free.drain.Median());
    } while (absl::Now() < end);
    Print("no snapshot pinned", free, nullptr);
    Print("after " + std::to_string(settings_.pinned_seconds) + " s pinned",
          pinned, &free);
    Require(pin->Run("unpin", "rollback"));
  }

  void Restart() {
    const int step = 50'000;
    for (int waiting = 0; waiting < settings_.pending; waiting += step) {
      many_.Put(std::min(step, settings_.pending - waiting));
    }
    many_.Close();
    const BenchGateway gateway({"--database", many_.database()});
    std::printf("%d pending: serving after %.2f s\n", settings_.pending,
                absl::ToDoubleSeconds(gateway.started_in()));
  }

  const Settings settings_;
  BenchStore store_;
  Library many_{&store_, 20250703};
  Library few_{&store_, 20250704};
};

int Main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    int* target = nullptr;
    if (absl::ConsumePrefix(&argument, "--stored=")) {
      target = &settings.stored;
    } else if (absl::ConsumePrefix(&argument, "--pinned-seconds=")) {
      target = &settings.pinned_seconds;
    } else if (absl::ConsumePrefix(&argument, "--pending=")) {
      target = &settings.pending;
    } else if (absl::ConsumePrefix(&argument, "--reports=")) {
      target = &settings.reports;
    }
    if (target == nullptr || !absl::SimpleAtoi(argument, target)) {
      Die("usage: trivsel_bench_flat [--stored=N] [--pinned-seconds=N] "
          "[--pending=N] [--reports=N]");
    }
  }
  FlatBench(settings).Run();
  return 0;
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) { return trivsel::bench::Main(argc, argv); }
