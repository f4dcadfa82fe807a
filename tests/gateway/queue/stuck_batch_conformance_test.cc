// The contract of LaneQueue about a batch that a receiver does not answer for,
// or refuses as a whole: one report must not hold its lane for ever, and none
// may be lost over it.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/gateway/queue/queue_conformance.h"
#include "tests/gateway/queue/settlements.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;

class StuckBatchConformance : public QueueConformance {
 protected:
  StuckBatchConformance() : lease_(LeaseOf("a", 3)) {}

  std::vector<int64_t> AddSome(int count) {
    std::vector<int64_t> keys;
    for (int i = 1; i <= count; ++i) {
      keys.push_back(Add(absl::StrCat("r-", i), 3));
    }
    return keys;
  }
  WholeRefusal MustRefuse(const SealedBatch& batch, int enough) {
    auto refused = queue_.RefuseWhole(lease_, batch.batch_id, enough);
    EXPECT_TRUE(refused.ok()) << refused.status();
    return refused.value_or(WholeRefusal::kCounted);
  }
  // Settles a report of another lane: the receiver takes batches.
  void TakeAnother() {
    Add(absl::StrCat("other-", ++others_), 9);
    const LaneLease lease = LeaseOf("a", 9);
    EXPECT_EQ(ConfirmAll(lease, MustNext(lease)), absl::OkStatus());
  }

  const LaneLease lease_;
  int others_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Queues, StuckBatchConformance,
                         ::testing::ValuesIn(AllBackends()), NameOf);

TEST_P(StuckBatchConformance, CountsAnswersThatLeaveAReportOut) {
  const std::vector<int64_t> keys = AddSome(2);
  for (int sends = 0; sends < 3; ++sends) {
    const SealedBatch batch = MustNext(lease_);
    EXPECT_EQ(batch.incomplete_answers, sends);
    ASSERT_EQ(queue_.Settle(lease_, batch.batch_id, {Confirmed(keys[0])}),
              absl::OkStatus());
  }
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id,
                          {Confirmed(keys[0]),
                           {keys[1], ItemOutcome::kUnanswered, "",
                            FindingsOf("GW-SILENT")}}),
            absl::OkStatus());
  EXPECT_EQ(backend_->StandingOf(keys[0]).outcome, ItemOutcome::kConfirmed);
  EXPECT_EQ(backend_->StandingOf(keys[1]).outcome, ItemOutcome::kUnanswered);
  EXPECT_EQ(backend_->StandingOf(keys[0]).rejections, 0);
  EXPECT_EQ(backend_->StandingOf(keys[1]).rejections, 1);
  Add("next", 3);
  EXPECT_THAT(IdsOf(MustNext(lease_)), ElementsAre("next"));
}

TEST_P(StuckBatchConformance, IsBrokenUpInHalvesThatGoBeforeAnythingNewer) {
  const std::vector<int64_t> keys = AddSome(5);
  const SealedBatch whole = MustNext(lease_);
  Add("newer", 3);
  EXPECT_EQ(MustRefuse(whole, 3), WholeRefusal::kCounted);
  EXPECT_EQ(MustRefuse(whole, 3), WholeRefusal::kCounted);
  EXPECT_EQ(MustNext(lease_).batch_id, whole.batch_id);
  EXPECT_EQ(MustRefuse(whole, 3), WholeRefusal::kBrokenUp);
  const SealedBatch first = MustNext(lease_);
  EXPECT_THAT(IdsOf(first), ElementsAre("r-1", "r-2"));
  EXPECT_GT(first.batch_id, whole.batch_id);
  ASSERT_EQ(ConfirmAll(lease_, first), absl::OkStatus());
  const SealedBatch second = MustNext(lease_);
  EXPECT_THAT(IdsOf(second), ElementsAre("r-3", "r-4", "r-5"));
  EXPECT_EQ(MustRefuse(second, 3), WholeRefusal::kBrokenUp)
      << "a part is halved at its first refusal";
  for (const std::vector<std::string>& expected :
       {std::vector<std::string>{"r-3"}, {"r-4", "r-5"}, {"newer"}}) {
    const SealedBatch part = MustNext(lease_);
    EXPECT_EQ(IdsOf(part), expected);
    ASSERT_EQ(ConfirmAll(lease_, part), absl::OkStatus());
  }
  for (const int64_t key : keys) {
    EXPECT_EQ(backend_->StandingOf(key).outcome, ItemOutcome::kConfirmed);
    EXPECT_EQ(backend_->StandingOf(key).batches.front(), whole.batch_id);
    EXPECT_EQ(backend_->StandingOf(key).rejections, 0);
  }
}

