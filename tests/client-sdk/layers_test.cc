// Each layer of the client around a mock of the one inside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "client-sdk/internal/batching_connection.h"
#include "client-sdk/internal/checking_connection.h"
#include "client-sdk/internal/flow_control_connection.h"
#include "client-sdk/internal/retry_connection.h"
#include "client-sdk/internal/rpc_status.h"
#include "client-sdk/mocks/mock_connection.h"
#include "tests/client-sdk/manual_time.h"
#include "tests/client-sdk/statuses.h"
#include "trivsel/client/client.h"
#include "trivsel/client/error.h"

namespace trivsel::client {
namespace {

namespace v1 = trivsel::gateway::v1;
using internal::BatchingConnection;
using internal::FlowControlConnection;
using internal::FromRpcStatus;
using internal::RetryConnection;
using ::testing::_;
using ::testing::ElementsAre;
using ::testing::NiceMock;
using ::testing::Return;

// The highest jitter.
const internal::Random kHighest = [] { return 1.0; };

absl::Status Unavailable(absl::Duration retry = absl::ZeroDuration()) {
  return FromRpcStatus(
      RpcError(absl::StatusCode::kUnavailable, "OVERLOADED", retry));
}

v1::Receipt ReceiptFor(const std::string& id) {
  v1::Receipt receipt;
  receipt.set_report_id(id);
  receipt.set_verdict(v1::VERDICT_ACCEPTED);
  return receipt;
}

v1::Submission SubmissionWith(const std::string& id, size_t bytes = 1) {
  return SubmissionOfFhirJson(std::string(bytes, 'x'), id);
}

std::vector<std::string> IdsOf(const SubmitBatchParams& params) {
  std::vector<std::string> ids;
  for (const auto& s : params.request.submissions()) {
    ids.push_back(s.report_id());
  }
  return ids;
}

Outcomes AcceptAll(const SubmitBatchParams& params) {
  Outcomes outcomes;
  for (const auto& id : IdsOf(params)) outcomes.push_back(ReceiptFor(id));
  return outcomes;
}

class RetryTest : public ::testing::Test {
 protected:
  RetryConnection Retrying(RetryOptions options = {}) {
    return RetryConnection(inner_, options, time_, kHighest);
  }
  GetReportParams In(absl::Duration deadline) {
    GetReportParams params;
    params.deadline = time_->Now() + deadline;
    return params;
  }

