#include "gateway/delivery/lane_step.h"

#include <gtest/gtest.h>

#include "tests/gateway/delivery/fakes.h"

namespace trivsel::gateway::delivery {
namespace {

class LaneStepTest : public ::testing::Test {
 protected:
  StepResult Step(bool may_send = true) {
    return RunLaneStep(queue_, destination_, lease_, limits_,
                       [may_send] { return may_send; });
  }

  MemoryLaneQueue queue_;
  ScriptedDestination destination_;
  queue::LaneLease lease_ = {1, 5, 1};
  queue::BatchLimits limits_;
};

TEST_F(LaneStepTest, AnEmptyLaneSendsNothing) {
  EXPECT_EQ(Step().end, StepEnd::kEmpty);
  EXPECT_EQ(destination_.sends(), 0);
}

TEST_F(LaneStepTest, SendsAndSettlesInOrder) {
  limits_.max_reports = 2;
  for (const char* id : {"a", "b", "c"}) queue_.Add(5, id);
  EXPECT_EQ(Step().sent, 2);
  const StepResult second = Step();
  EXPECT_EQ(second.end, StepEnd::kSettled);
  EXPECT_EQ(second.confirmed, 1);
  EXPECT_EQ(destination_.arrivals(), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(queue_.settled().size(), 3u);
  EXPECT_EQ(queue_.settled()[1].receiver_reference, "ref-a");
}

TEST_F(LaneStepTest, ARefusedReportIsSettledAndTheLaneGoesOn) {
  const int64_t bad = queue_.Add(5, "bad");
  queue_.Add(5, "good");
  destination_.SetAnswer([bad](const queue::SealedBatch& batch) {
    SendResult result = ScriptedDestination::ConfirmAll(batch);
    for (auto& item : result.items) {
      if (item.report_key == bad) item.outcome = queue::ItemOutcome::kRefused;
    }
    return result;
  });
  const StepResult step = Step();
  EXPECT_EQ(step.end, StepEnd::kSettled);
  EXPECT_EQ(step.refused, 1);
  EXPECT_EQ(step.confirmed, 1);
  EXPECT_EQ(queue_.settled()[bad].outcome, queue::ItemOutcome::kRefused);
  EXPECT_EQ(Step().end, StepEnd::kEmpty);
}

TEST_F(LaneStepTest, AMissingAnswerSendsTheSameBatchAgain) {
  queue_.Add(5, "a");
  queue_.Add(5, "b");
  destination_.SetAnswer([](const queue::SealedBatch& batch) {
    SendResult result = ScriptedDestination::ConfirmAll(batch);
    result.items.pop_back();
    return result;
  });
  const StepResult first = Step();
  EXPECT_EQ(first.end, StepEnd::kIncomplete);
  EXPECT_EQ(first.confirmed, 1);
  EXPECT_EQ(queue_.settled().size(), 1u);  // what was answered is recorded
  queue_.Add(5, "c");  // must not get into the batch that is out
  destination_.SetAnswer(&ScriptedDestination::ConfirmAll);
  const StepResult second = Step();
  EXPECT_EQ(second.batch_id, first.batch_id);
  EXPECT_EQ(second.end, StepEnd::kSettled);
  EXPECT_EQ(second.sent, 2);
  EXPECT_EQ(queue_.settled().size(), 2u);
  EXPECT_FALSE(destination_.violated());
}

TEST_F(LaneStepTest, AnAnswerForAForeignReportSettlesNothing) {
  queue_.Add(5, "a");
  destination_.SetAnswer([](const queue::SealedBatch& batch) {
    SendResult result = ScriptedDestination::ConfirmAll(batch);
    result.items[0].report_key = 999;
    return result;
  });
  EXPECT_EQ(Step().end, StepEnd::kIncomplete);
  EXPECT_TRUE(queue_.settled().empty());
}

TEST_F(LaneStepTest, FailuresLeaveTheBatchSealed) {
  queue_.Add(5, "a");
  for (const auto& [kind, end] :
       {std::pair(SendClass::kTransient, StepEnd::kTransient),
        std::pair(SendClass::kOverloaded, StepEnd::kOverloaded),
        std::pair(SendClass::kBatchFault, StepEnd::kBatchFault)}) {
    destination_.SetAnswer([kind = kind](const queue::SealedBatch&) {
      return ScriptedDestination::Fail(kind, absl::Seconds(3));
    });
    const StepResult step = Step();
    EXPECT_EQ(step.end, end);
    EXPECT_EQ(step.retry_after, absl::Seconds(3));
  }
  EXPECT_EQ(queue_.batches_sealed(), 1);
}

TEST_F(LaneStepTest, ALostLeaseIsNotSentFor) {
  queue_.Add(5, "a");
  EXPECT_EQ(Step(/*may_send=*/false).end, StepEnd::kLeaseLost);
  queue_.Steal(5);
  EXPECT_EQ(Step().end, StepEnd::kLeaseLost);
  EXPECT_EQ(destination_.sends(), 0);
}

TEST_F(LaneStepTest, ALeaseLostWhileSendingSettlesNothing) {
  queue_.Add(5, "a");
  destination_.SetAnswer([this](const queue::SealedBatch& batch) {
    queue_.Steal(5);
    return ScriptedDestination::ConfirmAll(batch);
  });
  EXPECT_EQ(Step().end, StepEnd::kLeaseLost);
  EXPECT_TRUE(queue_.settled().empty());
}

TEST_F(LaneStepTest, AStoreThatDoesNotAnswerIsNotTheReceiversFault) {
  queue_.Add(5, "a");
  destination_.SetAnswer([this](const queue::SealedBatch& batch) {
    queue_.FailWith(absl::UnavailableError("down"));
    return ScriptedDestination::ConfirmAll(batch);
  });
  EXPECT_EQ(Step().end, StepEnd::kStoreFault);
  EXPECT_EQ(Step().end, StepEnd::kStoreFault);
}

}  // namespace
}  // namespace trivsel::gateway::delivery
