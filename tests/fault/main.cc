// trivsel_fault_harness: many schedules, side by side. tests/fault/run builds
// and starts it.
#include <signal.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "tests/fault/draw.h"
#include "tests/fault/summary.h"
#include "tests/integration/child_process.h"

namespace trivsel::fault {
namespace {

std::atomic<bool> interrupted = false;

// Worth a look.
constexpr auto kSlow = milliseconds(15'000);

struct Options {
  int schedules = 50;
  uint64_t seed = 0;  // 0: drawn
  bool exact = false;
  int jobs = 2;
  int seconds = 0;  // 0: no limit
  std::string only;
  std::string seeds_file;
  std::string folder;
  bool keep = false;
  bool in_memory = false;
  std::string gateway = TRIVSEL_BIN_DIR "/trivsel-gateway";
};

// A folder for a cluster whose fsync costs nothing: processes are killed here,
// never the machine, so nothing is lost by it. Every other job has one; so
// both get their turn: commits that take their time, and many schedules.
std::string MemoryFolder() {
  std::error_code error;
  const auto space = std::filesystem::space("/dev/shm", error);
  if (error || space.available < (int64_t{2} << 30)) return {};
  std::string folder = "/dev/shm/trivsel-fault-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return {};
  chmod(folder.c_str(), 0711);
  return folder;
}

// Seeds of a file, one a line; from '#' on it is for people.
std::vector<uint64_t> ReadSeeds(const std::string& path) {
  std::vector<uint64_t> seeds;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    line = line.substr(0, line.find('#'));
    if (line.find_first_of("0123456789") == std::string::npos) continue;
    seeds.push_back(std::strtoull(line.c_str(), nullptr, 10));
  }
  return seeds;
}

std::optional<FaultKind> OnlyKind(const std::string& name) {
  for (const FaultName& fault : kFaults) {
    if (fault.name == name) return fault.kind;
  }
  return std::nullopt;
}

class Harness {
 public:
  explicit Harness(const Options& options)
      : options_(options), only_(OnlyKind(options.only)) {
    if (!options.seeds_file.empty()) {
      seeds_ = ReadSeeds(options.seeds_file);
    } else if (options.exact) {
      seeds_.assign(static_cast<size_t>(options.schedules), options.seed);
    } else {
      Draw draw(options.seed);
      // Short enough to be read out on the telephone.
      for (int i = 0; i < options.schedules; ++i) {
        seeds_.push_back(draw.Next() >> 24);
      }
    }
  }

  int Run() {
    if (!MakeFolder()) return 2;
    std::printf("folder %s\n", folder_.c_str());
    std::vector<std::thread> threads;
    const int jobs =
        std::min<int>(options_.jobs, static_cast<int>(seeds_.size()));
    const auto begin = std::chrono::steady_clock::now();
    until_ = options_.seconds > 0
                 ? begin + std::chrono::seconds(options_.seconds)
                 : std::chrono::steady_clock::time_point::max();
    for (int i = 0; i < jobs; ++i) {
      threads.emplace_back([this, i] { Job(i); });
    }
    for (std::thread& thread : threads) thread.join();
    const double took =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
            .count();
    std::printf("\n%s%d schedules in %.0f s, %d side by side\n",
                summary_.ToString().c_str(), summary_.schedules(), took, jobs);
    std::error_code ignored;
    if (summary_.failed() == 0 && !options_.keep && !broken_) {
      std::filesystem::remove_all(folder_, ignored);
    }
    if (broken_ || summary_.schedules() == 0) return 2;
    return summary_.failed() == 0 ? 0 : 1;
  }

 private:
  bool MakeFolder() {
    folder_ =
        options_.folder.empty() ? "/tmp/trivsel-fault-XXXXXX" : options_.folder;
    if (options_.folder.empty() && mkdtemp(folder_.data()) == nullptr) {
      return false;
    }
    std::filesystem::create_directories(folder_);
    chmod(folder_.c_str(), 0711);  // PostgreSQL's user must get through it
    return trivsel::testing::RunProgram(
               {TRIVSEL_SOURCE_DIR "/deploy/sandbox/make-dev-ca",
                folder_ + "/certs"},
               folder_ + "/certs.log") == 0;
  }

