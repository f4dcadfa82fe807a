// Reads what the receiver answers for a batch. The answer is foreign: it may
// be anything.
#ifndef TRIVSEL_GATEWAY_DELIVERY_RECEIVER_ANSWER_H_
#define TRIVSEL_GATEWAY_DELIVERY_RECEIVER_ANSWER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/queue/lane_queue.h"

namespace trivsel::gateway::delivery {

// The answer is
//   {"batch": "<batch name>",
//    "reports": [{"id": "<report id>",
//                 "status": "accepted" | "rejected" | any other word,
//                 "reference": "<the receiver's own>",       (optional)
//                 "issues": [{"code": "…", "text": "…"}]}]}  (optional)
// Members that we do not know are passed over. A status that is another word
// ("pending", "unknown") is no answer: as if the report were left out. Gives
// one settlement for each report of the batch that is answered for; reports
// that we did not send are passed over. INVALID_ARGUMENT: not this form,
// another batch's answer, or two answers for one report; the message holds
// nothing of the answer.
absl::StatusOr<std::vector<queue::ItemSettlement>> ReadReceiverAnswer(
    std::string_view json, std::string_view batch_name,
    const queue::SealedBatch& batch);

}  // namespace trivsel::gateway::delivery

#endif  // TRIVSEL_GATEWAY_DELIVERY_RECEIVER_ANSWER_H_
