// The contract of LaneQueue: what goes into a batch, and what becomes of it.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/gateway/queue/drafts.h"
#include "tests/gateway/queue/queue_conformance.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class BatchConformance : public QueueConformance {
 protected:
  BatchConformance() : lease_(LeaseOf("a", 3)) {}

  ItemOutcome OutcomeOf(int64_t key) {
    const Standing standing = backend_->StandingOf(key);
    EXPECT_TRUE(standing.outcome.has_value()) << key << " has no receipt";
    return standing.outcome.value_or(ItemOutcome{});
  }

  const LaneLease lease_;
};

INSTANTIATE_TEST_SUITE_P(Queues, BatchConformance,
                         ::testing::ValuesIn(AllBackends()), NameOf);

TEST_P(BatchConformance, AnEmptyLaneHasNothing) {
  Add("elsewhere", 4);
  auto next = queue_.Next(lease_, {});
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_FALSE(next->has_value());
}

TEST_P(BatchConformance, TakesInTheOrderOfKeysUpToTheLimit) {
  std::vector<int64_t> keys;
  for (int i = 1; i <= 5; ++i) keys.push_back(Add(absl::StrCat("r-", i), 3));
  BatchLimits limits;
  limits.max_reports = 3;
  const SealedBatch first = MustNext(lease_, limits);
  EXPECT_THAT(IdsOf(first), ElementsAre("r-1", "r-2", "r-3"));
  EXPECT_EQ(first.items[1].report_key, keys[1]);
  EXPECT_EQ(first.items[1].canonical, "canonical of r-2");
  EXPECT_FALSE(backend_->StandingOf(keys[0]).pending);
  EXPECT_THAT(backend_->StandingOf(keys[0]).batches,
              ElementsAre(first.batch_id));
  EXPECT_TRUE(backend_->StandingOf(keys[3]).pending);
  EXPECT_THAT(backend_->StandingOf(keys[3]).batches, IsEmpty());
  ASSERT_EQ(ConfirmAll(lease_, first), absl::OkStatus());
  const SealedBatch second = MustNext(lease_, limits);
  EXPECT_GT(second.batch_id, first.batch_id);
  EXPECT_THAT(IdsOf(second), ElementsAre("r-4", "r-5"));
}

TEST_P(BatchConformance, TheUnsettledComesFirstAndUnchanged) {
  Add("r-1", 3);
  const SealedBatch first = MustNext(lease_);
  Add("r-2", 3);
  for (int i = 0; i < 3; ++i) {
    const SealedBatch again = MustNext(lease_);
    EXPECT_EQ(again.batch_id, first.batch_id);
    EXPECT_EQ(again.sealed_at, first.sealed_at);
    EXPECT_THAT(IdsOf(again), ElementsAre("r-1"));
    EXPECT_EQ(again.items[0].report_key, first.items[0].report_key);
    EXPECT_EQ(again.items[0].canonical, first.items[0].canonical);
  }
}

TEST_P(BatchConformance, KeepsTheByteLimitAndSendsALargeOneAlone) {
  int n = 0;
  for (const size_t size : {5000, 400, 400, 300}) {
    Draft draft = MakeDraft(absl::StrCat("r-", ++n), "c", 3);
    draft.canonical = std::string(size, 'x');
    Add(draft);
  }
  BatchLimits limits;
  limits.max_bytes = 1000;
  for (const auto& expected : std::vector<std::vector<std::string>>{
           {"r-1"}, {"r-2", "r-3"}, {"r-4"}}) {
    const SealedBatch batch = MustNext(lease_, limits);
    EXPECT_EQ(IdsOf(batch), expected);
    ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());
  }
}

TEST_P(BatchConformance, SendsTheContentWhereThatIsTheCanonicalForm) {
  Draft draft = MakeDraft("r-1", "the canonical form itself", 3);
  draft.canonical.clear();
  draft.form = ContentForm::kReportBinary;
  Add(draft);
  EXPECT_EQ(MustNext(lease_).items[0].canonical, "the canonical form itself");
}

// Whatever a queue remembers to spare itself work, it finds all that waits.
TEST_P(BatchConformance, WhatCameBetweenManyBatchesIsFoundInOrder) {
  BatchLimits limits;
  limits.max_reports = 2;
  std::vector<std::string> sent;
  int n = 0;
  for (int round = 0; round < 8; ++round) {
    for (int i = 0; i < 3; ++i) Add(absl::StrCat("r-", ++n), 3);
    const SealedBatch batch = MustNext(lease_, limits);
    for (const std::string& id : IdsOf(batch)) sent.push_back(id);
    ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());
  }
  while (sent.size() < static_cast<size_t>(n)) {
    const SealedBatch batch = MustNext(lease_, limits);
    for (const std::string& id : IdsOf(batch)) sent.push_back(id);
    ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());
  }
  for (int i = 0; i < n; ++i) EXPECT_EQ(sent[i], absl::StrCat("r-", i + 1));
}

