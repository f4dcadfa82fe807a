// Tokens and certificates of a client that goes on running: against a real
// gRPC server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "client-sdk/internal/retry_connection.h"
#include "client-sdk/internal/rpc_status.h"
#include "client-sdk/mocks/mock_connection.h"
#include "tests/client-sdk/fake_gateway.h"
#include "tests/client-sdk/statuses.h"
#include "trivsel/client/client.h"
#include "trivsel/client/error.h"

namespace trivsel::client {
namespace {

namespace fs = std::filesystem;
namespace v1 = trivsel::gateway::v1;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

google::rpc::Status Unauthenticated(const std::string& reason) {
  return Refusal(absl::StatusCode::kUnauthenticated, reason);
}

// "t1" until a refresh is asked for, then "t2", and so on.
class CountingSource final : public TokenSource {
 public:
  absl::StatusOr<std::string> Token(bool refresh) override {
    if (refresh) ++refreshes;
    return "t" + std::to_string(1 + refreshes);
  }
  std::atomic<int> refreshes{0};
};

class TokenTest : public ::testing::Test {
 protected:
  TokenTest() {
    std::string pattern = ::testing::TempDir() + "trivsel-token-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    file_ = folder_ / "token.jwt";
    options_.endpoint = gateway_.endpoint();
    options_.insecure = true;
    options_.check.before_sending = false;
    options_.batching.max_hold = absl::ZeroDuration();
    options_.retry.initial_backoff = absl::Milliseconds(1);
  }
  ~TokenTest() override { fs::remove_all(folder_); }

  Client Connect() { return *Client::Connect(options_); }
  // As one should: beside, and renamed.
  void PutToken(const std::string& text) {
    const fs::path beside = folder_ / "token.new";
    std::ofstream(beside) << text;
    fs::rename(beside, file_);
  }
  std::vector<std::string> Authorizations() const {
    std::vector<std::string> out;
    for (const Visitor& v : gateway_.visitors()) out.push_back(v.authorization);
    return out;
  }
  static v1::Submission Submission(const std::string& id) {
    return SubmissionOfFhirJson("{}", id);
  }
  void UseCounting() { options_.token = counting_; }

