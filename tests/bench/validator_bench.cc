// How long parsing and judging one report takes: report 4 of Josefine's story.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "google/protobuf/arena.h"
#include "tests/validator/good_report.h"
#include "validator/validator.h"

namespace trivsel::validator {
namespace {

// Every report anew, as a gateway without arenas reads it.
void BM_ProtobufParse(benchmark::State& state) {
  const std::string bytes = GoodReport().SerializeAsString();
  for (auto _ : state) {
    ltt::v1::DeliveryReport report;
    if (!report.ParseFromString(bytes)) std::abort();
    benchmark::DoNotOptimize(report);
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(bytes.size()));
}
BENCHMARK(BM_ProtobufParse);

// Into a message that is used again: the cheapest parse there is.
void BM_ProtobufParseReused(benchmark::State& state) {
  const std::string bytes = GoodReport().SerializeAsString();
  ltt::v1::DeliveryReport report;
  for (auto _ : state) {
    if (!report.ParseFromString(bytes)) std::abort();
    benchmark::DoNotOptimize(report);
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(bytes.size()));
}
BENCHMARK(BM_ProtobufParseReused);

void BM_Validate(benchmark::State& state) {
  const auto validator = Validator::Create(*Terminology::BuiltIn());
  const auto report = GoodReport();
  const Context context = GoodContext();
  Findings findings;
  for (auto _ : state) {
    findings.Clear();
    (*validator)->Validate(report, context, &findings);
    benchmark::DoNotOptimize(findings);
  }
  if (!findings.empty()) std::abort();
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(report.ByteSizeLong()));
}
BENCHMARK(BM_Validate);

}  // namespace
}  // namespace trivsel::validator

BENCHMARK_MAIN();
