// A queue to be held to its contract: the conformance suite runs on PostgreSQL
// and on the doubles in memory alike.
#ifndef TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_BACKEND_H_
#define TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_BACKEND_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/queue/lane_queue.h"
#include "gateway/queue/report_sink.h"

namespace trivsel::gateway::queue {

// Where a report stands with one destination.
struct Standing {
  bool pending = false;
  std::vector<int64_t> batches;  // all that hold it
  std::optional<ItemOutcome> outcome;
  std::string receiver_reference;
  int rejections = 0;  // with the operators, from whomever
};

// A store with one destination and the committers of two gateways.
class QueueBackend {
 public:
  virtual ~QueueBackend() = default;

  virtual int32_t destination() const = 0;
  virtual absl::StatusOr<int32_t> OpenDestination(std::string_view name) = 0;
  // As one process has it, and another.
  virtual LaneQueue& queue() = 0;
  virtual LaneQueue& other_queue() = 0;

  // Submits all at once, in this order, to the first gateway (or the second),
  // and waits for the answers. One that is answered twice fails the test.
  virtual std::vector<absl::StatusOr<Committed>> Commit(
      std::vector<Draft> drafts, bool second = false) = 0;
  // All lanes that the committers have told of since the last call.
  virtual uint64_t LanesTold() = 0;

  // From now on the store refuses this report, for its own sake.
  virtual void Poison(const std::string& report_id) = 0;
  // From now on seals fail, or go through again; whether one that failed had
  // its effect the queue does not know.
  virtual void FailSeals(bool fail) = 0;
  // Makes an owner's leases run out, as if it had not been heard of for long.
  virtual void Expire(const std::string& owner) = 0;

  virtual int64_t StoredReports() = 0;
  virtual Standing StandingOf(int64_t report_key) = 0;
};

std::unique_ptr<QueueBackend> NewPostgresBackend();
std::unique_ptr<QueueBackend> NewMemoryBackend();

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_TESTS_GATEWAY_QUEUE_QUEUE_BACKEND_H_
