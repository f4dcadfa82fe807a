// A load that does not wait for answers: calls begin at random moments of a
// given rate, whatever became of those before.
#ifndef TRIVSEL_TESTS_BENCH_OPEN_LOOP_H_
#define TRIVSEL_TESTS_BENCH_OPEN_LOOP_H_

#include <grpcpp/channel.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::bench {

struct OpenLoopResult {
  int64_t accepted = 0;   // reports
  int64_t refused = 0;    // reports of calls that were told to come back
  int64_t unadvised = 0;  // reports of calls that failed otherwise
  std::string first_refusal;
  std::string first_failure;
  absl::Duration took;
  // Of calls, sorted, from when each should have begun: a generator that lags
  // must not look like a fast server.
  std::vector<double> accepted_ms, refused_ms;

  double Percentile(double share) const { return At(accepted_ms, share); }
  double RefusalPercentile(double share) const { return At(refused_ms, share); }

 private:
  static double At(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    return sorted[static_cast<size_t>(share *
                                      static_cast<double>(sorted.size() - 1))];
  }
};

// One submitter's load. Run once.
class OpenLoop {
 public:
  // `per_call` reports a call (1 = SubmitReport, else SubmitReports).
  OpenLoop(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
           std::vector<trivsel::gateway::v1::Submission> submissions,
           int per_call);
  ~OpenLoop();

  // So many reports a second, until all are sent and answered.
  void Run(double reports_per_second, absl::Duration deadline);
  // What came of it.
  OpenLoopResult Result();

 private:
  struct Impl;
  const int per_call_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_OPEN_LOOP_H_
