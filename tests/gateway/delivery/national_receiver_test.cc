// The national receiver's client against the sandbox receiver, over real TLS.
#include "gateway/delivery/national_receiver.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/receiver/doors.h"
#include "deploy/sandbox/receiver/receiver.h"
#include "gateway/delivery/incremental_delivery.h"
#include "tests/support/report_factory.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::delivery {
namespace {

class NationalReceiverTest : public ::testing::Test {
 protected:
  NationalReceiverTest() {
    char folder[] = "/tmp/trivsel-receiver-XXXXXX";
    folder_ = mkdtemp(folder);
    const std::string make_ca =
        absl::StrCat(TRIVSEL_SOURCE_DIR "/deploy/sandbox/make-dev-ca ", folder_,
                     "/certs", " >/dev/null");
    EXPECT_EQ(std::system(make_ca.c_str()), 0);
    mapping_ = validator::fhir::FhirMapping::Create().value();
    OpenReceiver();
  }
  ~NationalReceiverTest() override {
    door_.reset();
    std::filesystem::remove_all(folder_);
  }

  void OpenReceiver() {
    door_.reset();
    auto opened = sandbox::Receiver::Open(folder_ + "/data");
    ASSERT_TRUE(opened.ok()) << opened.status();
    receiver_ = *std::move(opened);
    auto door = sandbox::Door::OpenDeliveries(
        receiver_.get(),
        {Cert("receiver.pem"), Cert("receiver-key.pem"), Cert("ca.pem")},
        door_address_);
    ASSERT_TRUE(door.ok()) << door.status();
    door_ = *std::move(door);
    door_address_ = door_->address();
  }

  std::string Cert(const std::string& name) const {
    return folder_ + "/certs/" + name;
  }

  DestinationConfig Config() const {
    DestinationConfig config;
    config.base_url = "https://" + door_address_;
    config.ca_file = Cert("ca.pem");
    config.certificate_file = Cert("gateway-client.pem");
    config.key_file = Cert("gateway-client-key.pem");
    config.timeout = absl::Seconds(10);
    return config;
  }

  std::unique_ptr<Destination> Connect(const DestinationConfig& config) const {
    auto made = MakeNationalReceiver(config, mapping_.get(), &clock_);
    EXPECT_TRUE(made.ok()) << made.status();
    return *std::move(made);
  }

