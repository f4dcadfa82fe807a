// How long a report takes, end to end over TLS, when the machine is not busy:
// calls arrive at random moments at a third of what it can take (an open loop:
// a slow answer holds nobody else back), beside the disk's fdatasync.
//
//   trivsel_bench_latency [--seconds=20] [--share=0.33]
#include <cstdio>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/load.h"
#include "tests/bench/open_loop.h"
#include "tests/bench/require.h"
#include "tests/bench/supply.h"

namespace trivsel::bench {
namespace {

int Main(int argc, char** argv) {
  int seconds = 20;
  double share = 1.0 / 3;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    const bool good = absl::ConsumePrefix(&argument, "--seconds=")
                          ? absl::SimpleAtoi(argument, &seconds)
                          : absl::ConsumePrefix(&argument, "--share=") &&
                                absl::SimpleAtod(argument, &share);
    if (!good) Die("usage: trivsel_bench_latency [--seconds=N] [--share=X]");
  }
  const BenchStore disk;
  const BenchGateway gateway({});
  Supply supply;
  RunLoad(gateway.Channels(4), supply.Take(5000, Form::kProto), 64, 1);
  const double capacity =
      RunLoad(gateway.Channels(4), supply.Take(30'000, Form::kProto), 256, 1)
          .PerSecond();
  const double rate = capacity * share;
  const int calls = static_cast<int>(rate * seconds);
  OpenLoop loop(gateway.Channels(4), supply.Take(calls, Form::kProto), 1);
  loop.Run(rate, absl::Seconds(30));
  const OpenLoopResult result = loop.Result();
  std::printf(
      "%.0f reports/s of %.0f (closed loop, 256 callers), %d s: p50 %.2f ms  "
      "p99 %.2f ms  p99.9 %.2f ms   fdatasync %.2f ms\n",
      rate, capacity, seconds, result.Percentile(0.5), result.Percentile(0.99),
      result.Percentile(0.999), disk.MedianSyncMilliseconds());
  if (result.accepted < calls) {
    std::printf("%lld were not accepted, the first: %s\n",
                static_cast<long long>(calls - result.accepted),
                (result.first_failure + result.first_refusal).c_str());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return trivsel::bench::Main(argc, argv);
}
