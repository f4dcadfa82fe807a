// The sandbox receiver must be strict, or what is proved against it is not.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "deploy/sandbox/receiver/behaviour.h"
#include "deploy/sandbox/receiver/receiver.h"
#include "gateway/delivery/incremental_delivery.h"
#include "tests/support/report_factory.h"

namespace trivsel::sandbox {
namespace {

constexpr int64_t kNow = 1'780'000'000;

class SandboxReceiverTest : public ::testing::Test {
 protected:
  SandboxReceiverTest() {
    char folder[] = "/tmp/trivsel-sandbox-XXXXXX";
    folder_ = mkdtemp(folder);
    mapping_ = validator::fhir::FhirMapping::Create().value();
    receiver_ = Receiver::Open(folder_).value();
  }
  ~SandboxReceiverTest() override { std::filesystem::remove_all(folder_); }

  void Reopen() { receiver_ = Receiver::Open(folder_).value(); }

  std::string Body(int64_t batch_id,
                   const std::vector<ltt::v1::DeliveryReport>& reports) {
    gateway::queue::SealedBatch batch;
    batch.batch_id = batch_id;
    batch.sealed_at = absl::FromUnixMicros(5);
    int64_t key = 0;
    for (const auto& report : reports) {
      batch.items.push_back({++key, report.id(), report.SerializeAsString()});
    }
    return gateway::delivery::WriteIncrementalDelivery(*mapping_, "t", batch)
        .value();
  }

  Reply Deliver(int64_t batch_id, const std::string& body) {
    const std::string name = absl::StrCat("t-", batch_id, "-5");
    return receiver_->Deliver(name, name, body, kNow);
  }

  std::string folder_;
  std::unique_ptr<const validator::fhir::FhirMapping> mapping_;
  std::unique_ptr<Receiver> receiver_;
  trivsel::testing::ReportFactory factory_{7};
};

TEST_F(SandboxReceiverTest, RefusesWhatIsNotOfTheProfile) {
  const std::string good = Body(1, {factory_.Next()});
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"\"type\":\"collection\",\"timestamp\"",
       "\"type\":\"batch\",\"timestamp\""},
      {"klgateway-ltt-incremental-delivery", "klgateway-ltt-delivery-report"},
      {"{\"resourceType\":\"Bundle\",\"id\":\"t-1",
       "{\"total\":1,\"resourceType\":\"Bundle\",\"id\":\"t-1"},
      {"\"id\":\"t-1-5\"", "\"id\":\"t-2-5\""},
      {"\"entry\":[{\"fullUrl\":\"urn:uuid",
       "\"entry\":[{\"search\":{},\"fullUrl\":\"urn:uuid"},
      {"\"entry\":[{\"fullUrl\":\"urn:uuid",
       "\"entry\":[{},{\"fullUrl\":\"urn:uuid"}};
  for (const auto& [from, to] : faults) {
    const std::string bad = absl::StrReplaceAll(good, {{from, to}});
    ASSERT_NE(bad, good) << from;
    EXPECT_EQ(Deliver(1, bad).status, 400) << to;
  }
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string(100'000, '['),
        good.substr(0, good.size() - 1), good + "x"}) {
    EXPECT_EQ(Deliver(1, bad).status, 400);
  }
  EXPECT_EQ(receiver_->Deliver("t-1-5", "other", good, kNow).status, 400);
  EXPECT_EQ(Deliver(1, good).status, 200);
}

TEST_F(SandboxReceiverTest, ARepeatedBatchIsCountedAndAnsweredAsBefore) {
  const std::string body = Body(1, {factory_.Next(), factory_.Next()});
  const Reply first = Deliver(1, body);
  Behaviour reject;
  reject.mode = Mode::kReject;
  receiver_->behaviour().Set(reject);
  EXPECT_EQ(Deliver(1, body).body, first.body);
  Reopen();
  EXPECT_EQ(Deliver(1, body).body, first.body);
  EXPECT_NE(receiver_->ReportsJson().find("\"arrivals\":2"), std::string::npos);
}

