// Durable intake over TLS, everything on this machine, beside pgbench with 8
// clients that inserts the same bytes, one row a transaction.
//
//   trivsel_bench_ingest [--seconds=5] [--rounds=2] [gateway options …]
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
#include "gateway/store/connection.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/load.h"
#include "tests/support/report_factory.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr int kChannels = 4;

enum class Form { kProto, kFhir };

// New reports each time: a repeated id would be a replay, which is cheaper.
class Supply {
 public:
  Supply() : mapping_(*validator::fhir::FhirMapping::Create()) {}

  std::vector<v1::Submission> Take(int count, Form form) {
    std::vector<v1::Submission> all(static_cast<size_t>(count));
    for (v1::Submission& submission : all) {
      const ltt::v1::DeliveryReport report = factory_.Next();
      if (form == Form::kProto) {
        submission.set_report_binary(report.SerializeAsString());
      } else {
        validator::fhir::AppendFhirJson(*mapping_, report,
                                        submission.mutable_fhir_json());
      }
    }
    return all;
  }

 private:
  testing::ReportFactory factory_{static_cast<uint64_t>(getpid())};
  std::unique_ptr<const validator::fhir::FhirMapping> mapping_;
};

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
};

bool RunShape(const BenchGateway& gateway, Supply& supply, const Shape& shape,
              double pgbench) {
  const LoadResult result = RunLoad(gateway.Channels(kChannels),
                                    supply.Take(shape.reports, shape.form),
                                    shape.in_flight, shape.per_call);
  std::printf(
      "%-34s %9.0f reports/s  %5.2fx pgbench  p50 %7.1f ms  p99 %7.1f ms\n",
      shape.name, result.PerSecond(),
      pgbench > 0 ? result.PerSecond() / pgbench : 0, result.Percentile(0.5),
      result.Percentile(0.99));
  if (result.failed > 0) {
    std::printf("  %lld reports failed, the first: %s\n",
                static_cast<long long>(result.failed),
                result.first_failure.c_str());
  }
  std::fflush(stdout);
  return result.failed == 0;
}

constexpr Shape kShapes[] = {
    {"proto, unary, 64 callers", Form::kProto, 64, 1, 30'000},
    {"proto, batches of 100, 8 callers", Form::kProto, 8, 100, 80'000},
    {"FHIR JSON, unary, 64 callers", Form::kFhir, 64, 1, 20'000},
    {"FHIR JSON, batches of 100, 8", Form::kFhir, 8, 100, 40'000},
};

int Main(int argc, char** argv) {
  int seconds = 5;
  int rounds = 2;
  std::vector<std::string> options;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--seconds=")) {
      (void)absl::SimpleAtoi(argument, &seconds);
    } else if (absl::ConsumePrefix(&argument, "--rounds=")) {
      (void)absl::SimpleAtoi(argument, &rounds);
    } else {
      options.emplace_back(argv[i]);
    }
  }
  const BenchGateway gateway(TRIVSEL_GATEWAY_BINARY, options);
  Supply supply;
  const std::string sample = supply.Take(1, Form::kProto)[0].report_binary();
  std::printf("a report: %zu octets as proto, %zu as FHIR JSON\n",
              sample.size(), supply.Take(1, Form::kFhir)[0].fhir_json().size());
  RunLoad(gateway.Channels(1), supply.Take(2000, Form::kProto), 4, 100);
  bool good = true;
  for (int round = 1; round <= rounds; ++round) {
    const double rate = RunPgbench(gateway.database(), sample, seconds);
    std::printf("round %d\n%-34s %9.0f rows/s\n", round,
                "pgbench, 8 clients, a row each", rate);
    good &= rate > 0;
    for (const Shape& shape : kShapes) {
      good &= RunShape(gateway, supply, shape, rate);
    }
  }
  return good ? 0 : 1;
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) { return trivsel::bench::Main(argc, argv); }
