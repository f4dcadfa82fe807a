// Judging again as an act that somebody waits for.
#include <gtest/gtest.h>

#include "gateway/review/postgres_revalidation.h"
#include "tests/integration/revalidation_fixture.h"
#include "tests/support/older_terminology.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

class RevalidationActsTest : public RevalidationFixture {};

TEST_F(RevalidationActsTest, AcceptedNowIsANewRowUnderTheSameId) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/true));
  const v1::Receipt first = Submit();
  ASSERT_EQ(first.verdict(), v1::VERDICT_REJECTED);
  ASSERT_NO_FATAL_FAILURE(JudgeBy(testing::NewerTerminology(), "r4"));
  EXPECT_EQ(Run(1, /*version=*/1), Outcome::kAccepted);
  EXPECT_NE(lanes_, 0u);
  EXPECT_EQ(Number("select count(*) from pending"), 1);
  const auto listed = Listed();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].report_id, first.report_id());
  EXPECT_EQ(listed[0].verdict, queue::Verdict::kAccepted);
  EXPECT_TRUE(listed[0].rule_set.ends_with("+r4")) << listed[0].rule_set;
  ASSERT_EQ(listed[0].deliveries.size(), 1u);
  EXPECT_EQ(Number("select accepted_as from rejection where state = 3"),
            listed[0].report_key);
  // What was received is as it was.
  EXPECT_EQ(Number("select count(distinct content) from report"), 1);
  EXPECT_EQ(Number("select count(*) from report where verdict = 2"), 1);
  // The second to act hears that it is done.
  EXPECT_EQ(Run(1, /*version=*/1), Outcome::kChanged);
  EXPECT_EQ(Run(1), Outcome::kChanged);
  EXPECT_EQ(Number("select count(*) from report"), 2);
  // Nor does it become one more by being sent again.
  const v1::Receipt repeated = SubmitAgain();
  EXPECT_EQ(repeated.report_id(), first.report_id());
  EXPECT_EQ(repeated.verdict(), v1::VERDICT_ACCEPTED);
  EXPECT_EQ(repeated.rule_set(), listed[0].rule_set);
  EXPECT_EQ(Number("select count(*) from report"), 2);
  EXPECT_EQ(Number("select count(*) from submission_stands s join report r "
                   "using (report_key, received_at, verdict) where r.report_id "
                   "= s.report_id and report_key = 2"),
            1);
}

// First by us, and when it was let through by its receiver too.
TEST_F(RevalidationActsTest, RejectedByBothOneAfterTheOther) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/true));
  ASSERT_EQ(Submit().verdict(), v1::VERDICT_REJECTED);
  ASSERT_NO_FATAL_FAILURE(JudgeBy(testing::NewerTerminology(), "r4"));
  ASSERT_EQ(Run(1), Outcome::kAccepted);
  ASSERT_NO_FATAL_FAILURE(
      Do("delete from pending; insert into rejection (report_key, received_at, "
         "submitter_id, municipality_id, origin, destination_id, codes) select "
         "report_key, received_at, submitter_id, municipality_id, 2, 1, '{NO}' "
         "from report where verdict = 1"));
  ASSERT_EQ(Run(2), Outcome::kAccepted);
  const auto listed = Listed();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(Number("select max(report_key) from report"), listed[0].report_key);
  EXPECT_EQ(Number("select report_key from submission_stands"),
            listed[0].report_key);
  EXPECT_EQ(Number("select report_key from pending"), listed[0].report_key);
  EXPECT_EQ(SubmitAgain().verdict(), v1::VERDICT_ACCEPTED);
  EXPECT_EQ(Number("select count(*) from report"), 3);
}

TEST_F(RevalidationActsTest, StillRejectedIsToldOnceForEachEdition) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/true));
  ASSERT_EQ(Submit().verdict(), v1::VERDICT_REJECTED);
  ASSERT_NO_FATAL_FAILURE(JudgeBy(testing::OlderTerminology(), "r1"));
  const std::string events = "select count(*) from review_event where kind = 4";
  EXPECT_EQ(Run(1), Outcome::kStillRejected);
  EXPECT_EQ(Run(1), Outcome::kStillRejected);
  EXPECT_EQ(Number(events), 1);
  EXPECT_EQ(Number("select version::bigint from rejection"), 2);
  ASSERT_NO_FATAL_FAILURE(JudgeBy(testing::OlderTerminology(), "r2"));
  EXPECT_EQ(Run(1), Outcome::kStillRejected);
  EXPECT_EQ(Number(events), 2);
  EXPECT_EQ(Run(1, /*version=*/1), Outcome::kChanged);
  EXPECT_EQ(Number("select count(*) from pending"), 0);
  EXPECT_EQ(lanes_, 0u);
}