  queue::SealedBatch NewBatch(int reports) {
    queue::SealedBatch batch;
    batch.batch_id = ++last_batch_;
    batch.sealed_at = absl::FromUnixMicros(1'780'000'000'123'456);
    for (int i = 0; i < reports; ++i) {
      const auto report = factory_.Next();
      batch.items.push_back(
          {++last_key_, report.id(), report.SerializeAsString()});
    }
    return batch;
  }

  void Behave(sandbox::Behaviour behaviour) {
    receiver_->behaviour().Set(std::move(behaviour));
  }

  std::string folder_;
  std::string door_address_ = "127.0.0.1:0";
  SystemClock clock_;
  std::unique_ptr<const validator::fhir::FhirMapping> mapping_;
  std::unique_ptr<sandbox::Receiver> receiver_;
  std::unique_ptr<sandbox::Door> door_;
  trivsel::testing::ReportFactory factory_{42};
  int64_t last_batch_ = 0;
  int64_t last_key_ = 0;
};

bool AllConfirmed(const SendResult& result, const queue::SealedBatch& batch) {
  if (result.outcome != SendClass::kAnswered) return false;
  if (result.items.size() != batch.items.size()) return false;
  for (size_t i = 0; i < batch.items.size(); ++i) {
    if (result.items[i].report_key != batch.items[i].report_key) return false;
    if (result.items[i].outcome != queue::ItemOutcome::kConfirmed) return false;
    if (result.items[i].receiver_reference.empty()) return false;
  }
  return true;
}

TEST_F(NationalReceiverTest, DeliversAndIsAcknowledged) {
  const auto destination = Connect(Config());
  for (int round = 0; round < 3; ++round) {
    const queue::SealedBatch batch = NewBatch(20);
    const SendResult result = destination->Send(batch);
    EXPECT_TRUE(AllConfirmed(result, batch)) << result.detail;
  }
  EXPECT_NE(receiver_->StatsJson().find("\"accepted\":60,\"rejected\":0"),
            std::string::npos)
      << receiver_->StatsJson();
}

TEST_F(NationalReceiverTest, ALostAnswerIsRepeatedWithTheSameBytes) {
  const auto destination = Connect(Config());
  const queue::SealedBatch batch = NewBatch(5);
  sandbox::Behaviour lose;
  lose.mode = sandbox::Mode::kLoseAnswer;
  Behave(lose);
  EXPECT_EQ(destination->Send(batch).outcome, SendClass::kTransient);
  Behave({});
  EXPECT_TRUE(AllConfirmed(destination->Send(batch), batch));
  EXPECT_EQ(receiver_->ViolationsJson(), R"({"violations":[]})");
  EXPECT_NE(receiver_->StatsJson().find("\"repeated_batches\":1"),
            std::string::npos);
}

TEST_F(NationalReceiverTest, TheReceiverRecallsAcrossARestart) {
  const auto destination = Connect(Config());
  const queue::SealedBatch batch = NewBatch(3);
  const SendResult first = destination->Send(batch);
  ASSERT_TRUE(AllConfirmed(first, batch));
  OpenReceiver();
  const SendResult second = destination->Send(batch);
  ASSERT_TRUE(AllConfirmed(second, batch)) << second.detail;
  EXPECT_EQ(second.items[2].receiver_reference,
            first.items[2].receiver_reference);
}

TEST_F(NationalReceiverTest, OtherBytesUnderTheSameNameAreABatchFault) {
  const auto destination = Connect(Config());
  queue::SealedBatch batch = NewBatch(3);
  ASSERT_TRUE(AllConfirmed(destination->Send(batch), batch));
  batch.items.pop_back();
  const SendResult result = destination->Send(batch);
  EXPECT_EQ(result.outcome, SendClass::kBatchFault);
  EXPECT_EQ(result.detail, "HTTP 409");
  EXPECT_NE(receiver_->ViolationsJson().find("other bytes"), std::string::npos);
}

TEST_F(NationalReceiverTest, ARefusedReportComesBackWithItsReason) {
  const auto destination = Connect(Config());
  const queue::SealedBatch batch = NewBatch(3);
  sandbox::Behaviour reject;
  reject.mode = sandbox::Mode::kReject;
  reject.reject_ids = {batch.items[1].report_id};
  Behave(reject);
  const SendResult result = destination->Send(batch);
  ASSERT_EQ(result.outcome, SendClass::kAnswered);
  ASSERT_EQ(result.items.size(), 3u);
  EXPECT_EQ(result.items[0].outcome, queue::ItemOutcome::kConfirmed);
  EXPECT_EQ(result.items[1].outcome, queue::ItemOutcome::kRefused);
  EXPECT_EQ(result.items[2].outcome, queue::ItemOutcome::kConfirmed);
  trivsel::gateway::v1::Receipt receipt;
  ASSERT_TRUE(receipt.ParseFromString(result.items[1].findings));
  EXPECT_EQ(receipt.findings(0).english(),
            "The receiver refused the report. SANDBOX-TOLD-TO: The sandbox was "
            "told to reject this report.");
}

TEST_F(NationalReceiverTest, ABrokenReportIsRefusedByTheReceiversValidator) {
  const auto destination = Connect(Config());
  queue::SealedBatch batch = NewBatch(1);
  ltt::v1::DeliveryReport report;
  ASSERT_TRUE(report.ParseFromString(batch.items[0].canonical));
  report.mutable_entry(1)->mutable_care_plan()->clear_subject();
  batch.items[0].canonical = report.SerializeAsString();
  const SendResult result = destination->Send(batch);
  ASSERT_EQ(result.outcome, SendClass::kAnswered);
  ASSERT_EQ(result.items.size(), 1u);
  EXPECT_EQ(result.items[0].outcome, queue::ItemOutcome::kRefused);
}

TEST_F(NationalReceiverTest, DownSlowAndFailingAreTransient) {
  sandbox::Behaviour fail;
  fail.mode = sandbox::Mode::kFail;
  Behave(fail);
  DestinationConfig config = Config();
  config.timeout = absl::Milliseconds(500);
  const auto destination = Connect(config);
  const queue::SealedBatch batch = NewBatch(1);
  EXPECT_EQ(destination->Send(batch).outcome, SendClass::kTransient);
  sandbox::Behaviour slow;
  slow.mode = sandbox::Mode::kSlow;
  slow.delay = std::chrono::milliseconds(1500);
  Behave(slow);
  EXPECT_EQ(destination->Send(batch).outcome, SendClass::kTransient);
  door_.reset();
  EXPECT_EQ(destination->Send(batch).outcome, SendClass::kTransient);
}

TEST_F(NationalReceiverTest, NoAcceptanceWithoutTheRightCertificates) {
  const queue::SealedBatch batch = NewBatch(1);
  // Somebody else's CA on our side: the receiver is not believed.
  const std::string other = folder_ + "/other";
  ASSERT_EQ(std::system(absl::StrCat(TRIVSEL_SOURCE_DIR
                                     "/deploy/sandbox/make-dev-ca ",
                                     other, " >/dev/null")
                            .c_str()),
            0);
  DestinationConfig config = Config();
  config.ca_file = other + "/ca.pem";
  EXPECT_EQ(Connect(config)->Send(batch).outcome, SendClass::kTransient);
  // A client certificate of another CA: the receiver does not believe us.
  config = Config();
  config.certificate_file = other + "/gateway-client.pem";
  config.key_file = other + "/gateway-client-key.pem";
  EXPECT_EQ(Connect(config)->Send(batch).outcome, SendClass::kTransient);
  // A server's certificate is not a client's.
  config = Config();
  config.certificate_file = Cert("receiver.pem");
  config.key_file = Cert("receiver-key.pem");
  EXPECT_EQ(Connect(config)->Send(batch).outcome, SendClass::kTransient);
  // A name that is not in the receiver's certificate.
  config = Config();
  config.base_url =
      "https://127.0.0.2" + door_address_.substr(door_address_.rfind(':'));
  EXPECT_EQ(Connect(config)->Send(batch).outcome, SendClass::kTransient);
  EXPECT_NE(receiver_->StatsJson().find("\"requests\":0"), std::string::npos);
}

TEST_F(NationalReceiverTest, AnUnreadableStoredReportIsABatchFault) {
  queue::SealedBatch batch = NewBatch(1);
  batch.items[0].canonical = "\xff\xff";
  const SendResult result = Connect(Config())->Send(batch);
  EXPECT_EQ(result.outcome, SendClass::kBatchFault);
}

TEST_F(NationalReceiverTest, TheSameBatchGivesTheSameBytes) {
  const queue::SealedBatch batch = NewBatch(10);
  const auto first = WriteIncrementalDelivery(*mapping_, "t", batch);
  const auto second = WriteIncrementalDelivery(*mapping_, "t", batch);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(*first, *second);
  EXPECT_EQ(BatchName("t", batch), "t-1-1780000000123456");
  EXPECT_NE(first->find(R"("timestamp":"2026-05-28T20:26:40.123456Z")"),
            std::string::npos)
      << first->substr(0, 300);
}

TEST_F(NationalReceiverTest, ConfigurationIsChecked) {
  for (const char* url : {"", "http://x", "https://", "https://x/"}) {
    DestinationConfig config = Config();
    config.base_url = url;
    EXPECT_FALSE(MakeNationalReceiver(config, mapping_.get(), &clock_).ok());
  }
  DestinationConfig config = Config();
  config.sender = "not a name";
  EXPECT_FALSE(MakeNationalReceiver(config, mapping_.get(), &clock_).ok());
  config = Config();
  config.key_file = "";
  EXPECT_FALSE(MakeNationalReceiver(config, mapping_.get(), &clock_).ok());
}

}  // namespace
}  // namespace trivsel::gateway::delivery
