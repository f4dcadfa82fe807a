// The checker is worth what it finds: each test doctors a good history in one
// way and sees it complain about that.
#include "tests/fault/checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trivsel::fault {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two children. Of child 0: a and c, in two batches; of child 1: b, refused by
// the receiver, and x, rejected by us.
History Good() {
  History h;
  h.reports = {{"a", 0, kAccepted},
               {"b", 1, kAccepted},
               {"c", 0, kAccepted},
               {"x", 1, kRejected}};
  h.acks = {{0, kAccepted, false},
            {1, kAccepted, true},
            {0, kAccepted, true},
            {2, kAccepted, false},
            {3, kRejected, false}};
  h.submissions = {{"a", 1, 1}, {"b", 2, 1}, {"c", 3, 1}, {"x", 4, 2}};
  h.stored = h.submissions;
  h.batches = {{"t-1", true, {1, 2}}, {"t-2", true, {3}}};
  h.receipts = {{1, 1, "t-1"}, {2, 2, "t-1"}, {3, 1, "t-2"}};
  h.rejections = {{4, 1}, {2, 2}};
  h.journaled = {1, 2, 3, 4};
  h.counted[0] = 3;
  h.counted[1] = 1;
  h.counted[2] = 2;
  h.counted[3] = 1;
  h.deliveries = {{"t-1", "d1", {{"a", true, "1"}, {"b", false, "2"}}},
                  {"t-2", "d2", {{"c", true, "3"}}}};
  return h;
}

void ExpectComplaint(const History& history, const std::string& text) {
  EXPECT_THAT(Check(history), Contains(HasSubstr(text)));
}

TEST(Checker, HasNothingAgainstAGoodHistory) {
  EXPECT_THAT(Check(Good()), IsEmpty());
}

TEST(Checker, FindsALostReport) {
  History h = Good();
  h.deliveries.pop_back();
  ExpectComplaint(h, "report c was acknowledged and is lost");
}

TEST(Checker, FindsAnAcknowledgedReportThatIsNotStored) {
  History h = Good();
  h.stored.erase(h.stored.begin());
  h.submissions.erase(h.submissions.begin());
  ExpectComplaint(h, "report a was acknowledged and is not stored");
}

TEST(Checker, FindsADoubleDelivery) {
  History h = Good();
  h.deliveries[1].items.push_back({"a", true, "1"});
  ExpectComplaint(h, "report a arrived in batch t-1 and in batch t-2");
}

TEST(Checker, FindsAChildOutOfOrder) {
  History h = Good();
  std::swap(h.deliveries[0], h.deliveries[1]);
  ExpectComplaint(h, "report a of child 0 arrived after one");
}

TEST(Checker, FindsAChildOutOfOrderWithinABatch) {
  History h = Good();
  h.batches = {{"t-1", true, {3, 1, 2}}};
  h.deliveries = {
      {"t-1", "d1", {{"c", true, "3"}, {"a", true, "1"}, {"b", false, "2"}}}};
  for (auto& receipt : h.receipts) receipt.batch = "t-1";
  EXPECT_EQ(Check(h).size(), 1u);
  ExpectComplaint(h, "report a of child 0 arrived after one");
}

TEST(Checker, FindsNumbersThatDoNotRiseWithTheAcknowledgements) {
  History h = Good();
  std::swap(h.acks[0], h.acks[3]);
  h.acks.erase(h.acks.begin() + 2);
  ExpectComplaint(h, "smaller number than c");
}

TEST(Checker, FindsAReportInTwoBatches) {
  History h = Good();
  h.batches[1].keys.push_back(1);
  ExpectComplaint(h, "report a is in two batches");
}

TEST(Checker, FindsAReportThatWaitsAndIsUnderWay) {
  History h = Good();
  h.pending.push_back(1);
  ExpectComplaint(h, "report a is in two places");
  ExpectComplaint(h, "1 reports still pending");
}

TEST(Checker, FindsAReportThatIsNowhere) {
  History h = Good();
  h.batches.pop_back();
  h.deliveries.pop_back();
  h.receipts.pop_back();
  ExpectComplaint(h, "accepted report c is nowhere");
}