  std::shared_ptr<MockConnection> inner_ = std::make_shared<MockConnection>();
  std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
};

TEST_F(RetryTest, WaitsLongerEachTimeUpToTheLimit) {
  RetryOptions options;
  options.initial_backoff = absl::Seconds(1);
  options.max_backoff = absl::Seconds(3);
  EXPECT_CALL(*inner_, GetReport)
      .Times(5)
      .WillOnce(Return(Unavailable()))
      .WillOnce(Return(Unavailable()))
      .WillOnce(Return(Unavailable()))
      .WillOnce(Return(Unavailable()))
      .WillOnce(Return(v1::Report()));
  EXPECT_TRUE(Retrying(options).GetReport(In(absl::Hours(1))).ok());
  EXPECT_THAT(time_->slept(), ElementsAre(absl::Seconds(1), absl::Seconds(2),
                                          absl::Seconds(3), absl::Seconds(3)));
}

TEST_F(RetryTest, NeverComesBackSoonerThanAsked) {
  EXPECT_CALL(*inner_, GetReport)
      .WillOnce(Return(Unavailable(absl::Milliseconds(700))))
      .WillOnce(Return(v1::Report()));
  EXPECT_TRUE(Retrying().GetReport(In(absl::Hours(1))).ok());
  ASSERT_EQ(time_->slept().size(), 1u);
  EXPECT_GE(time_->slept()[0], absl::Milliseconds(700));
}

TEST_F(RetryTest, StopsAtTheDeadline) {
  EXPECT_CALL(*inner_, GetReport).WillRepeatedly(Return(Unavailable()));
  const absl::Time start = time_->Now();
  EXPECT_TRUE(absl::IsUnavailable(
      Retrying().GetReport(In(absl::Seconds(30))).status()));
  EXPECT_LE(time_->Now() - start, absl::Seconds(30));
  EXPECT_GE(time_->Now() - start, absl::Seconds(15));
}

TEST_F(RetryTest, StopsAfterMaxAttempts) {
  RetryOptions options;
  options.max_attempts = 3;
  EXPECT_CALL(*inner_, GetReport)
      .Times(3)
      .WillRepeatedly(Return(Unavailable()));
  EXPECT_FALSE(Retrying(options).GetReport(In(absl::Hours(1))).ok());
}

TEST_F(RetryTest, RepeatsNothingThatCannotHelp) {
  for (const auto code :
       {absl::StatusCode::kInternal, absl::StatusCode::kAborted,
        absl::StatusCode::kDeadlineExceeded, absl::StatusCode::kAlreadyExists,
        absl::StatusCode::kPermissionDenied, absl::StatusCode::kInvalidArgument,
        absl::StatusCode::kResourceExhausted}) {
    EXPECT_CALL(*inner_, GetReport).WillOnce(Return(absl::Status(code, "no")));
    EXPECT_EQ(Retrying().GetReport(In(absl::Hours(1))).status().code(), code);
  }
  EXPECT_TRUE(time_->slept().empty());
}

TEST_F(RetryTest, RepeatsResourceExhaustedWhenToldWhen) {
  const absl::Status told = FromRpcStatus(
      RpcError(absl::StatusCode::kResourceExhausted,
               "SUBMITTER_SHARE_EXHAUSTED", absl::Milliseconds(50)));
  EXPECT_CALL(*inner_, GetReport)
      .WillOnce(Return(told))
      .WillOnce(Return(v1::Report()));
  EXPECT_TRUE(Retrying().GetReport(In(absl::Hours(1))).ok());
}

TEST_F(RetryTest, ASubmitOverTheRateGoesAgainWhenItWasToldTo) {
  for (const char* reason : {"RATE_EXCEEDED", "CONCURRENCY_EXCEEDED"}) {
    const absl::Status told = FromRpcStatus(RpcError(
        absl::StatusCode::kResourceExhausted, reason, absl::Milliseconds(900)));
    EXPECT_CALL(*inner_, SubmitBatch)
        .WillOnce(Return(Outcomes{told, told}))
        .WillOnce([](const SubmitBatchParams& again) {
          EXPECT_THAT(IdsOf(again), ElementsAre("a", "b"));
          return Outcomes{ReceiptFor("a"), ReceiptFor("b")};
        });
    SubmitBatchParams params;
    *params.request.add_submissions() = SubmissionWith("a");
    *params.request.add_submissions() = SubmissionWith("b");
    const absl::Time start = time_->Now();
    const Outcomes outcomes = Retrying().SubmitBatch(params);
    ASSERT_EQ(outcomes.size(), 2u);
    EXPECT_TRUE(outcomes[0].ok()) << reason;
    EXPECT_GE(time_->Now() - start, absl::Milliseconds(900)) << reason;
  }
}

TEST_F(RetryTest, AMessageThatIsTooLargeIsNotSentAgain) {
  const absl::Status told = FromRpcStatus(
      RpcError(absl::StatusCode::kInvalidArgument, "MESSAGE_TOO_LARGE"));
  EXPECT_CALL(*inner_, SubmitBatch).WillOnce(Return(Outcomes{told}));
  SubmitBatchParams params;
  *params.request.add_submissions() = SubmissionWith("a");
  const Outcomes outcomes = Retrying().SubmitBatch(params);
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(ErrorReasonOf(outcomes[0].status()),
            v1::ERROR_REASON_MESSAGE_TOO_LARGE);
}

TEST_F(RetryTest, OfABatchOnlyTheFailedGoAgainAndOrderIsKept) {
  SubmitBatchParams params;
  for (const char* id : {"a", "b", "c", "d"}) {
    *params.request.add_submissions() = SubmissionWith(id);
  }
  EXPECT_CALL(*inner_, SubmitBatch)
      .WillOnce([](const SubmitBatchParams&) {
        return Outcomes{ReceiptFor("a"), Unavailable(),
                        absl::AlreadyExistsError("taken"), Unavailable()};
      })
      .WillOnce([](const SubmitBatchParams& again) {
        EXPECT_THAT(IdsOf(again), ElementsAre("b", "d"));
        return Outcomes{Unavailable(), ReceiptFor("d")};
      })
      .WillOnce([](const SubmitBatchParams& again) {
        EXPECT_THAT(IdsOf(again), ElementsAre("b"));
        return Outcomes{ReceiptFor("b")};
      });
  const Outcomes outcomes = Retrying().SubmitBatch(params);
  ASSERT_EQ(outcomes.size(), 4u);
  EXPECT_EQ(outcomes[0]->report_id(), "a");
  EXPECT_EQ(outcomes[1]->report_id(), "b");
  EXPECT_TRUE(absl::IsAlreadyExists(outcomes[2].status()));
  EXPECT_EQ(outcomes[3]->report_id(), "d");
}

// Gathers the outcomes of reports submitted through a layer.
class Gathered {
 public:
  void Submit(Connection& connection, v1::Submission submission,
              absl::Time deadline = absl::InfiniteFuture()) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    futures_.push_back(promise->get_future());
    connection.Submit({std::move(submission), deadline}, [promise](Outcome o) {
      promise->set_value(std::move(o));
    });
  }
  absl::StatusOr<v1::Receipt> Get(size_t i) { return futures_[i].get(); }

