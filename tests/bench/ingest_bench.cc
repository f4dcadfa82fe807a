// Durable intake over TLS, everything on this machine, beside its limits: a
// bare loop that writes with the same statement, and pgbench with 8 clients
// that inserts the same bytes, one row a transaction.
//
//   trivsel_bench_ingest [--seconds=5] [--rounds=3] [--only=SHAPE]
//                        [gateway options …]
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "gateway/store/connection.h"
#include "tests/bench/bare_loop.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/cpu_time.h"
#include "tests/bench/drafts.h"
#include "tests/bench/known_caller.h"
#include "tests/bench/load.h"
#include "tests/bench/spread.h"
#include "tests/bench/supply.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr int kChannels = 4;

// Rows a second, by pgbench; 0 if it did not run.
double RunPgbench(const std::string& database, const std::string& content,
                  int seconds) {
  auto connection = gateway::store::Connection::Open({database, "bench"});
  if (!connection.ok() ||
      !(*connection)
           ->Run("bench_table",
                 "create table if not exists bench_row (id bigint generated "
                 "always as identity, report_id uuid not null unique, content "
                 "bytea not null)")
           .ok()) {
    return 0;
  }
  const std::string script =
      absl::StrCat("/tmp/trivsel-pgbench-", getpid(), ".sql");
  if (FILE* file = std::fopen(script.c_str(), "w")) {
    std::fputs(
        "insert into bench_row (report_id, content) values "
        "(gen_random_uuid(), :content);\n",
        file);
    std::fclose(file);
  }
  // As a parameter, so that each row's bytes travel.
  const std::string command = absl::StrCat(
      "/usr/lib/postgresql/15/bin/pgbench -n -M prepared -c 8 -j 2 -T ",
      seconds, " -f ", script, " -D 'content=\\x",
      absl::BytesToHexString(content), "' '", database, "' 2>/dev/null");
  double rate = 0;
  if (FILE* out = popen(command.c_str(), "r")) {
    char line[512];
    while (std::fgets(line, sizeof line, out) != nullptr) {
      std::sscanf(line, "tps = %lf", &rate);
    }
    pclose(out);
  }
  unlink(script.c_str());
  return rate;
}

struct Shape {
  const char* name;
  Form form;
  int in_flight;
  int per_call;
  int reports;
  double aim;  // of the bare loop; 0: none
};

