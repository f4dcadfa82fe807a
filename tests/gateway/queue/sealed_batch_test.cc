// What goes into a batch, and what becomes of it.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/gateway/queue/queue_store.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;

class SealedBatchTest : public QueueStore {
 protected:
  SealedBatchTest() : lease_(LeaseOf("a", 3)) {}

  const LaneLease lease_;
};

TEST_F(SealedBatchTest, AnEmptyLaneHasNothing) {
  Add("elsewhere", 4);
  auto next = queue_.Next(lease_, {});
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_FALSE(next->has_value());
}

// 64 idle lanes are looked at all the time: a lock on the lease would write to
// the lane's row, and wait for the disk, at each look.
TEST_F(SealedBatchTest, LookingAtAnIdleLaneLocksNothing) {
  const char kLastLocker[] = "select xmax from lane where lane = 3";
  const std::string before = Text(kLastLocker);
  ASSERT_TRUE(queue_.Next(lease_, {}).ok());
  EXPECT_EQ(Text(kLastLocker), before);
  Add("r-1", 3);
  MustNext(lease_);
  EXPECT_NE(Text(kLastLocker), before) << "the seal does lock it";
}

TEST_F(SealedBatchTest, TakesInTheOrderOfKeysUpToTheLimit) {
  for (int i = 1; i <= 5; ++i) Add(absl::StrCat("r-", i), 3);
  BatchLimits limits;
  limits.max_reports = 3;
  const SealedBatch first = MustNext(lease_, limits);
  EXPECT_THAT(IdsOf(first), ElementsAre("r-1", "r-2", "r-3"));
  EXPECT_EQ(first.items[1].canonical, "canonical of r-2");
  EXPECT_EQ(MustNext(lease_, {}).batch_id, first.batch_id) << "not settled yet";
  EXPECT_THAT(IdsOf(MustNext(lease_, {})), ElementsAre("r-1", "r-2", "r-3"));
  ASSERT_EQ(ConfirmAll(lease_, first), absl::OkStatus());
  const SealedBatch second = MustNext(lease_, limits);
  EXPECT_GT(second.batch_id, first.batch_id);
  EXPECT_THAT(IdsOf(second), ElementsAre("r-4", "r-5"));
}

TEST_F(SealedBatchTest, KeepsTheByteLimitAndSendsALargeOneAlone) {
  int n = 0;
  for (int32_t size : {5000, 400, 400, 300}) {
    FixtureReport report;
    report.report_id = absl::StrCat("r-", ++n);
    report.lane = 3;
    report.size = size;
    Add(report);
  }
  BatchLimits limits;
  limits.max_bytes = 1000;
  for (const auto& expected : std::vector<std::vector<std::string>>{
           {"r-1"}, {"r-2", "r-3"}, {"r-4"}}) {
    const SealedBatch batch = MustNext(lease_, limits);
    EXPECT_EQ(IdsOf(batch), expected);
    ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());
  }
}

TEST_F(SealedBatchTest, SendsTheContentWhereThatIsTheCanonicalForm) {
  Run("alter table report disable trigger report_immutable");
  Add("r-1", 3);
  Run("update report set canonical = null");
  EXPECT_EQ(MustNext(lease_).items[0].canonical, "content of r-1");
}

// A commit of another gateway becomes visible after larger keys were sealed.
// What its citizen reports next must not overtake it.
TEST_F(SealedBatchTest, ALateCommitIsNotOvertaken) {
  auto late = Connect();
  ASSERT_EQ(late->Run("begin", "begin; select pg_current_xact_id()"),
            absl::OkStatus());
  const store::Statement draw{
      "test_draw",
      "with k as (select nextval('report_key_seq') as k), r as ("
      "insert into report (report_key, received_at, citizen, submitter_id, "
      "lane, form, verdict, report_id, kle_subject, kle_facet, kle_rule, "
      "kle_edition, standard, rule_set, error_codes, resources, content) "
      "select k, now(), '', 1, 3, 1, 1, 'late', '', '', '', '', '', '', '{}', "
      "'{}', '' from k) "
      "insert into pending select destination_id, 3, k, now(), 1 "
      "from k, destination"};
  ASSERT_TRUE(late->Execute(draw, store::Params()).ok());
  for (int i = 1; i <= 4; ++i) {
    Add(absl::StrCat("early-", i), 3);
    const SealedBatch batch = MustNext(lease_);
    EXPECT_THAT(IdsOf(batch), ElementsAre(absl::StrCat("early-", i)));
    ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());
  }
  ASSERT_EQ(late->Run("commit", "commit"), absl::OkStatus());
  Add("after", 3);
  EXPECT_THAT(IdsOf(MustNext(lease_)), ElementsAre("late", "after"));
}

