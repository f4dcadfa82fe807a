// A receiver's answers as parameters of a statement.
#ifndef TRIVSEL_GATEWAY_QUEUE_SETTLEMENT_PARAMS_H_
#define TRIVSEL_GATEWAY_QUEUE_SETTLEMENT_PARAMS_H_

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "gateway/queue/lane_queue.h"
#include "gateway/store/params.h"

namespace trivsel::gateway::queue {

// Adds five arrays, one element an answer: key, outcome, reference, findings
// (NULL: none), codes of the findings with U+001F between.
void AddSettlements(const std::vector<ItemSettlement>& items,
                    store::Params* params);

// Whose a report is.
struct ReportOwner {
  int32_t submitter_id = 0;
  int32_t municipality_id = 0;  // 0: not known
};
using ReportOwners = std::unordered_map<int64_t, ReportOwner>;  // by report key

// Adds two arrays, submitter and municipality of each answer's report; NULL
// where `owners` has none.
void AddOwners(const std::vector<ItemSettlement>& items,
               const ReportOwners& owners, store::Params* params);

// Adds the code, and the findings with that one finding, of an answer to a
// replay that is not what the receiver answered first.
void AddReplayFinding(store::Params* params);

}  // namespace trivsel::gateway::queue

#endif  // TRIVSEL_GATEWAY_QUEUE_SETTLEMENT_PARAMS_H_
