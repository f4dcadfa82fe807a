// Owners that share lanes, lose them and take them over while reports come in:
// at the end every report is settled, once, in its lane's order.
#include <gmock/gmock.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/gateway/queue/queue_store.h"

namespace trivsel::gateway::queue {
namespace {

constexpr int kReports = 1500;
constexpr int kUsedLanes = 8;

// What a receiver that drops repeats would see.
class Receiver {
 public:
  void Take(int16_t lane, const SealedBatch& batch) {
    std::lock_guard lock(mutex_);
    const auto ids = IdsOf(batch);
    const auto [known, fresh] = batches_.emplace(batch.batch_id, ids);
    EXPECT_EQ(known->second, ids) << "a batch changed";
    if (!fresh) return;
    for (const BatchItem& item : batch.items) {
      EXPECT_TRUE(keys_.insert(item.report_key).second) << "in two batches";
      int64_t& last = last_of_lane_[lane];
      EXPECT_GT(item.report_key, last) << "overtaken in lane " << lane;
      last = item.report_key;
    }
  }
  size_t taken() {
    std::lock_guard lock(mutex_);
    return keys_.size();
  }

 private:
  std::mutex mutex_;
  std::map<int64_t, std::vector<std::string>> batches_;
  std::set<int64_t> keys_;
  std::map<int16_t, int64_t> last_of_lane_;
};

class LaneLedgerTest : public QueueStore {
 protected:
  // A gateway's work, without its threads: lease, send, settle, again.
  void Work(const std::string& owner, int part_answers) {
    PostgresLaneQueue queue(pool_.get());
    BatchLimits limits;
    limits.max_reports = 7;
    for (int step = 0; !done_; ++step) {
      auto held = queue.Lease(national_, owner, absl::Minutes(5));
      ASSERT_TRUE(held.ok()) << held.status();
      for (const LaneLease& lease : *held) {
        if (lease.lane >= kUsedLanes && lease.lane < 56) continue;
        auto next = queue.Next(lease, limits);
        if (!next.ok()) {
          ASSERT_TRUE(absl::IsFailedPrecondition(next.status()))
              << next.status();
          continue;
        }
        if (!next->has_value()) continue;
        receiver_.Take(lease.lane, **next);
        std::vector<ItemSettlement> items;
        for (const BatchItem& item : (*next)->items) {
          if (part_answers > 0 && ++step % part_answers == 0) continue;
          items.push_back(Confirmed(item.report_key));
        }
        const absl::Status settled =
            queue.Settle(lease, (*next)->batch_id, items);
        ASSERT_TRUE(settled.ok() || absl::IsFailedPrecondition(settled))
            << settled;
      }
    }
  }

  // Until some of what one has is another's, or its own anew.
  void TakeAwayFrom(const std::string& owner) {
    const std::string fences = "select sum(fence) from lane";
    const int64_t before = Number(fences);
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    // What it is just renewing is left out: again then.
    while (absl::Now() < deadline && Number(fences) == before) Expire(owner);
  }

  std::atomic<bool> done_{false};
  Receiver receiver_;
};

TEST_F(LaneLedgerTest, EveryReportIsSettledOnceAndInOrder) {
  std::thread a([this] { Work("a", 11); });
  std::thread b([this] { Work("b", 0); });
  for (int i = 0; i < kReports; ++i) {
    // Lanes at both ends, so that both owners have work.
    const int lane = i % kUsedLanes;
    Add(absl::StrCat("r-", i),
        static_cast<int16_t>(i % 2 == 0 ? lane : 63 - lane));
    if (i % 250 == 50) TakeAwayFrom(i % 500 == 50 ? "a" : "b");
  }
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (absl::Now() < deadline &&
         Number("select count(*) from receipt") < kReports) {
    std::this_thread::yield();
  }
  done_ = true;
  a.join();
  b.join();
  EXPECT_EQ(Number("select count(*) from receipt"), kReports);
  EXPECT_EQ(Number("select count(*) from pending"), 0);
  EXPECT_EQ(receiver_.taken(), static_cast<size_t>(kReports));
  EXPECT_EQ(Number("select sum(reports) from report_counted where verdict = 3"),
            kReports);
  EXPECT_GT(Number("select count(distinct fence) from delivery_batch"), 3)
      << "lanes did not change hands";
}

}  // namespace
}  // namespace trivsel::gateway::queue