// Of three a child's reports may be in the first part and in the last.
TEST_P(StuckBatchConformance, APartThatIsBrokenUpStaysBeforeThePartsBehindIt) {
  const std::vector<int64_t> keys = AddSome(7);
  ASSERT_EQ(MustRefuse(MustNext(lease_), 1), WholeRefusal::kBrokenUp);
  Add("newer", 3);
  const SealedBatch first = MustNext(lease_);
  EXPECT_THAT(IdsOf(first), ElementsAre("r-1", "r-2", "r-3"));
  ASSERT_EQ(MustRefuse(first, 1), WholeRefusal::kBrokenUp);
  const SealedBatch lone = MustNext(lease_);
  EXPECT_THAT(IdsOf(lone), ElementsAre("r-1"));
  ASSERT_EQ(ConfirmAll(lease_, lone), absl::OkStatus());
  const SealedBatch pair = MustNext(lease_);
  EXPECT_THAT(IdsOf(pair), ElementsAre("r-2", "r-3"));
  ASSERT_EQ(MustRefuse(pair, 1), WholeRefusal::kBrokenUp);
  for (const std::vector<std::string>& expected :
       {std::vector<std::string>{"r-2"},
        {"r-3"},
        {"r-4", "r-5", "r-6", "r-7"},
        {"newer"}}) {
    const SealedBatch part = MustNext(lease_);
    EXPECT_EQ(IdsOf(part), expected);
    ASSERT_EQ(ConfirmAll(lease_, part), absl::OkStatus());
  }
  EXPECT_FALSE(queue_.Next(lease_, {})->has_value());
  for (const int64_t key : keys) {
    EXPECT_EQ(backend_->StandingOf(key).outcome, ItemOutcome::kConfirmed);
  }
}

TEST_P(StuckBatchConformance, WhatHasAnAnswerIsNotInTheParts) {
  const std::vector<int64_t> keys = AddSome(3);
  const SealedBatch whole = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(lease_, whole.batch_id,
                          {Confirmed(keys[0]), Confirmed(keys[2])}),
            absl::OkStatus());
  ASSERT_EQ(MustRefuse(whole, 1), WholeRefusal::kBrokenUp);
  const SealedBatch rest = MustNext(lease_);
  EXPECT_THAT(IdsOf(rest), ElementsAre("r-2"));
  ASSERT_EQ(ConfirmAll(lease_, rest), absl::OkStatus());
  EXPECT_FALSE(queue_.Next(lease_, {})->has_value());
}

TEST_P(StuckBatchConformance, ALateAnswerForABrokenUpBatchChangesNothing) {
  const std::vector<int64_t> keys = AddSome(2);
  const SealedBatch whole = MustNext(lease_);
  ASSERT_EQ(MustRefuse(whole, 1), WholeRefusal::kBrokenUp);
  EXPECT_EQ(ConfirmAll(lease_, whole), absl::OkStatus());
  EXPECT_FALSE(backend_->StandingOf(keys[0]).outcome.has_value());
  EXPECT_THAT(IdsOf(MustNext(lease_)), ElementsAre("r-1"));
  EXPECT_TRUE(
      absl::IsNotFound(queue_.RefuseWhole(lease_, whole.batch_id, 1).status()));
}

// A receiver that refuses everything is wrong itself: no report may go to the
// operators for it.
TEST_P(StuckBatchConformance, ALoneReportIsGivenUpOnlyWhenOthersAreTaken) {
  TakeAnother();
  AddSome(1);
  const SealedBatch batch = MustNext(lease_);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(MustRefuse(batch, 2), WholeRefusal::kCounted) << i;
  }
  TakeAnother();
  EXPECT_EQ(MustRefuse(batch, 2), WholeRefusal::kGiveUp);
  EXPECT_EQ(MustNext(lease_).batch_id, batch.batch_id) << "not done by itself";
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id,
                          {Refused(batch.items[0].report_key, "GW-NO")}),
            absl::OkStatus());
  // That one was given up is no sign that the receiver takes anything.
  Add("r-2", 3);
  const SealedBatch next = MustNext(lease_);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(MustRefuse(next, 2), WholeRefusal::kCounted) << i;
  }
}

TEST_P(StuckBatchConformance, AStrangerMayNotBreakABatchUp) {
  AddSome(2);
  const SealedBatch batch = MustNext(lease_);
  LaneLease stale = lease_;
  --stale.fence;
  EXPECT_TRUE(absl::IsFailedPrecondition(
      queue_.RefuseWhole(stale, batch.batch_id, 1).status()));
  EXPECT_TRUE(absl::IsNotFound(
      queue_.RefuseWhole(LeaseOf("a", 4), batch.batch_id, 1).status()));
  EXPECT_EQ(MustNext(lease_).batch_id, batch.batch_id);
}

}  // namespace
}  // namespace trivsel::gateway::queue