TEST_F(SandboxReceiverTest, AnswersForSomeReportsOnlyAndStoresAll) {
  const std::string body = Body(1, {factory_.Next(), factory_.Next()});
  Behaviour silent;
  silent.mode = Mode::kPartial;
  receiver_->behaviour().Set(silent);
  const Reply reply = Deliver(1, body);
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(reply.body.find("\"reports\":[]"), std::string::npos);
  receiver_->behaviour().Set(Behaviour());
  const Reply again = Deliver(1, body);
  EXPECT_NE(again.body.find("NR-000002"), std::string::npos);
  EXPECT_NE(receiver_->StatsJson().find("\"reports\":2"), std::string::npos);
}

TEST_F(SandboxReceiverTest, OtherBytesAreAViolationThatIsNotForgotten) {
  const auto report = factory_.Next();
  ASSERT_EQ(Deliver(1, Body(1, {report})).status, 200);
  EXPECT_EQ(Deliver(1, Body(1, {factory_.Next()})).status, 409);
  Reopen();
  EXPECT_NE(receiver_->ViolationsJson().find("t-1-5"), std::string::npos);
}

TEST_F(SandboxReceiverTest, AReportKeepsItsDecisionInAnotherBatch) {
  const auto report = factory_.Next();
  ASSERT_EQ(Deliver(1, Body(1, {report})).status, 200);
  const Reply again = Deliver(2, Body(2, {factory_.Next(), report}));
  EXPECT_EQ(again.status, 200);
  EXPECT_NE(again.body.find("NR-000001"), std::string::npos);
  auto changed = report;
  changed.set_timestamp("2025-09-09T09:09:09Z");
  EXPECT_EQ(Deliver(3, Body(3, {changed})).status, 409);
}

TEST_F(SandboxReceiverTest, ADeliveryThatWasBeingWrittenIsForgotten) {
  ASSERT_EQ(Deliver(1, Body(1, {factory_.Next()})).status, 200);
  std::ofstream(folder_ + "/0000000002.delivery.part") << "{\"batch\":";
  Reopen();
  EXPECT_EQ(Deliver(2, Body(2, {factory_.Next()})).status, 200);
  EXPECT_NE(receiver_->StatsJson().find("\"batches\":2"), std::string::npos);
}

TEST_F(SandboxReceiverTest, DoesNotBeginAfreshOnWhatItCannotRead) {
  ASSERT_EQ(Deliver(1, Body(1, {factory_.Next()})).status, 200);
  std::ofstream(folder_ + "/0000000001.delivery") << "{\"batch\":";
  EXPECT_FALSE(Receiver::Open(folder_).ok());
}

TEST_F(SandboxReceiverTest, NoCprNumberLeavesIt) {
  ASSERT_EQ(Deliver(1, Body(1, {factory_.Next()})).status, 200);
  EXPECT_EQ(receiver_->ReportsJson().find("0505109990"), std::string::npos);
}

TEST(Behaviour, IsReadStrictly) {
  Behaviour behaviour;
  ASSERT_TRUE(ParseBehaviour(R"({"mode":"reject","reject_ids":["a"],
      "delay_ms":20,"probability":0.25})",
                             &behaviour)
                  .ok());
  EXPECT_EQ(ToJson(behaviour),
            R"({"mode":"reject","delay_ms":20,"reject_ids":["a"],)"
            R"("probability":0.25})");
  for (const char* bad :
       {"", "[]", "{}", R"({"mode":"x"})", R"({"mode":"slow","delay_ms":-1})",
        R"({"mode":"slow","delay_ms":"1"})",
        R"({"mode":"reject","reject_ids":[1]})",
        R"({"mode":"fail","probability":1.5})"}) {
    EXPECT_FALSE(ParseBehaviour(bad, &behaviour).ok()) << bad;
  }
  EXPECT_EQ(behaviour.mode, Mode::kReject);
}

}  // namespace
}  // namespace trivsel::sandbox
