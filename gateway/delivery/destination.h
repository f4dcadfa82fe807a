// A place that accepted reports are delivered to.
//
// The national receiver's real protocol is not public; everything we know
// about it stays behind this interface.
#ifndef TRIVSEL_GATEWAY_DELIVERY_DESTINATION_H_
#define TRIVSEL_GATEWAY_DELIVERY_DESTINATION_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gateway/queue/lane_queue.h"

namespace trivsel::gateway::delivery {

// What became of a send.
enum class SendClass {
  kAnswered,    // the receiver answered for each report
  kTransient,   // it is down, slow or the answer was lost: send it again
  kOverloaded,  // it asks to wait `retry_after`
  // It will not take this batch as a whole, for what is in it. Sent again a few
  // times, then broken up to find the report (LaneQueue::RefuseWhole).
  kBatchFault,
  // It does not deal with us at all (who we are, the address): no report's
  // fault. Alarm, and try again as if it were down.
  kTurnedAway,
};

struct SendResult {
  SendClass outcome = SendClass::kTransient;
  absl::Duration retry_after = absl::ZeroDuration();
  // Only for kAnswered: one for each item that the receiver answered for. An
  // item that it left out is sent again.
  std::vector<queue::ItemSettlement> items;
  // For the log: what happened, without data of the reports.
  std::string detail;
};

// Thread safe.
class Destination {
 public:
  virtual ~Destination() = default;
  // The configured name, "national".
  virtual const std::string& name() const = 0;
  // Sends a batch and waits for the answer; at most the configured timeout.
  // The same batch always gives the same bytes.
  virtual SendResult Send(const queue::SealedBatch& batch) = 0;
};

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_DESTINATION_H_
