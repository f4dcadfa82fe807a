// The whole client against a real gRPC server.
#include "trivsel/client/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"
#include "tests/client-sdk/fake_gateway.h"
#include "tests/client-sdk/statuses.h"
#include "trivsel/client/error.h"

namespace trivsel::client {
namespace {

namespace v1 = trivsel::gateway::v1;
using ::testing::ElementsAre;

google::rpc::Status Unavailable() {
  return RpcError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                  absl::Milliseconds(1));
}

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    options_.endpoint = gateway_.endpoint();
    options_.insecure = true;
    options_.check.before_sending = false;
    options_.retry.initial_backoff = absl::Milliseconds(1);
    options_.retry.max_backoff = absl::Milliseconds(5);
    options_.poll_interval = absl::Milliseconds(5);
  }
  Client Connect() { return *Client::Connect(options_); }
  static v1::Submission Submission(const std::string& id) {
    return SubmissionOfFhirJson("{}", id);
  }
  static absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

  FakeGateway gateway_;
  Options options_;
};

TEST_F(ClientTest, SubmitsAndRepeatsUnderTheSameId) {
  gateway_.FailNextCalls({Unavailable(), Unavailable()});
  Client client = Connect();
  ltt::v1::DeliveryReport report;
  report.set_id("r1");
  const auto receipt = client.Submit(report);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->report_id(), "r1");
  EXPECT_FALSE(receipt->replayed());
  EXPECT_THAT(
      gateway_.batches(),
      ElementsAre(ElementsAre("r1"), ElementsAre("r1"), ElementsAre("r1")));
}

TEST_F(ClientTest, BatchesByDefaultAndKeepsTheOrder) {
  gateway_.FailReport("b", {Unavailable()});
  gateway_.FailReport(
      "c", {RpcError(absl::StatusCode::kAlreadyExists, "REPORT_ID_REUSED")});
  gateway_.Reject("d");
  options_.batching.max_hold = absl::Seconds(30);
  options_.batching.max_reports = 4;
  Client client = Connect();
  const Outcomes outcomes = client.SubmitAll(
      {Submission("a"), Submission("b"), Submission("c"), Submission("d")});
  ASSERT_EQ(outcomes.size(), 4u);
  EXPECT_EQ(outcomes[0]->report_id(), "a");
  EXPECT_EQ(outcomes[1]->report_id(), "b");
  EXPECT_EQ(ErrorReasonOf(outcomes[2].status()),
            v1::ERROR_REASON_REPORT_ID_REUSED);
  EXPECT_EQ(outcomes[3]->verdict(), v1::VERDICT_REJECTED);
  EXPECT_THAT(gateway_.batches(),
              ElementsAre(ElementsAre("a", "b", "c", "d"), ElementsAre("b")));
}

TEST_F(ClientTest, GivesUpAtItsDeadline) {
  gateway_.FailNextCalls(
      std::vector<google::rpc::Status>(10000, Unavailable()));
  options_.deadline = absl::Milliseconds(100);
  const absl::Status status = Connect().Submit(Submission("a")).status();
  // The deadline falls between two attempts or into one.
  EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status))
      << status;
  EXPECT_GT(gateway_.calls(), 1);
}

TEST_F(ClientTest, FindsAGatewayThatComesBack) {
  auto gateway = std::make_unique<FakeGateway>();
  options_.endpoint = gateway->endpoint();
  options_.deadline = absl::Seconds(10);
  options_.retry.initial_backoff = absl::Milliseconds(50);
  options_.retry.max_backoff = absl::Milliseconds(500);
  Client client = Connect();
  ASSERT_TRUE(client.Submit(Submission("before")).ok());
  gateway.reset();
  auto later = client.SubmitAsync(Submission("later"));
  // Long enough that calls have failed and the channel is backing off.
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  gateway = std::make_unique<FakeGateway>(options_.endpoint);
  const auto receipt = later.get();
  EXPECT_TRUE(receipt.ok()) << receipt.status();
}

TEST_F(ClientTest, ValidatesAndFetches) {
  Client client = Connect();
  const auto outcomes = client.Validate({Submission("a")}, true);
  ASSERT_TRUE(outcomes.ok());
  EXPECT_EQ((*outcomes)[0].receipt().verdict(), v1::VERDICT_REJECTED);
  EXPECT_TRUE(absl::IsNotFound(client.GetReport("a").status()));
  ASSERT_TRUE(client.Submit(Submission("a")).ok());
  EXPECT_EQ(client.GetReport("a")->receipt().report_id(), "a");
}