  void Job(int number) {
    std::string folder;
    if (options_.in_memory || number % 2 == 1) folder = MemoryFolder();
    const bool in_memory = !folder.empty();
    if (!in_memory) folder = folder_ + "/job-" + std::to_string(number + 1);
    auto postgres =
        PostgresHost::Start(folder, folder_ + "/certs/fagsystem.pem");
    if (postgres == nullptr) {
      broken_ = true;
      return;
    }
    if (number == 0 && !postgres->has_small_disk()) {
      std::puts("disk-full is skipped: no right to mount a file system");
    }
    while (!interrupted && std::chrono::steady_clock::now() < until_) {
      const size_t mine = next_++;
      if (mine >= seeds_.size()) break;
      const Plan plan = DrawPlan(seeds_[mine], only_);
      Stage stage;
      stage.folder = folder_ + "/" + std::to_string(mine + 1) + "-seed-" +
                     std::to_string(plan.seed);
      stage.certificates = folder_ + "/certs";
      stage.gateway = options_.gateway;
      const Outcome outcome =
          RunSchedule(plan, postgres.get(), stage, options_.keep);
      Report(plan, outcome, in_memory);
    }
  }

  void Report(const Plan& plan, const Outcome& outcome, bool in_memory) {
    std::lock_guard lock(mutex_);
    summary_.Add(outcome);
    if (!outcome.violations.empty()) {
      std::printf("\nVIOLATION in %s", plan.ToString().c_str());
      for (size_t i = 0; i < outcome.violations.size() && i < 20; ++i) {
        std::printf("  - %s\n", outcome.violations[i].c_str());
      }
      std::printf(
          "  logs: %s\n  again: tests/fault/run --exact --seed=%llu%s%s%s\n",
          outcome.folder.c_str(), static_cast<unsigned long long>(plan.seed),
          options_.only.empty() ? "" : " --only=", options_.only.c_str(),
          in_memory ? " --in-memory" : "");
    }
    if (outcome.violations.empty() && outcome.recovery > kSlow) {
      std::printf("slow to recover: %.1f s after the last fault of %s",
                  static_cast<double>(outcome.recovery.count()) / 1000,
                  plan.ToString().c_str());
    }
    const int every = summary_.schedules() < 10 ? 1 : 10;
    if (summary_.schedules() % every == 0) {
      std::printf(
          "%d/%zu schedules, %d with violations; seed %llu took %.1f s\n",
          summary_.schedules(), seeds_.size(), summary_.failed(),
          static_cast<unsigned long long>(plan.seed),
          static_cast<double>(outcome.took.count()) / 1000);
    }
    std::fflush(stdout);
  }

  const Options options_;
  const std::optional<FaultKind> only_;
  std::vector<uint64_t> seeds_;
  std::string folder_;
  std::chrono::steady_clock::time_point until_;
  std::atomic<size_t> next_ = 0;
  std::atomic<bool> broken_ = false;
  std::mutex mutex_;
  Summary summary_;
};

std::string KindNames() {
  std::string names;
  for (const FaultName& fault : kFaults) {
    names += std::string("  ") + std::string(fault.name) + ": " +
             std::string(fault.means) + "\n";
  }
  return names;
}

}  // namespace
}  // namespace trivsel::fault

int main(int argc, char** argv) {
  using namespace trivsel::fault;
  Options options;
  CLI::App app(
      "Trivsel under faults drawn from a seed, each schedule checked.\n"
      "Exit code: 0 no violation, 1 violations, 2 it could not be run.",
      "tests/fault/run");
  app.add_option("--schedules", options.schedules)
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--seed", options.seed,
                 "of all schedules' seeds; without: drawn and printed");
  app.add_flag("--exact", options.exact,
               "--seed is the one schedule's own (--schedules=1 unless said)");
  app.add_option("--jobs", options.jobs, "schedules side by side")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "begin none after so long");
  app.add_option("--only", options.only, "only faults of this kind")
      ->check([](const std::string& name) {
        return OnlyKind(name) ? "" : "no such fault:\n" + KindNames();
      });
  app.add_option("--seeds", options.seeds_file,
                 "a file with the schedules' own seeds, one a line")
      ->check(CLI::ExistingFile);
  app.add_option("--folder", options.folder, "for logs; else under /tmp");
  app.add_flag("--in-memory", options.in_memory,
               "all databases in memory, not every other job's");
  app.add_option("--gateway", options.gateway, "another build of the gateway")
      ->check(CLI::ExistingFile);
  app.add_flag("--keep", options.keep, "keep all logs");
  app.footer("Faults:\n" + KindNames());
  CLI11_PARSE(app, argc, argv);
  if (options.exact && app.count("--schedules") == 0) options.schedules = 1;
  if (app.count("--seed") == 0) {
    options.seed = std::random_device{}() % 1'000'000'000;
  }
  signal(SIGPIPE, SIG_IGN);
  signal(SIGINT, [](int) { interrupted = true; });
  signal(SIGTERM, [](int) { interrupted = true; });
  std::printf("seed %llu\n", static_cast<unsigned long long>(options.seed));
  return Harness(options).Run();
}