TEST_P(BatchConformance, RecordsWhatTheReceiverConfirmed) {
  const int64_t key = Add("r-1", 3);
  ASSERT_EQ(ConfirmAll(lease_, MustNext(lease_)), absl::OkStatus());
  const Standing standing = backend_->StandingOf(key);
  EXPECT_EQ(standing.outcome, ItemOutcome::kConfirmed);
  EXPECT_EQ(standing.receiver_reference, absl::StrCat("ref-", key));
  EXPECT_EQ(standing.rejections, 0);
  EXPECT_FALSE(standing.pending);
  EXPECT_FALSE(queue_.Next(lease_, {})->has_value());
}

TEST_P(BatchConformance, ARefusedReportGoesToTheOperatorsAndTheLaneGoesOn) {
  const int64_t good = Add("good", 3);
  const int64_t bad = Add("bad", 3);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id,
                          {Confirmed(good), Refused(bad, "GW-NO")}),
            absl::OkStatus());
  EXPECT_EQ(OutcomeOf(good), ItemOutcome::kConfirmed);
  EXPECT_EQ(OutcomeOf(bad), ItemOutcome::kRefused);
  EXPECT_EQ(backend_->StandingOf(good).rejections, 0);
  EXPECT_EQ(backend_->StandingOf(bad).rejections, 1);
  Add("next", 3);
  EXPECT_THAT(IdsOf(MustNext(lease_)), ElementsAre("next"));
}

TEST_P(BatchConformance, AnAnswerInPartKeepsTheBatchAndWhatWasAnswered) {
  const int64_t first = Add("r-1", 3);
  const int64_t second = Add("r-2", 3);
  const int64_t third = Add("r-3", 3);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id,
                          {Confirmed(third), Refused(first, "GW-NO")}),
            absl::OkStatus());
  EXPECT_FALSE(backend_->StandingOf(second).outcome.has_value());

  Add("r-4", 3);
  const SealedBatch again = MustNext(lease_);
  EXPECT_EQ(again.batch_id, batch.batch_id);
  EXPECT_THAT(IdsOf(again), ElementsAre("r-1", "r-2", "r-3"));
  // Now it says otherwise of r-1: the first word counts.
  ASSERT_EQ(ConfirmAll(lease_, again), absl::OkStatus());
  EXPECT_EQ(OutcomeOf(first), ItemOutcome::kRefused);
  EXPECT_EQ(OutcomeOf(second), ItemOutcome::kConfirmed);
  EXPECT_EQ(OutcomeOf(third), ItemOutcome::kConfirmed);
  EXPECT_EQ(backend_->StandingOf(first).rejections, 1);
  EXPECT_THAT(IdsOf(MustNext(lease_)), ElementsAre("r-4"));
}

TEST_P(BatchConformance, NoAnswersAtAllSettleNothing) {
  Add("r-1", 3);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id, {}), absl::OkStatus());
  EXPECT_EQ(MustNext(lease_).batch_id, batch.batch_id);
}

TEST_P(BatchConformance, SettlingAgainHasNoEffect) {
  const int64_t key = Add("r-1", 3);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());
  EXPECT_EQ(queue_.Settle(lease_, batch.batch_id, {Refused(key, "GW-NO")}),
            absl::OkStatus());
  EXPECT_EQ(OutcomeOf(key), ItemOutcome::kConfirmed);
  EXPECT_EQ(backend_->StandingOf(key).rejections, 0);
}

TEST_P(BatchConformance, AnswersForOthersReportsAndTwiceForOneAreNotTaken) {
  const int64_t key = Add("r-1", 3);
  const int64_t other = Add("r-2", 4);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(
      queue_.Settle(lease_, batch.batch_id,
                    {Confirmed(other), Confirmed(key), Refused(key, "GW-NO")}),
      absl::OkStatus());
  EXPECT_EQ(OutcomeOf(key), ItemOutcome::kConfirmed);
  EXPECT_EQ(backend_->StandingOf(key).rejections, 0);
  EXPECT_TRUE(backend_->StandingOf(other).pending);
  EXPECT_FALSE(backend_->StandingOf(other).outcome.has_value());
  const LaneLease elsewhere = LeaseOf("a", 4);
  EXPECT_TRUE(absl::IsNotFound(
      queue_.Settle(elsewhere, batch.batch_id, {Confirmed(key)})));
  EXPECT_TRUE(absl::IsNotFound(queue_.Settle(lease_, batch.batch_id + 99, {})));
}

}  // namespace
}  // namespace trivsel::gateway::queue
