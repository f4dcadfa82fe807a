// A load generator: keeps so many calls in the air and measures them.
#ifndef TRIVSEL_TESTS_BENCH_LOAD_H_
#define TRIVSEL_TESTS_BENCH_LOAD_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "trivsel/gateway/v1/report_service.pb.h"

namespace trivsel::bench {

struct LoadResult {
  int64_t reports = 0;
  int64_t failed = 0;  // calls that were not OK, reports that got no receipt
  std::string first_failure;
  absl::Duration took;
  std::vector<double> latencies_ms;  // of calls, sorted

  double PerSecond() const {
    return static_cast<double>(reports) / absl::ToDoubleSeconds(took);
  }
  double Percentile(double share) const;
};

// Sends all submissions, `in_flight` calls at a time, `per_call` reports each
// (1 = SubmitReport, else SubmitReports), over the channels in turn; returns
// when the last is answered. Counts a report that is not accepted as failed.
LoadResult RunLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                   std::vector<trivsel::gateway::v1::Submission> submissions,
                   int in_flight, int per_call);

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_LOAD_H_
