// A database with reports in it, put there by SQL: for the tests of what
// happens after the commit.
#ifndef TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_STORE_H_
#define TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_STORE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "gateway/queue/lane_queue.h"
#include "gateway/queue/postgres_lane_queue.h"
#include "gateway/queue/report_sink.h"
#include "gateway/store/pool.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {

struct FixtureReport {
  std::string report_id;
  int16_t lane = 0;
  int32_t submitter_id = 1;
  int32_t municipality_id = 0;
  Verdict verdict = Verdict::kAccepted;
  int32_t size = 100;  // as pending counts it
  std::string findings;
};

// Fails the running test when SQL fails.
class QueueStore : public ::testing::Test {
 protected:
  QueueStore();

  // Gives the report's key. Its canonical form is "canonical of <id>".
  int64_t Add(const FixtureReport& report);
  int64_t Add(const std::string& report_id, int16_t lane = 0);

  void Run(const std::string& sql);
  int64_t Number(const std::string& sql);
  std::string Text(const std::string& sql);
  // A connection of its own, for a transaction left open.
  std::unique_ptr<store::Connection> Connect();

  // Makes an owner's leases run out, as if it had not been heard of for long.
  void Expire(const std::string& owner);

  // A lease on a lane, for an owner that holds it already or can take it.
  LaneLease LeaseOf(const std::string& owner, int16_t lane);
  // The next batch; the test fails when there is none.
  SealedBatch MustNext(const LaneLease& lease, const BatchLimits& limits = {});
  absl::Status ConfirmAll(const LaneLease& lease, const SealedBatch& batch);

  const std::string database_;
  std::unique_ptr<store::Pool> pool_;
  PostgresLaneQueue queue_;
  int32_t national_ = 0;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_STORE_H_
