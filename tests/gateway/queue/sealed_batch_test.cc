// What a batch does to PostgreSQL's tables and locks; the contract is in
// batch_conformance_test.cc.
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
  EXPECT_EQ(Number("select sum(reports) from report_counted where verdict = 3"),
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
                 "from report_counted"),
            "0|3||1 17|4||1 17|4|GW-NO|1");
  Add("next", 3);
  EXPECT_THAT(IdsOf(MustNext(lease_)), ElementsAre("next"));
}

}  // namespace
}  // namespace trivsel::gateway::queue