constexpr Shape kShapes[] = {
    {"proto, unary, 64 callers", Form::kProto, 64, 1, 30'000, 0},
    {"proto, unary, 256 callers", Form::kProto, 256, 1, 40'000, 0.35},
    {"proto, batches of 100, 8 callers", Form::kProto, 8, 100, 80'000, 0.6},
    {"FHIR JSON, unary, 64 callers", Form::kFhir, 64, 1, 20'000, 0},
    {"FHIR JSON, batches of 100, 8", Form::kFhir, 8, 100, 40'000, 0},
};

struct Settings {
  int seconds = 5;
  int rounds = 3;
  std::string only;  // shapes whose name has this
  std::vector<std::string> gateway;
};

// What one shape came to in each round.
struct Figures {
  Spread rate, p50, p99;
  // Processor time a report, in microseconds: ours, PostgreSQL's, the caller's.
  Spread gateway, database, caller;
};

class IngestBench {
 public:
  explicit IngestBench(Settings settings)
      : settings_(std::move(settings)), gateway_(settings_.gateway) {}

  bool Run() {
    const std::string sample = supply_.Take(1, Form::kProto)[0].report_binary();
    std::printf("a report: %zu octets as proto, %zu as FHIR JSON\n",
                sample.size(),
                supply_.Take(1, Form::kFhir)[0].fhir_json().size());
    RunLoad(gateway_.Channels(1), supply_.Take(2000, Form::kProto), 4, 100);
    for (int round = 1; round <= settings_.rounds; ++round) {
      std::fprintf(stderr, "round %d of %d\n", round, settings_.rounds);
      pgbench_.Add(RunPgbench(gateway_.database(), sample, settings_.seconds));
      bare_.Add(BareLoop(bare_store_.NewDatabase(), drafts_.Take(40'000), 1));
      bare_two_.Add(
          BareLoop(bare_store_.NewDatabase(), drafts_.Take(40'000), 2));
      sync_.Add(bare_store_.MedianSyncMilliseconds());
      for (size_t i = 0; i < std::size(kShapes); ++i) RunShape(i);
    }
    Print();
    return good_ && pgbench_.Median() > 0;
  }

 private:
  struct CpuTimes {
    double gateway = 0, database = 0, caller = 0;
  };
  CpuTimes Times() const {
    return {CpuSecondsOf(gateway_.process()),
            CpuSecondsBelow(gateway_.process()), CpuSecondsOf(getpid())};
  }

  void RunShape(size_t index) {
    const Shape& shape = kShapes[index];
    if (std::string_view(shape.name).find(settings_.only) ==
        std::string_view::npos) {
      return;
    }
    std::vector<v1::Submission> reports =
        supply_.Take(shape.reports, shape.form);
    const CpuTimes before = Times();
    const LoadResult result =
        RunLoad(gateway_.Channels(kChannels), std::move(reports),
                shape.in_flight, shape.per_call);
    figures_[index].rate.Add(result.PerSecond());
    figures_[index].p50.Add(result.Percentile(0.5));
    figures_[index].p99.Add(result.Percentile(0.99));
    const CpuTimes after = Times();
    const double share = 1e6 / shape.reports;
    figures_[index].gateway.Add((after.gateway - before.gateway) * share);
    figures_[index].database.Add((after.database - before.database) * share);
    figures_[index].caller.Add((after.caller - before.caller) * share);
    if (result.failed == 0) return;
    good_ = false;
    std::printf("  %lld reports failed, the first: %s\n",
                static_cast<long long>(result.failed),
                result.first_failure.c_str());
  }

  void Print() const {
    std::printf("%-34s %s\n", "pgbench, 8 clients, a row each",
                pgbench_.Text().c_str());
    std::printf("%-34s %s  (fdatasync %.2f ms)\n", "bare loop, same statement",
                bare_.Text().c_str(), sync_.Median());
    std::printf("%-34s %s\n", "the same on two connections",
                bare_two_.Text().c_str());
    for (size_t i = 0; i < std::size(kShapes); ++i) {
      const Figures& figures = figures_[i];
      if (figures.rate.empty()) continue;
      std::printf(
          "%-34s %s  %.2fx pgbench  %.2fx bare loop%s  %.2fx on two  p50 %.1f "
          "ms  "
          "p99 %.1f ms\n",
          kShapes[i].name, figures.rate.Text().c_str(),
          figures.rate.Median() / pgbench_.Median(),
          figures.rate.Median() / bare_.Median(),
          kShapes[i].aim > 0
              ? absl::StrCat(" (aim ", kShapes[i].aim, ")").c_str()
              : "",
          figures.rate.Median() / bare_two_.Median(), figures.p50.Median(),
          figures.p99.Median());
      std::printf(
          "%-34s   processor time a report: gateway %.0f us, database "
          "%.0f us, caller %.0f us\n",
          "", figures.gateway.Median(), figures.database.Median(),
          figures.caller.Median());
      std::printf(
          "%-34s   of it %.2f %% to know a caller with a token (%.2f us a "
          "call)\n",
          "", 100 * knowing_ / (figures.gateway.Median() * kShapes[i].per_call),
          knowing_);
    }
  }

  const Settings settings_;
  const double knowing_ = KnownCaller(TokenScene()).MicrosecondsACall();
  const BenchGateway gateway_;
  BenchStore bare_store_;
  DraftSupply drafts_{20250702};
  Supply supply_;
  Spread pgbench_, bare_, bare_two_, sync_;
  Figures figures_[std::size(kShapes)];
  bool good_ = true;
};

int Main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--seconds=")) {
      (void)absl::SimpleAtoi(argument, &settings.seconds);
    } else if (absl::ConsumePrefix(&argument, "--rounds=")) {
      (void)absl::SimpleAtoi(argument, &settings.rounds);
    } else if (absl::ConsumePrefix(&argument, "--only=")) {
      settings.only = std::string(argument.data(), argument.size());
    } else {
      settings.gateway.emplace_back(argv[i]);
    }
  }
  return IngestBench(std::move(settings)).Run() ? 0 : 1;
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) {
  // As the gateway does it: the caller shares its processors.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return trivsel::bench::Main(argc, argv);
}
