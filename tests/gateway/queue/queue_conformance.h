// The contract of ReportSink and LaneQueue, run on every queue there is: what
// the simulation says with the doubles in memory holds for PostgreSQL only as
// far as both pass this suite. What only PostgreSQL has (its locks, columns,
// journal, counts) is tested beside it.
#ifndef TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_CONFORMANCE_H_
#define TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "tests/gateway/queue/queue_backend.h"

namespace trivsel::gateway::queue {

struct BackendKind {
  const char* name;
  std::unique_ptr<QueueBackend> (*make)();
};

inline void PrintTo(const BackendKind& kind, std::ostream* out) {
  *out << kind.name;
}

class QueueConformance : public ::testing::TestWithParam<BackendKind> {
 protected:
  QueueConformance() : backend_(GetParam().make()), queue_(backend_->queue()) {}

  // Commits one; its key. The test fails when it is not stored now.
  int64_t Add(Draft draft);
  int64_t Add(const std::string& report_id, int16_t lane);

  // Fences of the lanes held by an owner after it has leased.
  std::map<int16_t, int64_t> Lease(const std::string& owner);
  // A lease on a lane, for an owner that holds it already or can take it.
  LaneLease LeaseOf(const std::string& owner, int16_t lane);
  // The next batch; the test fails when there is none.
  SealedBatch MustNext(const LaneLease& lease, const BatchLimits& limits = {});
  absl::Status ConfirmAll(const LaneLease& lease, const SealedBatch& batch);

  const std::unique_ptr<QueueBackend> backend_;
  LaneQueue& queue_;
};

// Both kinds, by name.
std::vector<BackendKind> AllBackends();
std::string NameOf(const ::testing::TestParamInfo<BackendKind>& info);

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_CONFORMANCE_H_
