#include "gateway/delivery/receiver_answer.h"

#include <gtest/gtest.h>

#include "gateway/delivery/clean_text.h"
#include "trivsel/gateway/v1/receipt.pb.h"

namespace trivsel::gateway::delivery {
namespace {

queue::SealedBatch TwoReports() {
  queue::SealedBatch batch;
  batch.batch_id = 4;
  batch.items = {{11, "a", ""}, {12, "b", ""}};
  return batch;
}

absl::StatusOr<std::vector<queue::ItemSettlement>> Read(std::string_view json) {
  return ReadReceiverAnswer(json, "t-4-1", TwoReports());
}

TEST(ReceiverAnswer, AcceptedAndRejected) {
  const auto read = Read(R"({"batch":"t-4-1","more":[{"x":null}],"reports":[
      {"id":"b","status":"rejected","reference":"R 2",
       "issues":[{"code":"LTT-9","text":"Barnet 050514-9996 er ukendt"},7,{}]},
      {"id":"a","status":"accepted","reference":"0505149996-1"}]})");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 2u);
  const queue::ItemSettlement& refused = (*read)[0];
  EXPECT_EQ(refused.report_key, 12);
  EXPECT_EQ(refused.outcome, queue::ItemOutcome::kRefused);
  EXPECT_EQ(refused.receiver_reference, "R2");
  trivsel::gateway::v1::Receipt receipt;
  ASSERT_TRUE(receipt.ParseFromString(refused.findings));
  ASSERT_EQ(receipt.findings_size(), 2);
  EXPECT_EQ(receipt.findings(0).code(), "GW-RECEIVER-REFUSED");
  EXPECT_EQ(
      receipt.findings(0).danish(),
      "Modtageren afviste rapporten. LTT-9: Barnet ******-**** er ukendt");
  const queue::ItemSettlement& confirmed = (*read)[1];
  EXPECT_EQ(confirmed.report_key, 11);
  EXPECT_EQ(confirmed.outcome, queue::ItemOutcome::kConfirmed);
  EXPECT_TRUE(confirmed.findings.empty());
}

TEST(ReceiverAnswer, ARejectionWithoutReasonsStillHasAFinding) {
  const auto read =
      Read(R"({"batch":"t-4-1","reports":[{"id":"b","status":"rejected"}]})");
  ASSERT_TRUE(read.ok());
  trivsel::gateway::v1::Receipt receipt;
  ASSERT_TRUE(receipt.ParseFromString((*read)[0].findings));
  EXPECT_EQ(receipt.findings_size(), 1);
}

TEST(ReceiverAnswer, WhatItDoesNotSayIsLeftOut) {
  const auto read = Read(R"({"batch":"t-4-1","reports":[
      {"id":"a","status":"perhaps"},{"id":"zzz","status":"accepted"},
      {"id":5,"status":"accepted"},{"id":"b","status":"accepted"}]})");
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ((*read)[0].report_key, 12);
}

TEST(ReceiverAnswer, HostileAnswersAreCleanErrors) {
  const std::string deep(200'000, '[');
  const std::string deep_inside = R"({"batch":"t-4-1","reports":)" + deep;
  for (const std::string& json : std::vector<std::string>{
           "", "null", "[]", "{", "{}", R"({"batch":"t-4-1"})",
           R"({"batch":"t-5-1","reports":[]})",
           R"({"batch":"t-4-1","reports":{}})",
           R"({"batch":"t-4-1","reports":["a"]})",
           R"({"batch":"t-4-1","reports":[]} trailing)",
           "{\"batch\":\"t-4-1\",\"reports\":[{\"id\":\"\xff\"}]}", deep,
           deep_inside}) {
    EXPECT_EQ(Read(json).status().code(), absl::StatusCode::kInvalidArgument)
        << json.substr(0, 60);
  }
}

TEST(ReceiverAnswer, TwoAnswersForOneReportAreNotBelieved) {
  EXPECT_FALSE(Read(R"({"batch":"t-4-1","reports":[
      {"id":"a","status":"accepted"},{"id":"a","status":"rejected"}]})")
                   .ok());
}

TEST(CleanText, StarsOutDigitsCutsAndFlattens) {
  EXPECT_EQ(CleanText("kode 12345\n"), "kode 12345 ");
  EXPECT_EQ(CleanText("050514 9996!"), "****** ****!");
  EXPECT_EQ(CleanText("0505149996"), "**********");
  // 2-byte characters: 299 falls inside one.
  std::string danish = "x";
  for (int i = 0; i < 200; ++i) danish += "ø";
  EXPECT_EQ(CleanText(danish).size(), 299u);
}

}  // namespace
}  // namespace trivsel::gateway::delivery