 private:
  using Outcome = absl::StatusOr<v1::Receipt>;
  std::vector<std::future<Outcome>> futures_;
};

class BatchingTest : public ::testing::Test {
 protected:
  BatchingTest() {
    // A day: whatever is sent in a test was sent because of its size.
    options_.max_hold = absl::Hours(24);
    ON_CALL(*inner_, SubmitBatch).WillByDefault([this](const auto& params) {
      std::lock_guard lock(mutex_);
      batches_.push_back(IdsOf(params));
      return AcceptAll(params);
    });
  }
  std::vector<std::vector<std::string>> batches() {
    std::lock_guard lock(mutex_);
    return batches_;
  }

  BatchingOptions options_;
  std::shared_ptr<NiceMock<MockConnection>> inner_ =
      std::make_shared<NiceMock<MockConnection>>();
  std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
  std::mutex mutex_;
  std::vector<std::vector<std::string>> batches_;
};

TEST_F(BatchingTest, SendsWhenThereAreEnough) {
  options_.max_reports = 3;
  BatchingConnection batching(inner_, options_, time_);
  Gathered gathered;
  for (const char* id : {"a", "b", "c"}) {
    gathered.Submit(batching, SubmissionWith(id));
  }
  EXPECT_EQ(gathered.Get(0)->report_id(), "a");
  EXPECT_EQ(gathered.Get(2)->report_id(), "c");
  EXPECT_THAT(batches(), ElementsAre(ElementsAre("a", "b", "c")));
}

TEST_F(BatchingTest, SendsWhenItIsTime) {
  options_.max_hold = absl::Milliseconds(1);
  BatchingConnection batching(inner_, options_, time_);
  Gathered gathered;
  gathered.Submit(batching, SubmissionWith("a"));
  EXPECT_EQ(gathered.Get(0)->report_id(), "a");
}

TEST_F(BatchingTest, ALargeReportTravelsAlone) {
  options_.max_bytes = 1000;
  {
    BatchingConnection batching(inner_, options_, time_);
    Gathered gathered;
    gathered.Submit(batching, SubmissionWith("small"));
    gathered.Submit(batching, SubmissionWith("large", 5000));
    gathered.Submit(batching, SubmissionWith("after"));
  }
  EXPECT_THAT(batches(), ElementsAre(ElementsAre("small"), ElementsAre("large"),
                                     ElementsAre("after")));
}

TEST_F(BatchingTest, DestructionSendsWhatIsLeft) {
  Gathered gathered;
  {
    BatchingConnection batching(inner_, options_, time_);
    gathered.Submit(batching, SubmissionWith("a"));
    gathered.Submit(batching, SubmissionWith("b"));
  }
  EXPECT_TRUE(gathered.Get(0).ok());
  EXPECT_TRUE(gathered.Get(1).ok());
}

TEST_F(BatchingTest, GathersWhileABatchIsOnItsWay) {
  options_.max_reports = 2;
  std::promise<void> first_sent, release;
  auto released = release.get_future().share();
  EXPECT_CALL(*inner_, SubmitBatch)
      .WillOnce([&](const SubmitBatchParams& params) {
        first_sent.set_value();
        released.wait();
        return AcceptAll(params);
      })
      .WillOnce([](const SubmitBatchParams& params) {
        EXPECT_THAT(IdsOf(params), ElementsAre("c", "d"));
        return AcceptAll(params);
      });
  BatchingConnection batching(inner_, options_, time_);
  Gathered gathered;
  gathered.Submit(batching, SubmissionWith("a"));
  gathered.Submit(batching, SubmissionWith("b"));
  first_sent.get_future().wait();
  gathered.Submit(batching, SubmissionWith("c"));  // does not block
  gathered.Submit(batching, SubmissionWith("d"));
  release.set_value();
  EXPECT_TRUE(gathered.Get(3).ok());
}

TEST_F(BatchingTest, WhatIsTooLateIsNotSent) {
  options_.max_reports = 2;
  BatchingConnection batching(inner_, options_, time_);
  Gathered gathered;
  gathered.Submit(batching, SubmissionWith("late"), time_->Now());
  gathered.Submit(batching, SubmissionWith("b"));
  EXPECT_TRUE(absl::IsDeadlineExceeded(gathered.Get(0).status()));
  EXPECT_TRUE(gathered.Get(1).ok());
  EXPECT_THAT(batches(), ElementsAre(ElementsAre("b")));
}

class FlowControlTest : public ::testing::Test {
 protected:
  FlowControlTest() {
    ON_CALL(*inner_, Submit)
        .WillByDefault([this](SubmitParams params, SubmitCallback done) {
          std::lock_guard lock(mutex_);
          held_.push_back([id = params.submission.report_id(), done] {
            done(ReceiptFor(id));
          });
        });
  }
  // The gateway answers the first that it has not answered.
  void AnswerOne() {
    std::function<void()> answer;
    {
      std::lock_guard lock(mutex_);
      answer = held_.front();
      held_.erase(held_.begin());
    }
    answer();
  }

