// Answers of a receiver, for the tests of the queue.
#ifndef TRIVSEL_TESTS_GATEWAY_QUEUE_SETTLEMENTS_H_
#define TRIVSEL_TESTS_GATEWAY_QUEUE_SETTLEMENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/queue/lane_queue.h"

namespace trivsel::gateway::queue {

ItemSettlement Confirmed(int64_t report_key);
// With one finding of this code.
ItemSettlement Refused(int64_t report_key, const std::string& code);
std::string FindingsOf(const std::string& code);
std::vector<std::string> IdsOf(const SealedBatch& batch);

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_TESTS_GATEWAY_QUEUE_SETTLEMENTS_H_
