// What is on disk about a report, for those who ask.
#ifndef TRIVSEL_GATEWAY_QUEUE_STORED_REPORT_H_
#define TRIVSEL_GATEWAY_QUEUE_STORED_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gateway/queue/report_sink.h"

namespace trivsel::gateway::queue {

// Numbers are those of gateway.v1.DeliveryState.
enum class DeliveryStage : int16_t {
  kPending = 1,
  kInBatch = 2,
  kConfirmed = 3,
  kRefused = 4,
  kUnanswered = 5,
};

// How far one destination has come with a report.
struct StoredDelivery {
  std::string destination;  // name
  DeliveryStage stage = DeliveryStage::kPending;
  int64_t batch_id = 0;  // 0 while it waits
  std::optional<absl::Time> settled_at;
  std::string receiver_reference;
  // Why it was refused: gateway.v1.Receipt with only `findings`, serialized.
  std::string findings;

  bool settled() const {
    return stage == DeliveryStage::kConfirmed ||
           stage == DeliveryStage::kRefused ||
           stage == DeliveryStage::kUnanswered;
  }
};

// Numbers are those of gateway.v1.ReviewState.
enum class ReviewStage : int16_t {
  kOpen = 1,
  kInReview = 2,
  kAccepted = 3,
  kDismissed = 4,
  kReturned = 5,
};

// What operators have done about a report that was rejected.
struct StoredReview {
  ReviewStage stage = ReviewStage::kOpen;
  absl::Time updated_at;
  std::string returned_message;  // empty unless returned
};

struct StoredReport {
  int64_t report_key = 0;  // rises in the order of commit
  std::string report_id;
  Verdict verdict = Verdict::kRejected;
  absl::Time received_at;
  std::string findings;  // as in StoredDelivery; empty if there are none
  KleTag kle;
  std::string rule_set;
  std::string municipality_cvr;  // empty: not known
  // One for each destination, by name; none for a rejected report.
  std::vector<StoredDelivery> deliveries;
  // Of several rejections the one that asks most of the submitter; nothing: it
  // was never rejected.
  std::optional<StoredReview> review;
  ContentForm form = ContentForm::kFhirJson;
  std::string content;  // as received; empty unless it was asked for
  // False: the time for which content is kept is over, and it is gone.
  bool content_kept = true;
};

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_STORED_REPORT_H_