TEST(Checker, FindsOtherBytesUnderABatchsName) {
  History h = Good();
  h.deliveries.push_back({"t-1", "other", h.deliveries[0].items});
  ExpectComplaint(h, "batch t-1 was taken in twice, with other bytes");
  h = Good();
  h.receiver_violations.push_back("a batch came again with other bytes");
  ExpectComplaint(h, "other bytes");
}

TEST(Checker, FindsABatchWithOtherReportsThanWereSealed) {
  History h = Good();
  std::swap(h.deliveries[0].items[0], h.deliveries[0].items[1]);
  ExpectComplaint(h, "batch t-1 arrived with other reports");
  h = Good();
  h.deliveries[1].batch = "t-9";
  ExpectComplaint(h, "batch t-9 arrived and was never sealed");
}

TEST(Checker, FindsARejectedReportThatWasDelivered) {
  History h = Good();
  h.deliveries[1].items.push_back({"x", true, "4"});
  ExpectComplaint(h, "rejected report x arrived");
  h = Good();
  h.pending.push_back(4);
  ExpectComplaint(h, "rejected report x is on its way");
}

TEST(Checker, FindsARejectedReportThatNoOperatorSees) {
  History h = Good();
  h.rejections.erase(h.rejections.begin());
  ExpectComplaint(h, "rejected report x is not with the operators once");
  h = Good();
  h.rejections.pop_back();
  ExpectComplaint(h, "report b was refused and is not with the operators");
}

TEST(Checker, FindsWrongAnswersToSubmitters) {
  History h = Good();
  h.acks.push_back({0, kAccepted, false});
  ExpectComplaint(h, "report a was new twice");
  h = Good();
  h.acks[4].verdict = kAccepted;
  ExpectComplaint(h, "report x got the other verdict");
  h = Good();
  h.wrong_answers.push_back("INTERNAL");
  ExpectComplaint(h, "submitter: INTERNAL");
}

TEST(Checker, FindsRowsThatAreThereTwiceOrDiffer) {
  History h = Good();
  h.stored.push_back({"a", 9, 1});
  ExpectComplaint(h, "report a has two report rows");
  h = Good();
  h.submissions.push_back({"a", 9, 1});
  ExpectComplaint(h, "report a has two submission rows");
  h = Good();
  h.submissions[0].key = 9;
  ExpectComplaint(h, "submission and report row differ");
  h = Good();
  h.submissions.pop_back();
  ExpectComplaint(h, "report x has a report row and no submission");
}

TEST(Checker, FindsReceiptsThatDoNotFit) {
  History h = Good();
  h.receipts[0].outcome = 2;
  ExpectComplaint(h, "another receipt than the receiver gave");
  h = Good();
  h.receipts.push_back(h.receipts[0]);
  ExpectComplaint(h, "report a has two receipts");
  h = Good();
  h.receipts.pop_back();
  ExpectComplaint(h, "report c is in a settled batch without receipt");
}

TEST(Checker, FindsARunThatDidNotRecover) {
  History h = Good();
  h.batches[1].settled = false;
  ExpectComplaint(h, "batch t-2 is not settled");
  h = Good();
  h.acks.pop_back();
  ExpectComplaint(h, "1 reports were never acknowledged");
}

TEST(Checker, FindsAJournalThatDoesNotTellAll) {
  History h = Good();
  h.journal_fault = "chain 3, entry 2: was changed";
  ExpectComplaint(h, "was changed");
  h = Good();
  h.journaled.pop_back();
  ExpectComplaint(h, "report x stands 0 times in the journal");
  h = Good();
  h.journaled.push_back(77);
  ExpectComplaint(h, "the journal names reports that are not there");
}

TEST(Checker, FindsCountsThatAreWrong) {
  History h = Good();
  ++h.counted[2];
  ExpectComplaint(h, "the counts for people");
}

TEST(Checker, PassesOnWhatProcessesDid) {
  History h = Good();
  h.misconduct.push_back("gateway 1 ended by itself");
  ExpectComplaint(h, "gateway 1 ended by itself");
}

}  // namespace
}  // namespace trivsel::fault
