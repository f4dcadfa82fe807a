#include "tests/simulation/receiver.h"

#include "absl/strings/str_cat.h"

namespace trivsel::simulation {

using gateway::queue::BatchItem;
using gateway::queue::ItemOutcome;
using gateway::queue::ItemSettlement;
using gateway::queue::SealedBatch;

bool Receiver::IsVoid(int64_t batch_id) const {
  const auto batch = stage_.store.batches().find(batch_id);
  return batch != stage_.store.batches().end() && batch->second.broken_up;
}

bool Receiver::RefusesWhole(const SealedBatch& batch) {
  bool refuses = false;
  for (const BatchItem& item : batch.items) {
    const auto [poison, is_new] = poison_.try_emplace(item.report_id, false);
    if (is_new) poison->second = stage_.Strikes(stage_.weather.poison);
    // What it has taken before it cannot but take again.
    refuses |= poison->second && !known_.contains(item.report_id);
  }
  return refuses && !stage_.calm;
}

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
                          item.canonical, refused,
                          stage_.Strikes(stage_.weather.mute)});
    }
    const Effect& effect = effects_[known->second];
    if (effect.batch_id != batch.batch_id && !IsVoid(effect.batch_id) &&
        !IsVoid(batch.batch_id)) {
      stage_.Violated(absl::StrCat("a report came in batch ", effect.batch_id,
                                   " and in batch ", batch.batch_id));
    }
    if (effect.mute && !stage_.calm) continue;
    answers.push_back(
        {item.report_key,
         effect.refused ? ItemOutcome::kRefused : ItemOutcome::kConfirmed,
         "ref", ""});
  }
  return answers;
}

}  // namespace trivsel::simulation
