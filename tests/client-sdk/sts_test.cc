// Tokens from an STS, against a real HTTPS server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "tests/client-sdk/fake_sts.h"
#include "tests/client-sdk/manual_time.h"
#include "trivsel/client/error.h"
#include "trivsel/client/sts_token_source.h"

namespace trivsel::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class StsTest : public ::testing::Test {
 protected:
  StsTest() {
    options_.url = sts_.url();
    options_.service = "http://example.dk/service/trivsel/1";
    options_.municipality = "11111111";
    options_.tls = {client_.cert_file, client_.key_file,
                    certificates_.ca().cert_file};
    options_.time = time_;
  }
  std::shared_ptr<StsTokenSource> Source() {
    return *StsTokenSource::Create(options_);
  }

  testing::DevCertificates certificates_;
  const testing::CertifiedKey client_ = certificates_.Client("vendor");
  FakeSts sts_{certificates_.Server("sts"), certificates_.ca()};
  const std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
  StsOptions options_;
};

TEST_F(StsTest, AsksAsTheStsWantsIt) {
  const auto token = FetchStsToken(options_);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->token, "sts-1");
  EXPECT_EQ(token->expires, time_->Now() + absl::Hours(8));
  EXPECT_EQ(token->server_time,
            absl::FromCivil(absl::CivilSecond(2026, 7, 10, 12, 0, 0),
                            absl::UTCTimeZone()));
  EXPECT_THAT(
      sts_.forms()[0],
      UnorderedElementsAre(
          Pair("client_id", "http://example.dk/service/trivsel/1"),
          Pair("grant_type", "client_credentials"),
          Pair("scope",
               "entityid:http://example.dk/service/trivsel/1,anvenderkontekst:"
               "11111111")));
}

TEST_F(StsTest, KeepsTheTokenUntilShortlyBeforeItExpires) {
  auto source = Source();
  EXPECT_EQ(*source->Token(false), "sts-1");
  time_->Sleep(absl::Hours(7));
  EXPECT_EQ(*source->Token(false), "sts-1");
  EXPECT_EQ(sts_.requests(), 1u);
  // Within the last five minutes: the next is fetched behind our back.
  time_->Sleep(absl::Minutes(56));
  sts_.Hold();
  EXPECT_EQ(*source->Token(false), "sts-1");
  sts_.AwaitRequests(2);
  EXPECT_EQ(*source->Token(false), "sts-1");  // blocks nobody
  sts_.Release();
  while (*source->Token(false) == "sts-1") std::this_thread::yield();
  EXPECT_EQ(*source->Token(false), "sts-2");
  EXPECT_EQ(sts_.requests(), 2u);
}

TEST_F(StsTest, AnExpiredTokenIsNotGivenOut) {
  auto source = Source();
  EXPECT_EQ(*source->Token(false), "sts-1");
  time_->Sleep(absl::Hours(9));
  EXPECT_EQ(*source->Token(false), "sts-2");
}

TEST_F(StsTest, OneRequestHoweverManyAsk) {
  auto source = Source();
  sts_.Hold();
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      if (*source->Token(i % 2 == 0) == "sts-1") ++good;
    });
  }
  sts_.AwaitRequests(1);
  sts_.Release();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 16);
  EXPECT_EQ(sts_.requests(), 1u);
}

TEST_F(StsTest, ARefreshAsksAgainButDoesNotStorm) {
  auto source = Source();
  EXPECT_EQ(*source->Token(false), "sts-1");
  EXPECT_EQ(*source->Token(true), "sts-1");  // just got
  time_->Sleep(absl::Seconds(6));
  EXPECT_EQ(*source->Token(true), "sts-2");
  EXPECT_EQ(*source->Token(false), "sts-2");
}