  FlowControlOptions options_;
  std::shared_ptr<NiceMock<MockConnection>> inner_ =
      std::make_shared<NiceMock<MockConnection>>();
  std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
  std::mutex mutex_;
  std::vector<std::function<void()>> held_;
};

TEST_F(FlowControlTest, RejectsWhenFullAndAdmitsAgain) {
  options_.max_reports = 1;
  options_.when_full = FlowControlOptions::WhenFull::kReject;
  FlowControlConnection flow(inner_, options_, time_);
  Gathered gathered;
  gathered.Submit(flow, SubmissionWith("a"));
  gathered.Submit(flow, SubmissionWith("b"));
  EXPECT_TRUE(absl::IsResourceExhausted(gathered.Get(1).status()));
  AnswerOne();
  gathered.Submit(flow, SubmissionWith("c"));
  AnswerOne();
  EXPECT_EQ(gathered.Get(2)->report_id(), "c");
}

TEST_F(FlowControlTest, BoundsBytesButLetsALargeOneInAlone) {
  options_.max_bytes = 100;
  options_.when_full = FlowControlOptions::WhenFull::kReject;
  FlowControlConnection flow(inner_, options_, time_);
  Gathered gathered;
  gathered.Submit(flow, SubmissionWith("large", 5000));
  gathered.Submit(flow, SubmissionWith("small"));
  EXPECT_TRUE(absl::IsResourceExhausted(gathered.Get(1).status()));
  AnswerOne();
  EXPECT_TRUE(gathered.Get(0).ok());
}

TEST_F(FlowControlTest, BlocksUntilThereIsRoom) {
  options_.max_reports = 1;
  FlowControlConnection flow(inner_, options_, time_);
  Gathered gathered;
  gathered.Submit(flow, SubmissionWith("a"));
  std::promise<void> admitted;
  std::thread second([&] {
    flow.Submit({SubmissionWith("b"), absl::InfiniteFuture()}, [](auto) {});
    admitted.set_value();
  });
  AnswerOne();
  admitted.get_future().wait();
  second.join();
  AnswerOne();
}

TEST_F(FlowControlTest, BlocksNoLongerThanTheDeadline) {
  options_.max_reports = 1;
  FlowControlConnection flow(inner_, options_, time_);
  Gathered gathered;
  gathered.Submit(flow, SubmissionWith("a"));
  gathered.Submit(flow, SubmissionWith("b"), time_->Now());
  EXPECT_TRUE(absl::IsDeadlineExceeded(gathered.Get(1).status()));
  AnswerOne();
}

TEST(CheckingTest, HoldsBackWhatTheStandardRefusesAndSendsTheRest) {
  auto inner = std::make_shared<MockConnection>();
  internal::CheckingConnection checking(inner, {},
                                        std::make_shared<ManualTime>());
  EXPECT_CALL(*inner, Submit).Times(0);
  Gathered gathered;
  gathered.Submit(checking, SubmissionOfFhirJson("{\"resourceType\":"));
  const absl::Status status = gathered.Get(0).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(ErrorReasonNameOf(status), "REPORT_INVALID");
  ASSERT_EQ(FindingsOf(status).size(), 1u);
  EXPECT_EQ(FindingsOf(status)[0].code(), "FHIR-JSON-TRUNCATED");
}

TEST(ErrorTest, TellsWhatTheGatewaySaid) {
  const absl::Status status =
      FromRpcStatus(RpcError(absl::StatusCode::kAlreadyExists,
                             "REPORT_ID_REUSED", absl::Milliseconds(250)));
  EXPECT_TRUE(absl::IsAlreadyExists(status));
  EXPECT_EQ(ErrorReasonOf(status), v1::ERROR_REASON_REPORT_ID_REUSED);
  EXPECT_EQ(RetryDelayOf(status), absl::Milliseconds(250));
  EXPECT_EQ(DanishMessageOf(status), "sagt på dansk");
  EXPECT_EQ(ErrorMetadataOf(status).at("limit"), "7");
  const absl::Status plain = absl::InternalError("x");
  EXPECT_EQ(ErrorReasonOf(plain), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(RetryDelayOf(plain), std::nullopt);
}

}  // namespace
}  // namespace trivsel::client
