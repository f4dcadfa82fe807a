#include "gateway/delivery/lane_step.h"

#include <gtest/gtest.h>

#include "tests/gateway/delivery/fakes.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::delivery {
namespace {

class LaneStepTest : public ::testing::Test {
 protected:
  StepResult Step(bool may_send = true) {
    return RunLaneStep(
        queue_, destination_, lease_, limits_, [may_send] { return may_send; },
        give_up_);
  }

  MemoryLaneQueue queue_;
  ScriptedDestination destination_;
  queue::LaneLease lease_ = {1, 5, 1};
  queue::BatchLimits limits_;
  GiveUpOptions give_up_;
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

TEST_F(LaneStepTest, AReportThatIsNeverAnsweredForIsGivenUp) {
  give_up_.incomplete_answers = 3;
  const int64_t silent = queue_.Add(5, "a");
  const int64_t heard = queue_.Add(5, "b");
  destination_.SetAnswer([silent](const queue::SealedBatch& batch) {
    SendResult result = ScriptedDestination::ConfirmAll(batch);
    std::erase_if(result.items, [silent](const queue::ItemSettlement& item) {
      return item.report_key == silent;
    });
    return result;
  });
  EXPECT_EQ(Step().end, StepEnd::kIncomplete);
  EXPECT_EQ(Step().end, StepEnd::kIncomplete);
  queue_.Add(5, "c");
  const StepResult last = Step();
  EXPECT_EQ(last.end, StepEnd::kSettled);
  EXPECT_EQ(last.unanswered, 1);
  EXPECT_EQ(queue_.settled()[silent].outcome, queue::ItemOutcome::kUnanswered);
  EXPECT_EQ(queue_.settled()[heard].outcome, queue::ItemOutcome::kConfirmed);
  trivsel::gateway::v1::Receipt why;
  ASSERT_TRUE(why.ParseFromString(queue_.settled()[silent].findings));
  ASSERT_EQ(why.findings_size(), 1);
  EXPECT_EQ(why.findings(0).code(), "GW-RECEIVER-UNANSWERED");
  EXPECT_EQ(Step().end, StepEnd::kSettled) << "the lane goes on";
  EXPECT_EQ(destination_.arrivals().back(), "c");
}

// The receiver refuses each batch with one report in it: the others arrive, in
// their order, and that one is refused alone.
TEST_F(LaneStepTest, ARefusedBatchIsBrokenUpUntilTheReportIsFound) {
  give_up_.whole_refusals = 2;
  for (const char* id : {"a", "b", "bad", "d", "e"}) queue_.Add(5, id);
  destination_.SetAnswer([](const queue::SealedBatch& batch) {
    for (const queue::BatchItem& item : batch.items) {
      if (item.report_id == "bad") {
        return ScriptedDestination::Fail(SendClass::kBatchFault);
      }
    }
    return ScriptedDestination::ConfirmAll(batch);
  });
  EXPECT_EQ(Step().end, StepEnd::kBatchFault);
  EXPECT_EQ(Step().end, StepEnd::kBrokenUp);
  std::vector<std::string> delivered;
  int refused = 0;
  for (int i = 0; i < 20; ++i) {
    const size_t before = destination_.arrivals().size();
    const StepResult step = Step();
    if (step.end == StepEnd::kEmpty) break;
    refused += step.refused;
    if (step.confirmed == 0) continue;
    const auto arrivals = destination_.arrivals();
    delivered.insert(delivered.end(), arrivals.begin() + before,
                     arrivals.end());
  }
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(delivered, (std::vector<std::string>{"a", "b", "d", "e"}));
  EXPECT_EQ(queue_.settled()[3].outcome, queue::ItemOutcome::kRefused);
  trivsel::gateway::v1::Receipt why;
  ASSERT_TRUE(why.ParseFromString(queue_.settled()[3].findings));
  EXPECT_EQ(why.findings(0).code(), "GW-RECEIVER-REFUSED-WHOLE");
  EXPECT_FALSE(destination_.violated());
}

TEST_F(LaneStepTest, AReceiverThatRefusesEverythingLosesNothing) {
  give_up_.whole_refusals = 1;
  for (const char* id : {"a", "b"}) queue_.Add(5, id);
  destination_.SetAnswer([](const queue::SealedBatch&) {
    return ScriptedDestination::Fail(SendClass::kBatchFault);
  });
  for (int i = 0; i < 20; ++i) Step();
  EXPECT_TRUE(queue_.settled().empty());
  destination_.SetAnswer(&ScriptedDestination::ConfirmAll);
  EXPECT_EQ(Step().confirmed, 1);
  EXPECT_EQ(Step().confirmed, 1);
  EXPECT_EQ(queue_.settled().size(), 2u);
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
        std::pair(SendClass::kTurnedAway, StepEnd::kTurnedAway),
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