// Each gets it again when its own rejection is judged again; only the newest
// row stands for the report.
TEST_F(RevalidationActsTest, TwoReceiversRejectedOneReport) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/false));
  const v1::Receipt first = Submit();
  ASSERT_EQ(first.verdict(), v1::VERDICT_ACCEPTED);
  Do("insert into destination (name) values ('another'); "
     "insert into rejection (report_key, received_at, submitter_id, "
     "municipality_id, origin, destination_id, codes) "
     "select report_key, received_at, submitter_id, municipality_id, 2, d, "
     "'{NO}' from report cross join (select destination_id from destination "
     "order by 1) as d(d)");
  ASSERT_EQ(Number("select count(*) from rejection"), 2);
  ASSERT_NO_FATAL_FAILURE(JudgeBy(testing::NewerTerminology(), "r4"));
  EXPECT_EQ(Run(1), Outcome::kAccepted);
  EXPECT_EQ(Run(2), Outcome::kAccepted);
  EXPECT_EQ(Number("select count(*) from report"), 3);
  EXPECT_EQ(Number("select count(distinct destination_id) from pending p "
                   "where report_key > (select min(report_key) from report)"),
            2);
  const auto listed = Listed();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].report_id, first.report_id());
  EXPECT_EQ(Number("select max(report_key) from report"), listed[0].report_key);
  EXPECT_EQ(Number("select count(*) from replaced_report"), 2);
}

// In one group they are one new report, beside others.
TEST_F(RevalidationActsTest, TwoReceiversRejectionsInOneGroup) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/false));
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(Submit().verdict(), v1::VERDICT_ACCEPTED);
  }
  // The first by two receivers, the second by one.
  Do("insert into destination (name) values ('another'); "
     "insert into rejection (report_key, received_at, submitter_id, "
     "municipality_id, origin, destination_id, codes) "
     "select report_key, received_at, submitter_id, municipality_id, 2, d, "
     "'{NO}' from report cross join (select destination_id from destination "
     "order by 1) as d(d) where d = 1 or report_key = "
     "(select min(report_key) from report) order by d, report_key");
  ASSERT_EQ(Number("select count(*) from rejection"), 3);
  ASSERT_NO_FATAL_FAILURE(JudgeBy(testing::NewerTerminology(), "r4"));
  auto done = revalidation_->Run(
      {{1, 1}, {2, 1}, {3, 1}}, {"operator:test", "Anne Holm", "Ny kodeliste"});
  ASSERT_TRUE(done.ok()) << done.status();
  for (const review::Revalidated& one : *done) {
    EXPECT_EQ(one.outcome, Outcome::kAccepted) << one.rejection_id;
  }
  EXPECT_EQ(Number("select count(*) from report"), 4);
  EXPECT_EQ(Number("select count(distinct accepted_as) from rejection"), 2);
  EXPECT_EQ(Number("select count(*) from rejection j join pending p on "
                   "p.report_key = j.accepted_as and "
                   "p.destination_id = j.destination_id"),
            3);
  EXPECT_EQ(Number("select count(*) from replaced_report"), 2);
  EXPECT_EQ(Number("select count(*) from submission s join report r "
                   "using (report_key, received_at) where r.report_id = "
                   "s.report_id and s.report_key > 2"),
            2);
  EXPECT_EQ(Listed().size(), 2u);
}

TEST_F(RevalidationActsTest, WhatAReceiverRejectedGoesToThatReceiverAlone) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/false));
  ASSERT_EQ(Submit().verdict(), v1::VERDICT_ACCEPTED);
  ASSERT_NO_FATAL_FAILURE(
      Do("insert into destination (name) values ('other');"
         "delete from pending;"
         "insert into receipt (report_key, destination_id, submitter_id, "
         "batch_id, outcome, received_at, receiver_reference) select "
         "report_key, 1, submitter_id, 1, 2, received_at, '' from report;"
         "insert into rejection (report_key, received_at, submitter_id, "
         "municipality_id, origin, destination_id, codes) select report_key, "
         "received_at, submitter_id, municipality_id, 2, 1, '{X}' from "
         "report"));
  ASSERT_NO_FATAL_FAILURE(JudgeBy(testing::NewerTerminology(), ""));
  EXPECT_EQ(Run(1), Outcome::kAccepted);
  EXPECT_EQ(Number("select destination_id::bigint from pending"), 1);
  EXPECT_EQ(Number("select max(report_key) from report"),
            Number("select report_key from pending"));
  EXPECT_EQ(Listed().size(), 1u);
  // It counts as received once, and owes the other receiver nothing.
  EXPECT_EQ(Number("select sum(reports)::bigint from report_count where "
                   "verdict = 1 and code = ''"),
            1);
  EXPECT_EQ(Number("select count(*) from reports_held_back('-infinity', "
                   "'infinity', 0, 1000) where why = 4 and report_key = "
                   "(select report_key from pending)"),
            0);
}

}  // namespace
}  // namespace trivsel::gateway
