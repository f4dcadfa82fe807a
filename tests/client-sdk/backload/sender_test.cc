// Sending: each child's reports in order, whatever fails and whoever is first.
#include "client-sdk/cli/backload/sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/time/clock.h"
#include "client-sdk/mocks/mock_connection.h"

namespace trivsel::cli::backload {
namespace {

namespace v1 = trivsel::gateway::v1;
using ::testing::NiceMock;

Parcel ParcelOf(uint64_t number, uint64_t child, size_t bytes = 10) {
  Parcel parcel;
  parcel.position = number;
  parcel.child = child;
  parcel.report_id = std::to_string(child) + "/" + std::to_string(number);
  parcel.submission.set_report_id(parcel.report_id);
  parcel.bytes = bytes;
  return parcel;
}

TEST(ChildOrderTest, OneReportOfAChildIsOut) {
  ChildOrder order;
  for (uint64_t i = 0; i < 6; ++i) order.Add(ParcelOf(i, i % 2 + 1));
  order.Add(ParcelOf(6, 0));
  order.Add(ParcelOf(7, 0));
  EXPECT_EQ(order.waiting(), 8u);
  auto batch = order.Take(100, 1000);
  ASSERT_EQ(batch.size(), 4u);  // one of each child, and those of nobody
  EXPECT_EQ(batch[0].position, 0u);
  EXPECT_EQ(batch[1].position, 1u);
  EXPECT_EQ(batch[2].position, 6u);
  EXPECT_EQ(batch[3].position, 7u);
  EXPECT_TRUE(order.Take(100, 1000).empty());
  order.Answered(2);
  batch = order.Take(100, 1000);
  ASSERT_EQ(batch.size(), 1u);
  EXPECT_EQ(batch[0].position, 3u);
}

TEST(ChildOrderTest, ABatchIsNoLargerThanAskedButForOneReport) {
  ChildOrder order;
  for (uint64_t i = 0; i < 5; ++i) order.Add(ParcelOf(i, i + 1, 40));
  EXPECT_EQ(order.ready_bytes(), 200u);
  EXPECT_EQ(order.Take(100, 100).size(), 2u);
  EXPECT_EQ(order.Take(1, 100).size(), 1u);
  EXPECT_EQ(order.Take(100, 10).size(), 1u);
  EXPECT_EQ(order.ready_bytes(), 40u);
}

// A gateway of the worst kind: of the calls that wait it answers whichever it
// likes, fails reports with and without having stored them, and loses whole
// answers.
class WildGateway : public NiceMock<client::MockConnection> {
 public:
  explicit WildGateway(uint64_t seed) : random_(seed) {}

  client::Outcomes SubmitBatch(
      const client::SubmitBatchParams& params) override {
    std::unique_lock lock(mutex_);
    Arrive(params.request);
    const uint64_t ticket = next_ticket_++;
    waiting_.insert(ticket);
    // The last to come chooses who goes; alone, one goes at once or a moment
    // later, when nobody else has come.
    Choose();
    chosen_.wait_for(lock, std::chrono::milliseconds(2),
                     [&] { return !waiting_.contains(ticket); });
    waiting_.erase(ticket);
    const client::Outcomes outcomes = Answer(params.request);
    Leave(params.request);
    return outcomes;
  }

  // By child, in the order that they were first stored.
  const std::map<std::string, std::vector<uint64_t>>& stored() const {
    return stored_;
  }
  int violations() const { return violations_; }
  size_t most_calls() const { return most_calls_; }

 private:
  static std::string ChildOf(const std::string& id) {
    return id.substr(0, id.find('/'));
  }
  void Arrive(const v1::SubmitReportsRequest& request) {
    for (const auto& submission : request.submissions()) {
      const std::string child = ChildOf(submission.report_id());
      if (child != "0" && !out_.insert(child).second) ++violations_;
    }
    most_calls_ = std::max(most_calls_, ++calls_);
  }
  void Leave(const v1::SubmitReportsRequest& request) {
    for (const auto& submission : request.submissions()) {
      out_.erase(ChildOf(submission.report_id()));
    }
    --calls_;
  }
  void Choose() {
    if (waiting_.size() < 2) return;
    auto it = waiting_.begin();
    std::advance(it, random_() % waiting_.size());
    waiting_.erase(it);
    chosen_.notify_all();
  }
  client::Outcomes Answer(const v1::SubmitReportsRequest& request) {
    const bool lost = random_() % 8 == 0;
    client::Outcomes outcomes;
    for (const auto& submission : request.submissions()) {
      const int luck = static_cast<int>(random_() % 10);
      if (luck > 1) Store(submission.report_id());
      if (lost || luck < 3) {  // 2: stored, but the answer fails
        outcomes.push_back(luck == 0 ? absl::DeadlineExceededError("late")
                                     : absl::UnavailableError("away"));
        continue;
      }
      v1::Receipt receipt;
      receipt.set_report_id(submission.report_id());
      outcomes.push_back(receipt);
    }
    return outcomes;
  }
  void Store(const std::string& id) {
    if (!ids_.insert(id).second) return;
    stored_[ChildOf(id)].push_back(std::stoull(id.substr(id.find('/') + 1)));
  }

