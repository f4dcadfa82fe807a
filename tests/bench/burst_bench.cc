// The night's burst and worse: every municipality's reports at once, how much
// memory that takes; then three times what the gateway can take, for a while.
//
//   trivsel_bench_burst [--municipalities=98] [--each=2000] [--seconds=20]
//                       [--rounds=3]
#include <unistd.h>

#include <array>
#include <cstdio>
#include <functional>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/cpu_time.h"
#include "tests/bench/load.h"
#include "tests/bench/open_loop.h"
#include "tests/bench/require.h"
#include "tests/bench/spread.h"
#include "tests/bench/supply.h"
#include "validator/identifiers.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;

struct Settings {
  int municipalities = 98;
  int each = 2000;
  int seconds = 20;
  int rounds = 3;
};

// A number of the form that the SOR register gives out.
std::string Sor(int number) {
  const std::string stem = absl::StrCat(900'000 + number, "100001600");
  for (int digit = 0; digit < 10; ++digit) {
    std::string sor = absl::StrCat(stem, digit);
    if (validator::HasSorCheckDigit(sor)) return sor;
  }
  Die("no check digit");
}

class BurstBench {
 public:
  explicit BurstBench(const Settings& settings) : settings_(settings) {
    for (int i = 0; i < settings_.municipalities; ++i) {
      sors_.push_back(Sor(i));
      gateway_.AddMunicipality(absl::StrFormat("%08d", 80'000'000 + i),
                               sors_.back());
    }
    for (int i = 0; i < kSubmitters; ++i) {
      submitters_.push_back(
          gateway_.AddSubmitter(absl::StrCat("fagsystem-", i)));
    }
    gateway_.AwaitRegistry();
  }

  int Run() {
    RunLoad(gateway_.Channels(1), supply_.Take(2000, Form::kFhir), 4, 100);
    const double at_rest = ResidentMebibytes(gateway_.process());
    Burst(at_rest);
    // Before and after, each half as long as the overload: the more there is
    // stored, the more the database has to tidy up beside it.
    const double guess = Capacity(100'000).PerSecond();
    const auto reports = static_cast<int>(guess * settings_.seconds / 2);
    bool good = true;
    Work before = Capacity(reports);
    for (int round = 1; round <= settings_.rounds; ++round) {
      const Overloaded overloaded = Overload(before.PerSecond());
      const Work after = Capacity(reports);
      Work around = before;
      around += after;
      good = Print(overloaded, around) && good;
      before = after;
    }
    std::printf(
        "goodput under overload: %s capacity (aim 0.90); by processor time of "
        "gateway and database %s\n",
        goodput_.Ratio().c_str(), by_cpu_.Ratio().c_str());
    return good ? 0 : 1;
  }

 private:
  static constexpr int kSubmitters = 8;
  static constexpr int kPerCall = 100;

  // Every municipality sends as fast as it is let: two batches of 100 under
  // way each.
  void Burst(double at_rest) {
    std::vector<v1::Submission> all;
    for (int i = 0; i < settings_.municipalities; ++i) {
      auto some = supply_.Take(settings_.each, Form::kFhir, sors_[i]);
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    std::vector<double> resident;
    std::atomic<bool> over{false};
    std::thread watch([&] {
      while (!over) {
        resident.push_back(ResidentMebibytes(gateway_.process()));
        absl::SleepFor(absl::Milliseconds(100));
      }
    });
    std::vector<std::shared_ptr<grpc::Channel>> channels;
    for (int i = 0; i < kSubmitters; ++i) {
      for (const auto& channel : gateway_.Channels(2, submitters_[i])) {
        channels.push_back(channel);
      }
    }
    const LoadResult result =
        RunLoad(channels, std::move(all), settings_.municipalities * 2, 100);
    over = true;
    watch.join();
    std::printf(
        "burst, %d municipalities x %d reports (FHIR JSON): %.0f "
        "reports/s, %lld refused\n",
        settings_.municipalities, settings_.each, result.PerSecond(),
        static_cast<long long>(result.failed));
    const auto at = [&resident](double share) {
      return resident[static_cast<size_t>(
          share * static_cast<double>(resident.size() - 1))];
    };
    std::printf(
        "  resident: %.0f MiB at rest, %.0f after a quarter, %.0f "
        "after half, %.0f at the end; at most %.0f MiB (limit 256)\n",
        at_rest, at(0.25), at(0.5), at(1), PeakMebibytes(gateway_.process()));
  }

  // What a load does to the machine: the senders run on it too, and what they
  // need is not the gateway's.
  struct Work {
    double accepted = 0, seconds = 0;
    double gateway = 0, database = 0, senders = 0;  // processor seconds

    double PerSecond() const { return accepted / seconds; }
    double PerCpuSecond() const { return accepted / (gateway + database); }
    Work& operator+=(const Work& more) {
      accepted += more.accepted;
      seconds += more.seconds;
      gateway += more.gateway;
      database += more.database;
      senders += more.senders;
      return *this;
    }
  };
  struct Overloaded {
    std::vector<OpenLoopResult> results;
    std::vector<double> rates;
    Work work;
  };
  // What is done in `run`, but for what was accepted.
  Work Watch(const std::function<void()>& run) const {
    const auto cpu = [this] {
      return std::array{CpuSecondsOf(gateway_.process()),
                        CpuSecondsBelow(gateway_.process()),
                        CpuSecondsOf(getpid())};
    };
    const auto before = cpu();
    const absl::Time begun = absl::Now();
    run();
    const double seconds = absl::ToDoubleSeconds(absl::Now() - begun);
    const auto after = cpu();
    return {0, seconds, after[0] - before[0], after[1] - before[1],
            after[2] - before[2]};
  }

  // As many as it can take from those who wait for its answers.
  Work Capacity(int reports) {
    auto submissions = supply_.Take(reports, Form::kProto);
    LoadResult result;
    Work work = Watch([&] {
      result =
          RunLoad(gateway_.Channels(4), std::move(submissions), 8, kPerCall);
    });
    work.accepted = reports;
    work.seconds = reports / result.PerSecond();
    return work;
  }

  // Open loop: the first submitter sends half of it all.
  Overloaded Overload(double capacity) {
    const double offered = 3 * capacity;
    std::vector<std::unique_ptr<OpenLoop>> loops;
    std::vector<double> rates;
    for (int i = 0; i < kSubmitters; ++i) {
      rates.push_back(i == 0 ? offered / 2 : offered / 2 / (kSubmitters - 1));
      loops.push_back(std::make_unique<OpenLoop>(
          gateway_.Channels(2, submitters_[i]),
          supply_.Take(static_cast<int>(rates[i] * settings_.seconds),
                       Form::kProto),
          kPerCall));
    }
    std::vector<std::thread> threads;
    std::fprintf(stderr, "overload, for %d s\n", settings_.seconds);
    const Work work = Watch([&] {
      for (size_t i = 0; i < loops.size(); ++i) {
        threads.emplace_back(
            [&, i] { loops[i]->Run(rates[i], absl::Seconds(10)); });
      }
      for (std::thread& thread : threads) thread.join();
    });
    std::vector<OpenLoopResult> results;
    for (auto& loop : loops) results.push_back(loop->Result());
    return {std::move(results), std::move(rates), work};
  }

  // False: somebody was refused and not told when to come back.
  bool Print(const Overloaded& overloaded, const Work& capacity) {
    const auto& [results, rates, measured] = overloaded;
    Work work = measured;
    double unadvised = 0, worst_refusal = 0, least = 1;
    for (size_t i = 0; i < results.size(); ++i) {
      work.accepted += static_cast<double>(results[i].accepted);
      unadvised += static_cast<double>(results[i].unadvised);
      worst_refusal =
          std::max(worst_refusal, results[i].RefusalPercentile(0.99));
      const double share = static_cast<double>(results[i].accepted) /
                           (rates[i] * settings_.seconds);
      if (i > 0) least = std::min(least, share);
    }
    goodput_.Add(work.PerSecond() / capacity.PerSecond());
    by_cpu_.Add(work.PerCpuSecond() / capacity.PerCpuSecond());
    std::printf(
        "overload, 3x of %.0f reports/s for %d s: goodput %.0f reports/s\n",
        capacity.PerSecond(), settings_.seconds, work.PerSecond());
    const auto each = [](const Work& of) {
      return absl::StrFormat("gateway %.1f + database %.1f + senders %.1f us",
                             1e6 * of.gateway / of.accepted,
                             1e6 * of.database / of.accepted,
                             1e6 * of.senders / of.accepted);
    };
    double offered = 0;
    for (const double rate : rates) offered += rate * settings_.seconds;
    const double refused = (offered - work.accepted) / kPerCall;
    const double calm = capacity.gateway / capacity.accepted * work.accepted;
    std::printf(
        "  a report accepted costs %s at capacity, %s under overload; a call "
        "refused some %.0f us of the gateway\n",
        each(capacity).c_str(), each(work).c_str(),
        1e6 * (work.gateway - calm) / refused);
    std::printf(
        "  the greedy one got %.0f %% of what it sent, the least of "
        "the others %.0f %%; refusals p99 %.0f ms, without advice "
        "%.0f; accepted p99 %.0f ms; %.0f MiB at most\n",
        100 * static_cast<double>(results[0].accepted) /
            (rates[0] * settings_.seconds),
        100 * least, worst_refusal, unadvised, results[1].Percentile(0.99),
        PeakMebibytes(gateway_.process()));
    std::fflush(stdout);
    return unadvised == 0;
  }

  const Settings settings_;
  BenchGateway gateway_{{}};
  std::vector<std::string> sors_;
  std::vector<testing::CertifiedKey> submitters_;
  Supply supply_;
  Spread goodput_, by_cpu_;  // beside capacity, round by round
};

int Main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    int* target = nullptr;
    if (absl::ConsumePrefix(&argument, "--municipalities=")) {
      target = &settings.municipalities;
    } else if (absl::ConsumePrefix(&argument, "--each=")) {
      target = &settings.each;
    } else if (absl::ConsumePrefix(&argument, "--seconds=")) {
      target = &settings.seconds;
    } else if (absl::ConsumePrefix(&argument, "--rounds=")) {
      target = &settings.rounds;
    }
    if (target == nullptr || !absl::SimpleAtoi(argument, target)) {
      Die("usage: trivsel_bench_burst [--municipalities=N] [--each=N] "
          "[--seconds=N] [--rounds=N]");
    }
  }
  return BurstBench(settings).Run();
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return trivsel::bench::Main(argc, argv);
}