  FakeGateway gateway_;
  Options options_;
  fs::path folder_;
  fs::path file_;
  const std::shared_ptr<CountingSource> counting_ =
      std::make_shared<CountingSource>();
};

TEST_F(TokenTest, EveryCallBringsTheToken) {
  PutToken("\n  abc.def.ghi \r\n");
  options_.token = TokenFile(file_);
  Client client = Connect();
  EXPECT_TRUE(client.Submit(Submission("a")).ok());
  EXPECT_TRUE(client.Validate({Submission("a")}).ok());
  EXPECT_TRUE(client.GetReport("a").ok());
  for (const auto& report : client.ListReports({})) EXPECT_TRUE(report.ok());
  std::thread receiver([&] {
    gateway_.AwaitWatches(1);
    gateway_.Confirm("a");
  });
  EXPECT_TRUE(client
                  .Watch({"a"}, absl::Now() + absl::Seconds(30),
                         [](const v1::Report&) { return false; })
                  .ok());
  receiver.join();
  EXPECT_EQ(Authorizations().size(), 5u);
  EXPECT_THAT(Authorizations(), Each("Bearer abc.def.ghi"));
}

TEST_F(TokenTest, WithoutASourceThereIsNoMetadata) {
  EXPECT_TRUE(Connect().Submit(Submission("a")).ok());
  EXPECT_THAT(Authorizations(), ElementsAre(""));
}

TEST_F(TokenTest, AReplacedFileIsReadAgain) {
  PutToken("first");
  options_.token = TokenFile(file_);
  Client client = Connect();
  EXPECT_TRUE(client.Submit(Submission("a")).ok());
  PutToken("second");
  EXPECT_TRUE(client.Submit(Submission("b")).ok());
  fs::remove(file_);  // between two
  EXPECT_TRUE(client.Submit(Submission("c")).ok());
  std::ofstream(file_) << "";  // not written yet
  EXPECT_TRUE(client.Submit(Submission("d")).ok());
  PutToken("third");
  EXPECT_TRUE(client.Submit(Submission("e")).ok());
  EXPECT_THAT(Authorizations(),
              ElementsAre("Bearer first", "Bearer second", "Bearer second",
                          "Bearer second", "Bearer third"));
}

TEST_F(TokenTest, WhatCanBeNoTokenIsSaidAndNotSent) {
  options_.token = TokenFile(file_);
  Client client = Connect();
  const absl::Status missing = client.Submit(Submission("a")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(missing)) << missing;
  EXPECT_THAT(DanishMessageOf(missing), HasSubstr("kan ikke læses"));
  for (const std::string& bad :
       {std::string("two words"), std::string("a\nb"), std::string("\"q\""),
        std::string(20'000, 'x'), std::string("<Assertion/>"),
        std::string("  \n")}) {
    PutToken(bad);
    const absl::Status status = client.Submit(Submission("a")).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << bad.substr(0, 20);
    EXPECT_EQ(status.ToString().find("xxxx"), std::string::npos);
  }
  EXPECT_EQ(gateway_.calls(), 0);
}

TEST_F(TokenTest, ARefusalThatANewTokenMayMendIsRepeatedOnce) {
  UseCounting();
  for (const char* reason : {"TOKEN_EXPIRED", "KEY_UNKNOWN",
                             "KEY_NOT_VALID_NOW", "CONFIRMATION_MISMATCH"}) {
    gateway_.FailNextCalls({Unauthenticated(reason)});
    const auto receipt = Connect().Submit(Submission(reason));
    EXPECT_TRUE(receipt.ok()) << receipt.status();
  }
  EXPECT_EQ(counting_->refreshes, 4);
  EXPECT_THAT(Authorizations(),
              ElementsAre("Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3",
                          "Bearer t3", "Bearer t4", "Bearer t4", "Bearer t5"));
  EXPECT_EQ(gateway_.batches()[0], gateway_.batches()[1]);
}

TEST_F(TokenTest, ASecondRefusalIsTheAnswer) {
  UseCounting();
  gateway_.FailNextCalls(
      {Unauthenticated("TOKEN_EXPIRED"), Unauthenticated("KEY_UNKNOWN")});
  const absl::Status status = Connect().GetReport("a").status();
  EXPECT_EQ(AccessFaultOf(status), v1::ACCESS_FAULT_KEY_UNKNOWN);
  EXPECT_EQ(ErrorMetadataOf(status)["expected"], "what is right");
  EXPECT_EQ(ErrorMetadataOf(status)["found"], "what it is");
  EXPECT_EQ(ErrorMetadataOf(status)["help"],
            "https://example.dk/help#KEY_UNKNOWN");
  EXPECT_EQ(counting_->refreshes, 1);
  EXPECT_EQ(gateway_.calls(), 2);
}

TEST_F(TokenTest, ARefusalThatNoTokenMendsIsNotRepeated) {
  UseCounting();
  Client client = Connect();
  for (const char* reason : {"AUDIENCE_WRONG", "ISSUER_RETIRED",
                             "CREDENTIAL_UNKNOWN", "TOKEN_MALFORMED"}) {
    gateway_.FailNextCalls({Unauthenticated(reason)});
    EXPECT_TRUE(
        absl::IsUnauthenticated(client.Submit(Submission("a")).status()));
  }
  gateway_.FailNextCalls(
      {Refusal(absl::StatusCode::kPermissionDenied, "TOKEN_EXPIRED")});
  EXPECT_TRUE(
      absl::IsPermissionDenied(client.Submit(Submission("a")).status()));
  EXPECT_EQ(counting_->refreshes, 0);
  EXPECT_EQ(gateway_.calls(), 5);
}

TEST_F(TokenTest, EvenAClientOfOneAttemptRenewsItsToken) {
  UseCounting();
  options_.retry.max_attempts = 1;
  gateway_.FailNextCalls({Unauthenticated("TOKEN_EXPIRED")});
  EXPECT_TRUE(Connect().Submit(Submission("a")).ok());
}

TEST_F(TokenTest, AWatchRefusedAtTheDoorIsRepeatedOnce) {
  UseCounting();
  Client client = Connect();
  ASSERT_TRUE(client.Submit(Submission("a")).ok());
  gateway_.FailNextCalls({Unauthenticated("TOKEN_EXPIRED")});
  std::thread receiver([&] {
    gateway_.AwaitWatches(2);
    gateway_.Confirm("a");
  });
  int told = 0;
  const absl::Status watched = client.Watch(
      {"a"}, absl::Now() + absl::Seconds(30), [&](const v1::Report&) {
        ++told;
        return false;
      });
  receiver.join();
  EXPECT_TRUE(watched.ok()) << watched;
  EXPECT_EQ(told, 1);
}

// What was told on a stream that then lost its token may be followed by what is
// missed: the caller must ask, as after any break.
TEST(TokenWatch, AStreamThatLivedIsNotRepeated) {
  const auto inner = std::make_shared<MockConnection>();
  const auto source = std::make_shared<CountingSource>();
  internal::RetryConnection retrying(
      inner, {}, SystemTime(), [] { return 0.0; }, source);
  EXPECT_CALL(*inner, Watch).WillOnce([](const WatchParams& params) {
    params.on_report({});
    return internal::FromRpcStatus(Unauthenticated("TOKEN_EXPIRED"));
  });
  WatchParams params;
  params.on_report = [](const v1::Report&) { return true; };
  EXPECT_TRUE(absl::IsUnavailable(retrying.Watch(params)));
  EXPECT_EQ(source->refreshes, 1);
}

// Some of a batch are refused for their token, one for something else.
TEST(TokenBatch, OnlyTheRefusedAreSentAgain) {
  const auto inner = std::make_shared<MockConnection>();
  const auto source = std::make_shared<CountingSource>();
  internal::RetryConnection retrying(
      inner, {}, SystemTime(), [] { return 0.0; }, source);
  const absl::Status expired =
      internal::FromRpcStatus(Unauthenticated("TOKEN_EXPIRED"));
  v1::Receipt receipt;
  EXPECT_CALL(*inner, SubmitBatch)
      .WillOnce(::testing::Return(
          Outcomes{receipt, expired, absl::InvalidArgumentError("no")}))
      .WillOnce([&](const SubmitBatchParams& again) {
        EXPECT_EQ(again.request.submissions_size(), 1);
        EXPECT_EQ(again.request.submissions(0).report_id(), "b");
        return Outcomes{receipt};
      });
  SubmitBatchParams params;
  for (const char* id : {"a", "b", "c"}) {
    *params.request.add_submissions() = SubmissionOfFhirJson("{}", id);
  }
  const Outcomes outcomes = retrying.SubmitBatch(params);
  EXPECT_TRUE(outcomes[0].ok());
  EXPECT_TRUE(outcomes[1].ok());
  EXPECT_TRUE(absl::IsInvalidArgument(outcomes[2].status()));
}

// TLS, and the files of its client side.
class RenewalTest : public TokenTest {
 protected:
  RenewalTest() {
    options_.endpoint = tls_gateway_.endpoint();
    options_.insecure = false;
    options_.tls = {folder_ / "me.pem", folder_ / "me.key",
                    certificates_.ca().cert_file};
    Put(old_.cert_pem, old_.key_pem);
  }
  void Put(const std::string& certificate, const std::string& key) {
    std::ofstream(options_.tls.certificate) << certificate;
    std::ofstream(options_.tls.key) << key;
  }
  const std::string& LastCertificate() {
    visitors_ = tls_gateway_.visitors();
    return visitors_.back().certificate;
  }

  testing::DevCertificates certificates_;
  FakeGateway tls_gateway_{
      "localhost:0",
      TlsFor(certificates_.Server("gateway"), certificates_.ca())};
  const testing::CertifiedKey old_ = certificates_.Client("old");
  const testing::CertifiedKey new_ = certificates_.Client("new");
  std::vector<Visitor> visitors_;
};

TEST_F(RenewalTest, NewCallsUseTheNewCertificateAndOldOnesGoOn) {
  Client client = Connect();
  ASSERT_TRUE(client.Submit(Submission("a")).ok());
  EXPECT_EQ(LastCertificate(), old_.cert_pem);
  std::atomic<int> told{0};
  std::thread watch([&] {
    const absl::Status status = client.Watch(
        {"a"}, absl::Now() + absl::Seconds(30), [&](const v1::Report&) {
          ++told;
          return false;
        });
    EXPECT_TRUE(status.ok()) << status;
  });
  tls_gateway_.AwaitWatches(1);
  Put(new_.cert_pem, new_.key_pem);
  ASSERT_TRUE(client.Submit(Submission("b")).ok());
  EXPECT_EQ(LastCertificate(), new_.cert_pem);
  tls_gateway_.Confirm("a");  // on the connection of before
  watch.join();
  EXPECT_EQ(told, 1);
}

TEST_F(RenewalTest, FilesThatDoNotFitTogetherArePassedOver) {
  Client client = Connect();
  ASSERT_TRUE(client.Submit(Submission("a")).ok());
  Put(new_.cert_pem, old_.key_pem);
  EXPECT_TRUE(client.Submit(Submission("b")).ok());
  EXPECT_EQ(LastCertificate(), old_.cert_pem);
  Put(new_.cert_pem, "-----BEGIN ");
  EXPECT_TRUE(client.Submit(Submission("c")).ok());
  fs::remove(options_.tls.key);
  EXPECT_TRUE(client.Submit(Submission("d")).ok());
  EXPECT_EQ(LastCertificate(), old_.cert_pem);
  Put(new_.cert_pem, new_.key_pem);
  EXPECT_TRUE(client.Submit(Submission("e")).ok());
  EXPECT_EQ(LastCertificate(), new_.cert_pem);
}

TEST_F(RenewalTest, FilesThatNeverFitAreSaidAtTheStart) {
  Put(new_.cert_pem, old_.key_pem);
  const absl::Status status = Client::Connect(options_).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("is not that of the certificate"));
  EXPECT_THAT(DanishMessageOf(status), HasSubstr("hører ikke til"));
}

}  // namespace
}  // namespace trivsel::client
