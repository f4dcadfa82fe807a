// How fast the durable queue empties, with a receiver that answers at once.
#ifndef TRIVSEL_TESTS_BENCH_DRAIN_H_
#define TRIVSEL_TESTS_BENCH_DRAIN_H_

#include <atomic>
#include <memory>

#include "gateway/delivery/destination.h"
#include "gateway/delivery/dispatcher.h"
#include "gateway/queue/postgres_lane_queue.h"
#include "gateway/store/pool.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"

namespace trivsel::bench {

// Confirms every report, with a reference of its own, at once.
class InstantReceiver final : public gateway::delivery::Destination {
 public:
  const std::string& name() const override { return name_; }
  gateway::delivery::SendResult Send(
      const gateway::queue::SealedBatch& batch) override;
  int64_t reports() const { return reports_; }
  int64_t batches() const { return batches_; }

 private:
  const std::string name_ = "bench";
  std::atomic<int64_t> reports_{0};
  std::atomic<int64_t> batches_{0};
};

// The gateway's dispatcher and lanes at work on a database, until it goes.
class Drain {
 public:
  Drain(gateway::store::Pool* pool, int32_t destination_id, int senders);

  // How many reports have been confirmed and settled.
  int64_t confirmed() const { return dispatcher_.Status().reports_confirmed; }
  const InstantReceiver& receiver() const { return receiver_; }
  void Poke(uint64_t lanes);

 private:
  gateway::SystemClock clock_;
  gateway::SystemRandom random_;
  InstantReceiver receiver_;
  gateway::queue::PostgresLaneQueue lanes_;
  gateway::delivery::Dispatcher dispatcher_;
};

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_DRAIN_H_