TEST_F(SealedBatchTest, RecordsWhatTheReceiverConfirmed) {
  const int64_t key = Add("r-1", 3);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());
  EXPECT_EQ(Text("select concat_ws('|', report_key, destination_id, "
                 "submitter_id, batch_id, outcome, receiver_reference, "
                 "findings is null) from receipt"),
            absl::StrCat(key, "|", national_, "|1|", batch.batch_id, "|1|ref-",
                         key, "|t"));
  EXPECT_EQ(Number("select sum(reports) from report_count where verdict = 3"),
            1);
  EXPECT_EQ(Number("select count(*) from rejection"), 0);
  EXPECT_FALSE(queue_.Next(lease_, {})->has_value());
}

TEST_F(SealedBatchTest, ARefusedReportGoesToTheOperatorsAndTheLaneGoesOn) {
  const int64_t good = Add("good", 3);
  FixtureReport bad;
  bad.report_id = "bad";
  bad.lane = 3;
  bad.municipality_id = 17;
  const int64_t refused = Add(bad);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id,
                          {Confirmed(good), Refused(refused, "GW-NO")}),
            absl::OkStatus());
  EXPECT_EQ(Text("select concat_ws('|', report_key, municipality_id, origin, "
                 "destination_id, state, codes, encode(findings, 'hex')) "
                 "from rejection"),
            absl::StrCat(refused, "|17|2|", national_, "|1|{GW-NO}|",
                         Text("select encode(findings, 'hex') from receipt "
                              "where outcome = 2")));
  EXPECT_EQ(Text("select string_agg(concat_ws('|', municipality_id, verdict, "
                 "code, reports), ' ' order by verdict, code) "
                 "from report_count"),
            "0|3||1 17|4||1 17|4|GW-NO|1");
  Add("next", 3);
  EXPECT_THAT(IdsOf(MustNext(lease_)), ElementsAre("next"));
}

TEST_F(SealedBatchTest, AnAnswerInPartKeepsTheBatchAndWhatWasAnswered) {
  const int64_t first = Add("r-1", 3);
  const int64_t second = Add("r-2", 3);
  const int64_t third = Add("r-3", 3);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id,
                          {Confirmed(third), Refused(first, "GW-NO")}),
            absl::OkStatus());
  EXPECT_EQ(Number("select count(*) from receipt"), 2);

  Add("r-4", 3);
  const SealedBatch again = MustNext(lease_);
  EXPECT_EQ(again.batch_id, batch.batch_id);
  EXPECT_THAT(IdsOf(again), ElementsAre("r-1", "r-2", "r-3"));
  // Now it says otherwise of r-1: the first word counts.
  ASSERT_EQ(ConfirmAll(lease_, again), absl::OkStatus());
  EXPECT_EQ(Text("select string_agg(report_key || ':' || outcome, ' ' "
                 "order by report_key) from receipt"),
            absl::StrCat(first, ":2 ", second, ":1 ", third, ":1"));
  EXPECT_EQ(Number("select count(*) from rejection"), 1);
  EXPECT_EQ(Number("select sum(reports) from report_count where code = ''"), 3);
  EXPECT_THAT(IdsOf(MustNext(lease_)), ElementsAre("r-4"));
}

TEST_F(SealedBatchTest, SettlingAgainHasNoEffect) {
  const int64_t key = Add("r-1", 3);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());
  const std::string settled = Text("select settled_at from delivery_batch");
  EXPECT_EQ(queue_.Settle(lease_, batch.batch_id, {Refused(key, "GW-NO")}),
            absl::OkStatus());
  EXPECT_EQ(Text("select settled_at from delivery_batch"), settled);
  EXPECT_EQ(Number("select outcome from receipt"), 1);
  EXPECT_EQ(Number("select count(*) from rejection"), 0);
}

TEST_F(SealedBatchTest, AnswersForOthersReportsAndTwiceForOneAreNotTaken) {
  const int64_t key = Add("r-1", 3);
  const int64_t other = Add("r-2", 4);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(
      queue_.Settle(lease_, batch.batch_id,
                    {Confirmed(other), Confirmed(key), Refused(key, "GW-NO")}),
      absl::OkStatus());
  EXPECT_EQ(Number("select report_key from receipt"), key);
  EXPECT_EQ(Number("select outcome from receipt"), 1);
  EXPECT_EQ(Number("select count(*) from pending"), 1);
  const LaneLease elsewhere = LeaseOf("a", 4);
  EXPECT_TRUE(absl::IsNotFound(
      queue_.Settle(elsewhere, batch.batch_id, {Confirmed(key)})));
  EXPECT_TRUE(absl::IsNotFound(queue_.Settle(lease_, batch.batch_id + 99, {})));
}

}  // namespace
}  // namespace trivsel::gateway::queue
