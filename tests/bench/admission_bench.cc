// What the limits cost a call: one lock and a look-up or two each.
#include <benchmark/benchmark.h>

#include <memory>
#include <optional>
#include <variant>

#include "gateway/ingest/admission.h"
#include "gateway/ingest/caller_gate.h"
#include "gateway/system/random.h"
#include "gateway/system/steady_clock.h"
#include "gateway/telemetry/metrics.h"

namespace trivsel::gateway::ingest {
namespace {

SteadyClock& TheClock() {
  static SteadyClock clock;
  return clock;
}
SystemRandom& TheRandom() {
  static SystemRandom random;
  return random;
}

// In and out, beside so many others that have something in flight.
void BM_AdmitAndRelease(benchmark::State& state) {
  static Admission* const admission = new Admission(
      {int64_t{1} << 40, int64_t{1} << 40}, TheRandom(), TheClock());
  std::vector<std::variant<Admission::Ticket, Refusal>> others;
  for (int i = 0; i < state.range(0); ++i) {
    others.push_back(admission->Admit({i / 98 + 1, i % 98 + 1}, 4000, 1));
  }
  int next = state.thread_index();
  for (auto _ : state) {
    next = (next + 7) % 10'000;
    auto ticket = admission->Admit({next / 98 + 1, next % 98 + 1}, 4000, 1,
                                   absl::Seconds(10));
    benchmark::DoNotOptimize(ticket);
  }
}
BENCHMARK(BM_AdmitAndRelease)->Arg(0)->Arg(10'000)->Threads(1)->Threads(2);

access::Caller CallerOf(int municipality, int per_second) {
  auto known = std::make_shared<access::Municipality>();
  known->id = municipality;
  access::Caller caller;
  caller.submitter_id = 1;
  caller.submitter = "bench";
  caller.municipalities.push_back(std::move(known));
  caller.limits = {per_second, 512, 0};
  return caller;
}

// A seat in and out; with a rate, beside 97 others that share it.
void BM_EnterAndLeave(benchmark::State& state) {
  static telemetry::Metrics* const metrics = new telemetry::Metrics();
  static CallerGate* const gate =
      new CallerGate({}, TheRandom(), TheClock(), *metrics);
  std::vector<access::Caller> callers;
  for (int i = 0; i < 98; ++i) {
    callers.push_back(CallerOf(i + 1, static_cast<int>(state.range(0))));
  }
  size_t next = static_cast<size_t>(state.thread_index());
  for (auto _ : state) {
    next = (next + 7) % callers.size();
    auto entered = gate->Enter(callers[next], 4000, 1);
    benchmark::DoNotOptimize(entered);
  }
}
BENCHMARK(BM_EnterAndLeave)
    ->ArgName("reports_per_second")
    ->Arg(0)
    ->Arg(100'000'000)
    ->Threads(1)
    ->Threads(2);

}  // namespace
}  // namespace trivsel::gateway::ingest

BENCHMARK_MAIN();
