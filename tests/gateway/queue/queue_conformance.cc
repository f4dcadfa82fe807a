#include "tests/gateway/queue/queue_conformance.h"

#include "tests/gateway/queue/drafts.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {

int64_t QueueConformance::Add(Draft draft) {
  auto outcomes = backend_->Commit({std::move(draft)});
  EXPECT_TRUE(outcomes[0].ok()) << outcomes[0].status();
  if (!outcomes[0].ok()) return 0;
  EXPECT_EQ(outcomes[0]->outcome, CommitOutcome::kFresh);
  return outcomes[0]->report_key;
}

int64_t QueueConformance::Add(const std::string& report_id, int16_t lane) {
  return Add(MakeDraft(report_id, "content of " + report_id, lane));
}

std::map<int16_t, int64_t> QueueConformance::Lease(const std::string& owner) {
  auto held = queue_.Lease(backend_->destination(), owner, absl::Minutes(5));
  EXPECT_TRUE(held.ok()) << held.status();
  std::map<int16_t, int64_t> fences;
  if (!held.ok()) return fences;
  for (const LaneLease& lease : *held) fences[lease.lane] = lease.fence;
  EXPECT_EQ(fences.size(), held->size()) << "a lane twice";
  return fences;
}

LaneLease QueueConformance::LeaseOf(const std::string& owner, int16_t lane) {
  const auto fences = Lease(owner);
  const auto found = fences.find(lane);
  if (found == fences.end()) {
    ADD_FAILURE() << owner << " does not hold lane " << lane;
    return {};
  }
  return {backend_->destination(), lane, found->second};
}

SealedBatch QueueConformance::MustNext(const LaneLease& lease,
                                       const BatchLimits& limits) {
  auto next = queue_.Next(lease, limits);
  EXPECT_TRUE(next.ok()) << next.status();
  EXPECT_TRUE(next.ok() && next->has_value()) << "nothing to send";
  return next.ok() && next->has_value() ? **std::move(next) : SealedBatch{};
}

absl::Status QueueConformance::ConfirmAll(const LaneLease& lease,
                                          const SealedBatch& batch) {
  std::vector<ItemSettlement> items;
  for (const BatchItem& item : batch.items) {
    items.push_back(Confirmed(item.report_key));
  }
  return queue_.Settle(lease, batch.batch_id, items);
}

std::vector<BackendKind> AllBackends() {
  return {{"postgres", &NewPostgresBackend}, {"memory", &NewMemoryBackend}};
}

std::string NameOf(const ::testing::TestParamInfo<BackendKind>& info) {
  return info.param.name;
}

}  // namespace trivsel::gateway::queue
