// FHIR reading and writing against simdjson's DOM parse alone of the same
// bytes. The ratio read+validate / parse is what we hold ourselves to: <= 5.
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "validator/fhir/fhir_reader.h"
#include "validator/fhir/fhir_validation.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::validator::fhir {
namespace {

template <typename T>
const T& OrDie(const absl::StatusOr<std::unique_ptr<const T>>& made) {
  if (!made.ok()) {
    std::cerr << made.status() << "\n";
    std::abort();
  }
  return **made;
}

const FhirMapping& Mapping() {
  static const auto* const mapping =
      new absl::StatusOr<std::unique_ptr<const FhirMapping>>(
          FhirMapping::Create());
  return OrDie(*mapping);
}

const Validator& TheValidator() {
  static const auto* const validator =
      new absl::StatusOr<std::unique_ptr<const Validator>>([] {
        auto terminology = Terminology::BuiltIn();
        if (!terminology.ok()) std::abort();
        return Validator::Create(*terminology);
      }());
  return OrDie(*validator);
}

// Number of one of our reports: 1 (three records, 2 kB) or 4 (four records).
std::string Report(const benchmark::State& state) {
  std::ifstream in(std::string(TRIVSEL_SOURCE_FOLDER) +
                   "/deploy/quickstart-data/josefine-" +
                   std::to_string(state.range(0)) + ".json");
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.empty()) std::abort();
  return text;
}

void Count(benchmark::State& state, const std::string& json) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(json.size()));
}

void BM_SimdjsonParse(benchmark::State& state) {
  const simdjson::padded_string json(Report(state));
  simdjson::dom::parser parser;
  for (auto _ : state) {
    simdjson::dom::element root;
    if (parser.parse(json).get(root) != simdjson::SUCCESS) std::abort();
    benchmark::DoNotOptimize(root);
  }
  Count(state, std::string(json));
}

void BM_FhirRead(benchmark::State& state) {
  const std::string json = Report(state);
  FhirReader reader(Mapping());
  ltt::v1::DeliveryReport report;
  Findings findings;
  for (auto _ : state) {
    reader.Read(json, &report, &findings);
    benchmark::DoNotOptimize(report);
  }
  if (!findings.empty()) state.SkipWithError("findings");
  Count(state, json);
}

void BM_FhirReadAndValidate(benchmark::State& state) {
  const std::string json = Report(state);
  FhirReader reader(Mapping());
  ltt::v1::DeliveryReport report;
  Findings findings;
  Context context;
  context.now_seconds = 1800000000;
  for (auto _ : state) {
    JudgeFhirJson(reader, TheValidator(), json, context, &report, &findings);
    benchmark::DoNotOptimize(findings);
  }
  if (findings.has_error()) state.SkipWithError("errors");
  Count(state, json);
}

void BM_FhirWrite(benchmark::State& state) {
  const std::string json = Report(state);
  FhirReader reader(Mapping());
  ltt::v1::DeliveryReport report;
  Findings findings;
  reader.Read(json, &report, &findings);
  std::string out;
  for (auto _ : state) {
    out.clear();
    AppendFhirJson(Mapping(), report, &out);
    benchmark::DoNotOptimize(out);
  }
  Count(state, out);
}

BENCHMARK(BM_SimdjsonParse)->Arg(1)->Arg(4);
BENCHMARK(BM_FhirRead)->Arg(1)->Arg(4);
BENCHMARK(BM_FhirReadAndValidate)->Arg(1)->Arg(4);
BENCHMARK(BM_FhirWrite)->Arg(1)->Arg(4);

}  // namespace
}  // namespace trivsel::validator::fhir

BENCHMARK_MAIN();