TEST_F(StsTest, ARenewedCertificateMeansANewToken) {
  auto source = Source();
  EXPECT_EQ(*source->Token(false), "sts-1");
  const testing::CertifiedKey renewed = certificates_.Client("renewed");
  std::ofstream(client_.cert_file) << renewed.cert_pem;
  std::ofstream(client_.key_file) << renewed.key_pem;
  EXPECT_EQ(*source->Token(false), "sts-2");
}

TEST_F(StsTest, ATroubledStsDoesNotCostTheTokenThatIsStillGood) {
  auto source = Source();
  EXPECT_EQ(*source->Token(false), "sts-1");
  time_->Sleep(absl::Hours(7) + absl::Minutes(56));
  sts_.Answer(503, "{}");
  EXPECT_EQ(*source->Token(false), "sts-1");
  sts_.AwaitRequests(2);
  EXPECT_EQ(*source->Token(false), "sts-1");
  time_->Sleep(absl::Hours(1));
  const absl::Status status = source->Token(false).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
}

TEST_F(StsTest, ARefusalIsToldInBothLanguages) {
  sts_.Answer(400,
              "{\"error\":\"invalid_request\",\"error_description\":\"no "
              "agreement\\nfor 11111111\"}");
  const absl::Status status = Source()->Token(false).status();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_EQ(std::string(status.message()),
            "STS refuses: HTTP 400: invalid_request: no agreement for "
            "11111111");
  EXPECT_THAT(DanishMessageOf(status), HasSubstr("STS afviser"));
}

TEST_F(StsTest, AnswersThatAreNone) {
  const std::string secret(300, 's');
  for (const std::string& body :
       {std::string("no json"), std::string("[]"), std::string("{}"),
        std::string("{\"access_token\":7}"), std::string(300'000, '['),
        "{\"token\":\"" + secret + "\"}"}) {
    sts_.Answer(200, body);
    const absl::Status status = FetchStsToken(options_).status();
    EXPECT_FALSE(status.ok()) << body.substr(0, 30);
    EXPECT_EQ(status.ToString().find("sss"), std::string::npos);
  }
}

TEST_F(StsTest, SaysWhyItCannotBeReached) {
  options_.url = "https://localhost:1/issue";
  absl::Status status = FetchStsToken(options_).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  testing::DevCertificates other("other");
  options_.url = sts_.url();
  options_.tls.ca = other.ca().cert_file;
  status = FetchStsToken(options_).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("certificate"));
}

TEST_F(StsTest, GivesUpAtItsTimeout) {
  options_.timeout = absl::Milliseconds(200);
  sts_.Hold();
  EXPECT_TRUE(absl::IsUnavailable(FetchStsToken(options_).status()));
}

TEST_F(StsTest, GoesAwayInTheMiddleOfARequest) {
  options_.timeout = absl::Minutes(5);
  auto source = Source();
  EXPECT_TRUE(source->Token(false).ok());
  time_->Sleep(absl::Hours(7) + absl::Minutes(56));
  sts_.Hold();
  EXPECT_TRUE(source->Token(false).ok());
  sts_.AwaitRequests(2);
  const absl::Time start = absl::Now();
  source.reset();  // breaks it off, or it would take five minutes
  EXPECT_LT(absl::Now() - start, absl::Seconds(60));
}

TEST_F(StsTest, RefusesOptionsThatCannotBe) {
  const StsOptions good = options_;
  EXPECT_TRUE(CheckStsOptions(good).ok());
  options_.url = "http://localhost/issue";
  EXPECT_TRUE(
      absl::IsInvalidArgument(StsTokenSource::Create(options_).status()));
  options_ = good;
  options_.municipality = "1111111";
  EXPECT_TRUE(absl::IsInvalidArgument(CheckStsOptions(options_)));
  options_ = good;
  options_.service = "";
  EXPECT_TRUE(absl::IsInvalidArgument(CheckStsOptions(options_)));
  options_ = good;
  options_.tls.key = "";
  EXPECT_TRUE(absl::IsInvalidArgument(CheckStsOptions(options_)));
}

}  // namespace
}  // namespace trivsel::client
