// Doubles for the delivery tests: time, chance, a queue in memory that keeps
// the contract of LaneQueue, and a receiver that answers as it is told.
#ifndef TRIVSEL_TESTS_GATEWAY_DELIVERY_FAKES_H_
#define TRIVSEL_TESTS_GATEWAY_DELIVERY_FAKES_H_

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/delivery/destination.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/system/clock.h"
#include "gateway/system/random.h"
#include "tests/support/memory_lane_queue.h"
#include "tests/support/memory_store.h"
#include "tests/support/store_link.h"

namespace trivsel::gateway::delivery {

class FakeClock final : public Clock {
 public:
  absl::Time Now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    std::lock_guard lock(mutex_);
    now_ += by;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_ = absl::FromUnixSeconds(1'780'000'000);
};

// Always gives the same number.
class FixedRandom final : public Random {
 public:
  explicit FixedRandom(double value) : value_(value) {}
  double Uniform() override { return value_; }

 private:
  const double value_;
};

// One destination's lanes, all leased by "test" at the start. Leases never run
// out by themselves; Steal() takes one away. What a queue does is the double's
// that passes the queue's conformance suite. Thread safe.
class MemoryLaneQueue final : public queue::LaneQueue {
 public:
  MemoryLaneQueue();

  // Adds a pending report; gives its key.
  int64_t Add(int16_t lane, const std::string& report_id);
  // Another owner takes the lane: the fence rises, this one's calls fail.
  void Steal(int16_t lane);
  // The lane's other owner is gone: free for whoever leases next.
  void Free(int16_t lane);
  // While set, every call fails with it.
  void FailWith(absl::Status status);

  absl::StatusOr<std::vector<queue::LaneLease>> Lease(
      int32_t destination_id, const std::string& owner,
      absl::Duration term) override;
  absl::StatusOr<queue::LaneCensus> Look(int32_t destination_id) override;
  absl::Status Release(int32_t destination_id,
                       const std::string& owner) override;
  absl::StatusOr<std::optional<queue::SealedBatch>> Next(
      const queue::LaneLease& lease, const queue::BatchLimits& limits) override;
  absl::Status Settle(const queue::LaneLease& lease, int64_t batch_id,
                      const std::vector<queue::ItemSettlement>& items) override;
  absl::StatusOr<queue::WholeRefusal> RefuseWhole(const queue::LaneLease& lease,
                                                  int64_t batch_id,
                                                  int enough) override;

  // Settled reports by key.
  std::map<int64_t, queue::ItemSettlement> settled() const;
  int releases() const;
  int64_t batches_sealed() const;

 private:
  // A microsecond passes between any two things.
  class TickingClock final : public Clock {
   public:
    absl::Time Now() const override { return now_ += absl::Microseconds(1); }

   private:
    mutable absl::Time now_ = absl::FromUnixSeconds(1'780'000'000);
  };

  mutable std::mutex mutex_;
  TickingClock clock_;
  trivsel::testing::MemoryStore store_;
  trivsel::testing::DirectLink link_;
  const int32_t destination_id_;
  trivsel::testing::MemoryLaneQueue queue_;
  absl::Status failure_ = absl::OkStatus();
  int releases_ = 0;
};

// Records what it gets. By default confirms everything.
class ScriptedDestination final : public Destination {
 public:
  using Answer = std::function<SendResult(const queue::SealedBatch&)>;

  const std::string& name() const override { return name_; }
  SendResult Send(const queue::SealedBatch& batch) override;
  void SetAnswer(Answer answer);

  static SendResult ConfirmAll(const queue::SealedBatch& batch);
  static SendResult Fail(SendClass kind, absl::Duration rest = {});

  // Report ids in the order of arrival, repeats too.
  std::vector<std::string> arrivals() const;
  int sends() const;
  // The most sends that were under way at one time.
  int most_at_once() const;
  // A batch id came again with other content, or a lane was in two hands.
  bool violated() const;

 private:
  const std::string name_ = "test";
  mutable std::mutex mutex_;
  Answer answer_ = &ConfirmAll;
  std::vector<std::string> arrivals_;
  std::map<int64_t, std::string> contents_;
  int sends_ = 0;
  int under_way_ = 0;
  int most_at_once_ = 0;
  bool violated_ = false;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_TESTS_GATEWAY_DELIVERY_FAKES_H_
