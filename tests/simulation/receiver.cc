#include "tests/simulation/receiver.h"

#include "absl/strings/str_cat.h"

namespace trivsel::simulation {

using gateway::queue::BatchItem;
using gateway::queue::ItemOutcome;
using gateway::queue::ItemSettlement;
using gateway::queue::SealedBatch;

std::vector<ItemSettlement> Receiver::Take(const SealedBatch& batch,
                                           size_t reports) {
  std::string content;
  for (const BatchItem& item : batch.items) {
    absl::StrAppend(&content, item.report_key, " ", item.report_id, " ",
                    item.canonical.size(), " ", item.canonical, "\n");
  }
  const auto [same, fresh] = batches_.try_emplace(batch.batch_id, content);
  if (!fresh) stage_.tally.Count(Seen::kReceiverGotARepeat);
  if (same->second != content) {
    stage_.Violated(absl::StrCat("batch ", batch.batch_id,
                                 " came again with other content"));
  }
  std::vector<ItemSettlement> answers;
  for (size_t i = 0; i < reports && i < batch.items.size(); ++i) {
    const BatchItem& item = batch.items[i];
    const auto [known, is_new] =
        known_.try_emplace(item.report_id, effects_.size());
    if (is_new) {
      const bool refused = stage_.Strikes(stage_.weather.refuses);
      if (refused) stage_.tally.Count(Seen::kReceiverRefusedAReport);
      effects_.push_back({item.report_id, item.report_key, batch.batch_id,
                          item.canonical, refused});
    }
    const Effect& effect = effects_[known->second];
    if (effect.batch_id != batch.batch_id) {
      stage_.Violated(absl::StrCat("a report came in batch ", effect.batch_id,
                                   " and in batch ", batch.batch_id));
    }
    answers.push_back(
        {item.report_key,
         effect.refused ? ItemOutcome::kRefused : ItemOutcome::kConfirmed,
         "ref", ""});
  }
  return answers;
}

}  // namespace trivsel::simulation
