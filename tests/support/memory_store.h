// The durable facts of intake and delivery, in memory: what the statements in
// gateway/store/queries do to them, one call a statement.
//
// With MemoryReportSink and MemoryLaneQueue it passes the same conformance
// suite as PostgreSQL (tests/gateway/queue/queue_conformance.cc); else what the
// simulation says of it would prove nothing.
#ifndef TRIVSEL_TESTS_SUPPORT_MEMORY_STORE_H_
#define TRIVSEL_TESTS_SUPPORT_MEMORY_STORE_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/queue/report_sink.h"
#include "gateway/system/clock.h"
#include "tests/support/store_bug.h"

namespace trivsel::testing {

namespace queue = gateway::queue;

// Not thread safe.
class MemoryStore {
 public:
  // `clock` is the database's; it must outlive the store.
  explicit MemoryStore(const gateway::Clock& clock,
                       StoreBug bug = StoreBug::kNone)
      : clock_(clock), bug_(bug) {}

  struct Report {
    queue::Draft draft;
    absl::Time received_at;
  };
  struct Batch {
    int32_t destination_id = 0;
    int16_t lane = 0;
    int64_t fence = 0;
    std::vector<int64_t> report_keys;
    absl::Time sealed_at;
    bool settled = false;
    absl::Time settled_at;
    int incomplete_answers = 0;
    int whole_refusals = 0;
    std::optional<absl::Time> refused_since;
    bool broken_up = false;  // void: settled without an answer
    int64_t part_of = 0;     // what was broken up into this
  };
  struct Receipt {
    int64_t batch_id = 0;
    queue::ItemSettlement answer;
  };

  // Intake. A transaction draws its numbers when it begins, and what it writes
  // is seen from its commit on; others may begin and commit in between.
  struct Transaction {
    int64_t number = 0;
    absl::Time begun;
    std::vector<const queue::Draft*> drafts;
    std::vector<int64_t> keys;
  };
  // No two drafts may have one key. They must live until Commit.
  Transaction Begin(std::vector<const queue::Draft*> drafts);
  // By draft: whether it is new.
  std::vector<bool> Commit(const Transaction& transaction);
  void Abort(const Transaction& transaction);
  // What is on disk under an id: its key; 0: nothing.
  int64_t Find(int32_t submitter_id, const std::string& report_id) const;

  // Delivery; as the statements of the same names.
  int32_t OpenDestination(std::string_view name);
  absl::StatusOr<std::vector<queue::LaneLease>> Lease(int32_t destination_id,
                                                      const std::string& owner,
                                                      absl::Duration term);
  queue::LaneCensus LookAtOwners(int32_t destination_id) const;
  void Release(int32_t destination_id, const std::string& owner);
  struct Look {
    bool held = false;
    int64_t unsettled = 0;           // the oldest unsettled batch
    std::optional<int64_t> waiting;  // the first key
    int64_t oldest = 0;              // transaction that ran
    int64_t drawn = 0;               // the last key that anybody has
  };
  Look LookAt(const queue::LaneLease& lease, int64_t floor) const;
  struct Sealed {
    bool held = false;
    int64_t batch_id = 0;  // 0: nothing was sealed
    int64_t last_key = 0;
    int64_t own = 0;     // number of the seal's transaction
    int64_t oldest = 0;  // of the oldest that ran when it began
  };
  Sealed Seal(const queue::LaneLease& lease, int64_t floor,
              const queue::BatchLimits& limits);
  void Refence(const queue::LaneLease& lease);
  queue::SealedBatch Load(int64_t batch_id) const;
  struct Settled {
    bool held = false;
    bool known = false;  // the lane has that batch
  };
  Settled Settle(const queue::LaneLease& lease, int64_t batch_id,
                 const std::vector<queue::ItemSettlement>& items);
  struct Refused {
    bool held = false;
    bool known = false;  // the lane has that batch, unsettled
    queue::WholeRefusal outcome = queue::WholeRefusal::kCounted;
  };
  Refused RefuseWhole(const queue::LaneLease& lease, int64_t batch_id,
                      int enough);

  // For tests: a report whose commit fails for its own sake, an owner that was
  // not heard of for long, a lane that is taken, and all there is.
  void Poison(const std::string& report_id) { poisoned_.insert(report_id); }
  bool IsPoisoned(const std::string& report_id) const {
    return poisoned_.contains(report_id);
  }
  void Expire(const std::string& owner);
  // Another owner has the lane, whatever its share; the fence rises.
  void GiveTo(int32_t destination_id, int16_t lane, const std::string& owner,
              absl::Time until);
  StoreBug bug() const { return bug_; }
  const std::map<int64_t, Report>& reports() const { return reports_; }
  const std::map<int64_t, Batch>& batches() const { return batches_; }
  const Receipt* FindReceipt(int64_t report_key, int32_t destination_id) const;
  bool IsPending(int64_t report_key, int32_t destination_id) const;
  // Rejections by report.
  const std::multimap<int64_t, std::string>& rejections() const {
    return rejections_;
  }
  // Pending or in an unsettled batch.
  bool Drained() const;

 private:
  struct Lane {
    std::string owner;
    int64_t fence = 0;
    absl::Time lease_until = absl::InfinitePast();
    std::map<int64_t, int64_t> pending;  // key -> size
    std::set<int64_t> unsettled;         // batches
  };
  struct Destination {
    std::string name;
    std::array<Lane, queue::kLanes> lanes;
    std::map<std::string, absl::Time> seen_until;  // by owner
  };
  using ReportId = std::pair<int32_t, std::string>;

  const Lane& LaneOf(const queue::LaneLease& lease) const;
  Lane& LaneOf(const queue::LaneLease& lease);
  bool Holds(const queue::LaneLease& lease) const;
  // Whether the destination has taken a batch without a fault since.
  bool HasTaken(int32_t destination_id, absl::Time since) const;
  void BreakUp(const queue::LaneLease& lease, int64_t batch_id);
  void Store(int64_t key, const queue::Draft& draft, absl::Time at);
  // Takes from what waits what one batch may hold.
  std::vector<int64_t> TakePending(Lane* lane, int64_t floor,
                                   const queue::BatchLimits& limits);

  const gateway::Clock& clock_;
  const StoreBug bug_;
  int64_t last_key_ = 0;
  int64_t last_batch_ = 0;
  int64_t last_transaction_ = 0;
  std::set<int64_t> running_;  // transactions of intake
  std::map<ReportId, int64_t> submissions_;
  std::map<int64_t, Report> reports_;
  std::map<int32_t, Destination> destinations_;
  std::map<int64_t, Batch> batches_;
  std::map<std::pair<int64_t, int32_t>, Receipt> receipts_;
  std::multimap<int64_t, std::string> rejections_;
  std::set<std::string> poisoned_;
};

}  // namespace trivsel::testing

#endif  // TRIVSEL_TESTS_SUPPORT_MEMORY_STORE_H_