  std::mutex mutex_;
  std::condition_variable chosen_;
  std::mt19937_64 random_;
  std::set<uint64_t> waiting_;
  uint64_t next_ticket_ = 0;
  std::set<std::string> out_;  // children on their way
  std::set<std::string> ids_;
  std::map<std::string, std::vector<uint64_t>> stored_;
  int violations_ = 0;
  size_t calls_ = 0;
  size_t most_calls_ = 0;
};

SenderOptions Hasty() {
  SenderOptions options;
  options.in_flight = 6;
  options.batch_reports = 7;
  options.window_reports = 60;
  options.hold = absl::Milliseconds(1);
  options.retry.initial_backoff = absl::Microseconds(50);
  options.retry.max_backoff = absl::Milliseconds(1);
  return options;
}

void Silent(const std::string&, const std::string&) {}

TEST(SenderTest, KeepsEachChildsOrderWhateverTheGatewayDoes) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    auto gateway = std::make_shared<WildGateway>(seed);
    LinkWatch link(absl::InfiniteDuration(), Silent);
    std::mutex mutex;
    std::map<std::string, int> answers;
    std::mt19937_64 random(seed);
    constexpr uint64_t kReports = 600;
    {
      Sender sender(Hasty(), gateway, &link,
                    [&](const Parcel& parcel, const auto& outcome) {
                      std::lock_guard lock(mutex);
                      EXPECT_TRUE(outcome.ok());
                      ++answers[parcel.report_id];
                    });
      for (uint64_t i = 0; i < kReports; ++i) {
        ASSERT_TRUE(sender.Add(ParcelOf(i, random() % 12)));
      }
      EXPECT_EQ(sender.Finish(), Sender::End::kDone);
      EXPECT_EQ(sender.unanswered(), 0u);
    }
    EXPECT_EQ(answers.size(), kReports) << "seed " << seed;
    for (const auto& [id, count] : answers) EXPECT_EQ(count, 1) << id;
    EXPECT_EQ(gateway->violations(), 0) << "seed " << seed;
    EXPECT_GT(gateway->most_calls(), 1u) << "seed " << seed;
    for (const auto& [child, numbers] : gateway->stored()) {
      if (child == "0") continue;  // nobody's: no order
      EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()))
          << "seed " << seed << " child " << child;
    }
  }
}

// Answers every call with one status.
class StubbornGateway : public NiceMock<client::MockConnection> {
 public:
  explicit StubbornGateway(absl::Status status) : status_(std::move(status)) {}
  client::Outcomes SubmitBatch(
      const client::SubmitBatchParams& params) override {
    ++calls;
    return client::Outcomes(
        static_cast<size_t>(params.request.submissions_size()), status_);
  }
  std::atomic<int> calls{0};

 private:
  const absl::Status status_;
};

TEST(SenderTest, GivesUpAfterTheTimeTold) {
  auto gateway =
      std::make_shared<StubbornGateway>(absl::UnavailableError("away"));
  LinkWatch link(absl::Milliseconds(20), Silent);
  int answers = 0;
  Sender sender(Hasty(), gateway, &link,
                [&](const Parcel&, const auto&) { ++answers; });
  for (uint64_t i = 0; i < 10; ++i) sender.Add(ParcelOf(i, i + 1));
  EXPECT_EQ(sender.Finish(), Sender::End::kGaveUp);
  EXPECT_EQ(answers, 0);
  EXPECT_EQ(sender.unanswered(), 10u);
  EXPECT_GE(gateway->calls, 2);
  EXPECT_TRUE(absl::IsUnavailable(sender.last_error()));
}

TEST(SenderTest, AGatewayThatKnowsUsNotIsNotAskedForEveryReport) {
  auto gateway =
      std::make_shared<StubbornGateway>(absl::UnauthenticatedError("who?"));
  LinkWatch link(absl::InfiniteDuration(), Silent);
  Sender sender(Hasty(), gateway, &link, [](const Parcel&, const auto&) {});
  for (uint64_t i = 0; i < 1000; ++i) {
    if (!sender.Add(ParcelOf(i, i + 1))) break;
  }
  EXPECT_EQ(sender.Finish(), Sender::End::kRefused);
  EXPECT_LE(gateway->calls, 6);
}

TEST(SenderTest, StopEndsTheWaitBetweenTwoAttempts) {
  auto gateway =
      std::make_shared<StubbornGateway>(absl::UnavailableError("away"));
  LinkWatch link(absl::InfiniteDuration(), Silent);
  SenderOptions options = Hasty();
  options.retry.initial_backoff = absl::Hours(1);
  options.retry.max_backoff = absl::Hours(1);
  Sender sender(options, gateway, &link, [](const Parcel&, const auto&) {});
  sender.Add(ParcelOf(1, 1));
  while (gateway->calls == 0) std::this_thread::yield();
  sender.Stop();
  EXPECT_EQ(sender.Finish(), Sender::End::kInterrupted);
  EXPECT_FALSE(sender.Add(ParcelOf(2, 2)));
}

TEST(SenderTest, WhatMayComeRightIsToldFromWhatWillNot) {
  EXPECT_TRUE(MayComeRight(absl::UnavailableError("")));
  EXPECT_TRUE(MayComeRight(absl::DeadlineExceededError("")));
  EXPECT_TRUE(MayComeRight(absl::UnknownError("Stream removed")));
  EXPECT_FALSE(MayComeRight(absl::OkStatus()));
  EXPECT_FALSE(MayComeRight(absl::AlreadyExistsError("")));
  EXPECT_FALSE(MayComeRight(absl::InvalidArgumentError("")));
  EXPECT_FALSE(MayComeRight(absl::PermissionDeniedError("")));
  EXPECT_FALSE(MayComeRight(absl::ResourceExhaustedError("too large")));
}

}  // namespace
}  // namespace trivsel::cli::backload
