#include "tests/simulation/oracle.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"

namespace trivsel::simulation {
namespace {

using gateway::queue::ItemOutcome;
using gateway::queue::Verdict;
using testing::MemoryStore;

class Oracle {
 public:
  Oracle(const std::vector<Parcel>& parcels, const Receiver& receiver,
         Stage* stage)
      : parcels_(parcels), receiver_(receiver), stage_(*stage) {
    for (size_t i = 0; i < receiver.effects().size(); ++i) {
      position_[receiver.effects()[i].report_id] = i;
    }
    for (const auto& [id, batch] : stage_.store.batches()) {
      if (batch.broken_up) continue;  // void
      for (const int64_t key : batch.report_keys) {
        batches_of_[key].push_back(id);
      }
    }
  }

  void CheckAll() {
    for (const Parcel& parcel : parcels_) CheckWhatWasTold(parcel);
    CheckOneContentAnId();
    for (const auto& [key, report] : stage_.store.reports()) {
      CheckPlace(key, report);
    }
    for (const Receiver::Effect& effect : receiver_.effects()) {
      CheckEffect(effect);
    }
    CheckOrder();
    CheckFences();
  }

 private:
  // Each acknowledged report is on disk as it was acknowledged, and has come.
  void CheckWhatWasTold(const Parcel& parcel) {
    if (parcel.told != Told::kAccepted && parcel.told != Told::kRejected) {
      return;
    }
    const int64_t key =
        stage_.store.Find(parcel.caller->submitter_id, parcel.id);
    const auto found = stage_.store.reports().find(key);
    if (key == 0 || found == stage_.store.reports().end()) {
      return stage_.Violated("an acknowledged report is not stored");
    }
    const auto& draft = found->second.draft;
    if (draft.content != *parcel.content) {
      stage_.Violated("an acknowledged report is stored with other content");
    }
    if ((draft.verdict == Verdict::kAccepted) !=
        (parcel.told == Told::kAccepted)) {
      stage_.Violated("a report is stored with another verdict than was told");
    }
    if (parcel.told == Told::kAccepted && !position_.contains(parcel.id) &&
        !WithOperators(key)) {
      stage_.Violated("an acknowledged report never came");
    }
  }

  bool WithOperators(int64_t key) const {
    return stage_.store.rejections().contains(key);
  }

  // By us, not refused by the receiver.
  static bool GivenUp(const MemoryStore::Receipt& receipt) {
    return receipt.answer.outcome == ItemOutcome::kUnanswered ||
           (receipt.answer.outcome == ItemOutcome::kRefused &&
            !receipt.answer.findings.empty());
  }

  void CheckOneContentAnId() {
    std::map<std::string, const std::string*> content;
    for (const Parcel& parcel : parcels_) {
      if (parcel.told != Told::kAccepted && parcel.told != Told::kRejected) {
        continue;
      }
      const auto [first, fresh] = content.emplace(parcel.id, parcel.content);
      if (!fresh && *first->second != *parcel.content) {
        stage_.Violated("two contents under one id were acknowledged");
      }
    }
  }

  // Everything has come to rest, so the one place of what was accepted is a
  // settled batch, with the receiver's answer.
  void CheckPlace(int64_t key, const MemoryStore::Report& report) {
    const bool pending = stage_.store.IsPending(key, stage_.destination);
    const auto& batches = batches_of_[key];
    const auto* receipt = stage_.store.FindReceipt(key, stage_.destination);
    const std::string& id = report.draft.report_id;
    if (report.draft.verdict == Verdict::kRejected) {
      if (pending || !batches.empty() || receipt != nullptr) {
        stage_.Violated("a rejected report is on its way");
      }
      return;
    }
    if (pending) return stage_.Violated("a report still waits");
    if (receipt != nullptr && batches.empty() &&
        stage_.store.batches().at(receipt->batch_id).broken_up) {
      return;  // answered before the rest of its batch was refused
    }
    if (batches.size() != 1) {
      return stage_.Violated(
          absl::StrCat("a report is in ", batches.size(), " batches"));
    }
    if (!stage_.store.batches().at(batches[0]).settled || receipt == nullptr) {
      return stage_.Violated("a batch is not settled");
    }
    if (receipt->batch_id != batches[0]) {
      stage_.Violated("a receipt is for another batch");
    }
    const auto at = position_.find(id);
    if (GivenUp(*receipt)) {
      // Whether it came nobody knows; the operators are to find out.
      if (!WithOperators(key)) stage_.Violated("a report given up is lost");
      return;
    }
    if (at == position_.end()) {
      return stage_.Violated("a report is settled and never came");
    }
    const Receiver::Effect& effect = receiver_.effects()[at->second];
    if (effect.refused != (receipt->answer.outcome == ItemOutcome::kRefused)) {
      stage_.Violated("the receiver's answer is not what was recorded");
    }
  }

  // Nothing came but what was accepted, and as it was accepted.
  void CheckEffect(const Receiver::Effect& effect) {
    const auto found = stage_.store.reports().find(effect.report_key);
    if (found == stage_.store.reports().end()) {
      return stage_.Violated("something came that is not stored");
    }
    const auto& draft = found->second.draft;
    if (draft.verdict != Verdict::kAccepted) {
      stage_.Violated("a rejected report came");
    }
    const std::string& canonical =
        draft.canonical.empty() ? draft.content : draft.canonical;
    if (draft.report_id != effect.report_id || canonical != effect.canonical) {
      stage_.Violated("a report came with other content");
    }
  }

  // Of one child: what was acknowledged before another was handed in comes
  // into effect before it.
  void CheckOrder() {
    for (const Parcel& first : parcels_) {
      if (first.told != Told::kAccepted) continue;
      for (const Parcel& then : parcels_) {
        if (then.told != Told::kAccepted || then.child != first.child ||
            first.answered >= then.sent) {
          continue;
        }
        const auto a = position_.find(first.id), b = position_.find(then.id);
        if (a == position_.end() || b == position_.end()) continue;
        if (a->second > b->second) {
          stage_.Violated("a child's report overtook an earlier one");
        }
      }
    }
  }

  // Whoever makes a batch holds the lane, so a lane's fences never fall.
  void CheckFences() {
    std::map<int16_t, int64_t> last;
    for (const auto& [id, batch] : stage_.store.batches()) {
      int64_t& fence = last[batch.lane];
      if (batch.fence < fence) {
        stage_.Violated("a batch was made under a lease that was lost");
      }
      fence = batch.fence;
    }
  }

  const std::vector<Parcel>& parcels_;
  const Receiver& receiver_;
  Stage& stage_;
  std::map<std::string, size_t> position_;  // of an id among the effects
  std::map<int64_t, std::vector<int64_t>> batches_of_;
};

}  // namespace

void CheckRun(const std::vector<Parcel>& parcels, const Receiver& receiver,
              Stage* stage) {
  Oracle(parcels, receiver, stage).CheckAll();
}

}  // namespace trivsel::simulation