TEST_F(ClientTest, ListsPageByPage) {
  Client client = Connect();
  std::vector<v1::Submission> many;
  for (char c = 'a'; c < 'h'; ++c)
    many.push_back(Submission(std::string(1, c)));
  client.SubmitAll(std::move(many));
  const int before = gateway_.calls();
  std::string seen;
  for (const auto& report : client.ListReports({}, 3)) {
    ASSERT_TRUE(report.ok());
    seen += report->receipt().report_id();
  }
  EXPECT_EQ(seen, "abcdefg");
  EXPECT_EQ(gateway_.calls() - before, 3);
}

TEST_F(ClientTest, AListThatBreaksOffSaysSo) {
  gateway_.FailNextCalls(
      {RpcError(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID")});
  int reports = 0;
  for (const auto& report : Connect().ListReports({})) {
    EXPECT_EQ(ErrorReasonOf(report.status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID);
    ++reports;
  }
  EXPECT_EQ(reports, 1);
}

TEST_F(ClientTest, AwaitsConfirmations) {
  Client client = Connect();
  gateway_.Reject("rejected");
  client.SubmitAll({Submission("a"), Submission("b"), Submission("rejected")});
  std::thread receiver([&] {
    gateway_.AwaitWatches(1);
    gateway_.Confirm("b");
    gateway_.Confirm("a");
  });
  const auto reports = client.AwaitConfirmed({"a", "b", "rejected"}, Soon());
  receiver.join();
  ASSERT_TRUE(reports.ok()) << reports.status();
  EXPECT_TRUE(IsConfirmed((*reports)[0]));
  EXPECT_EQ((*reports)[1].receipt().report_id(), "b");
  EXPECT_TRUE(IsSettled((*reports)[2]));
  EXPECT_FALSE(IsConfirmed((*reports)[2]));
}

TEST_F(ClientTest, MissesNothingWhenTheStreamBreaks) {
  Client client = Connect();
  client.SubmitAll({Submission("a"), Submission("b")});
  std::thread receiver([&] {
    gateway_.AwaitWatches(1);
    gateway_.ConfirmAndHangUp("a");
    gateway_.AwaitWatches(2);
    gateway_.Confirm("b");
  });
  const auto reports = client.AwaitConfirmed({"a", "b"}, Soon());
  receiver.join();
  ASSERT_TRUE(reports.ok()) << reports.status();
  EXPECT_EQ(reports->size(), 2u);
}

TEST_F(ClientTest, AsksFromTimeToTimeWhereThereAreNoStreams) {
  Client client = Connect();
  ASSERT_TRUE(client.Submit(Submission("a")).ok());
  gateway_.RefuseWatches();
  std::thread receiver([&] {
    gateway_.AwaitWatches(3);
    gateway_.Confirm("a");
  });
  const auto reports = client.AwaitConfirmed({"a"}, Soon());
  receiver.join();
  EXPECT_TRUE(reports.ok()) << reports.status();
}

TEST_F(ClientTest, WaitsOnlyUntilTheDeadline) {
  Client client = Connect();
  ASSERT_TRUE(client.Submit(Submission("a")).ok());
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      client.AwaitConfirmed({"a"}, absl::Now() + absl::Milliseconds(50))
          .status()));
  EXPECT_TRUE(
      absl::IsNotFound(client.AwaitConfirmed({"unknown"}, Soon()).status()));
}

TEST_F(ClientTest, SaysWhenNobodyIsThere) {
  options_.endpoint = "localhost:1";
  Client client = Connect();
  EXPECT_TRUE(absl::IsUnavailable(client.AwaitReady(absl::Milliseconds(200))));
}

TEST_F(ClientTest, InsecureOnlyOnLoopback) {
  for (const char* host : {"gateway.example.dk:7443", "127.example.dk:7443",
                           "10.0.0.1:7443", "localhost.example.dk:7443"}) {
    options_.endpoint = host;
    EXPECT_TRUE(absl::IsInvalidArgument(Client::Connect(options_).status()))
        << host;
  }
  for (const char* host : {"127.0.0.1:7443", "[::1]:7443", "unix:/run/t"}) {
    options_.endpoint = host;
    EXPECT_TRUE(Client::Connect(options_).ok()) << host;
  }
}

TEST_F(ClientTest, RefusesOptionsOutOfRange) {
  options_.batching.max_reports = 1001;
  EXPECT_TRUE(absl::IsInvalidArgument(Client::Connect(options_).status()));
  options_.batching.max_reports = 100;
  options_.insecure = false;
  options_.tls.certificate = "/nonexistent.pem";
  EXPECT_TRUE(absl::IsInvalidArgument(Client::Connect(options_).status()));
}

}  // namespace
}  // namespace trivsel::client
