// What jobs do to many rejections, in the background.
#include <gtest/gtest.h>

#include "gateway/journal/journal.h"
#include "gateway/review/job_ledger.h"
#include "gateway/store/statements.h"
#include "tests/integration/revalidation_fixture.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

class RevalidationJobsTest : public RevalidationFixture {};

// The gateway takes the jobs that it finds in the database.
TEST_F(RevalidationJobsTest, JobsReturnAssignAndDismiss) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/true));
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(Submit().verdict(), v1::VERDICT_REJECTED);
  }
  review::JobLedger jobs(
      pool_.get(), [] { return std::string("rules"); }, nullptr);
  const access::Scope all{true, {}}, holbaek{false, {1}}, nobody{false, {99}};
  access::Operator who;
  who.actor = "operator:test";
  who.name = "Anne Holm";
  const auto run = [&](v1::ReviewJob::Kind kind, v1::RejectionFilter filter,
                       const std::string& text) {
    auto job = jobs.Start(who, holbaek, kind, filter, text);
    EXPECT_TRUE(job.ok()) << job.status();
    if (!job.ok()) return v1::ReviewJob();
    const int64_t id = job->job_id();
    while (job.ok() && job->state() == v1::ReviewJob::STATE_RUNNING) {
      job = jobs.Get(all, id);
    }
    EXPECT_TRUE(job.ok()) << job.status();
    EXPECT_EQ(job->state(), v1::ReviewJob::STATE_DONE) << job->trouble();
    return *job;
  };
  v1::RejectionFilter words;
  words.set_text("ENCOUNTER-type");
  words.set_submitter("vendor");
  words.set_municipality_cvr("29189447");
  EXPECT_EQ(run(v1::ReviewJob::KIND_ASSIGN, words, "").done(), 3);
  EXPECT_EQ(Number("select count(*) from rejection where state = 2 and "
                   "assignee = 'operator:test'"),
            3);
  EXPECT_EQ(run(v1::ReviewJob::KIND_RETURN, words, "Ret typen").done(), 3);
  EXPECT_EQ(Number("select count(*) from rejection where state = 5 and "
                   "returned_message = 'Ret typen'"),
            3);
  // Returned ones are only meant where they are asked for.
  EXPECT_EQ(run(v1::ReviewJob::KIND_DISMISS, words, "Dublet").done(), 0);
  words.add_states(v1::REVIEW_STATE_RETURNED);
  words.set_text("forkert ord");
  EXPECT_EQ(run(v1::ReviewJob::KIND_DISMISS, words, "Dublet").done(), 0);
  words.clear_text();
  const v1::ReviewJob last = run(v1::ReviewJob::KIND_DISMISS, words, "Dublet");
  EXPECT_EQ(last.done(), 3);
  EXPECT_EQ(last.total(), 3);
  EXPECT_EQ(Number("select count(*) from review_event where actor_name = "
                   "'Anne Holm' and kind in (1, 3, 6)"),
            9);
  // Another municipality's operator does not see that there are jobs.
  EXPECT_TRUE(absl::IsNotFound(jobs.Get(nobody, last.job_id()).status()));
  EXPECT_TRUE(jobs.List(nobody, 0, 10)->empty());
  EXPECT_EQ(jobs.List(holbaek, 0, 10)->size(), 5u);
  EXPECT_EQ(jobs.List(all, last.job_id(), 2)->size(), 2u);
  words.set_municipality_cvr("29189447");
  EXPECT_EQ(
      jobs.Start(who, nobody, v1::ReviewJob::KIND_DISMISS, words, "x")->total(),
      0);
}

// Also what an older gateway has inserted beside it, which tells no lane.
TEST_F(RevalidationJobsTest, EachPartOfAJobHasItsChildren) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/true));
  constexpr int kReports = 60;
  for (int i = 0; i < kReports; ++i) {
    ASSERT_EQ(Submit().verdict(), v1::VERDICT_REJECTED);
  }
  EXPECT_EQ(Number("select count(*) from rejection j join report r using "
                   "(report_key, received_at) where j.lane = r.lane"),
            kReports);
  ASSERT_NO_FATAL_FAILURE(
      Do("update rejection set lane = null where rejection_id % 3 = 0"));
  ASSERT_NO_FATAL_FAILURE(TakeNewerRules());
  const int64_t rejected = Number("select count(*) from rejection");
  const v1::ReviewJob job = RunJob();
  EXPECT_EQ(job.state(), v1::ReviewJob::STATE_DONE) << job.trouble();
  EXPECT_EQ(job.done(), rejected);
  EXPECT_EQ(job.looked_at(), rejected);
  EXPECT_EQ(job.trouble(), "");
  EXPECT_EQ(Number("select count(*) from review_job_part where parts = 2 and "
                   "ended and done = (select count(*) from rejection j join "
                   "report r using (report_key, received_at) where r.lane % 2 "
                   "= part)"),
            2);
  EXPECT_EQ(OutOfOrder(), 0);
}

// Once for all of them; each shows it among what else was done about it.
TEST_F(RevalidationJobsTest, WhatAJobAcceptedIsToldByTheJob) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/true));
  ASSERT_EQ(Submit().verdict(), v1::VERDICT_REJECTED);
  ASSERT_NO_FATAL_FAILURE(
      Do("insert into review_event (rejection_id, actor, kind, text) values "
         "(1, 'operator:other', 2, 'Ring til leverandøren')"));
  ASSERT_NO_FATAL_FAILURE(TakeNewerRules());
  const v1::ReviewJob job = RunJob();
  ASSERT_EQ(job.state(), v1::ReviewJob::STATE_DONE) << job.trouble();
  EXPECT_EQ(Number("select count(*) from review_event"), 1);
  EXPECT_EQ(Number("select count(*) from rejection where accepted_in_job = " +
                   std::to_string(job.job_id())),
            job.done());

  auto events = pool_->Execute(store::kListEvents,
                               store::Params().Int64Array({1}).Int32(10));
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->rows(), 2);
  EXPECT_EQ(events->Int16(0, 4), v1::ReviewEvent::KIND_COMMENTED);
  EXPECT_EQ(events->Int16(1, 4), v1::ReviewEvent::KIND_ACCEPTED);
  EXPECT_EQ(events->Text(1, 2), "operator:test");
  EXPECT_TRUE(events->Text(1, 5).ends_with("+r1: Ny kodeliste"))
      << events->Text(1, 5);
  EXPECT_EQ(Number("select count(*) from rejection j join report r on "
                   "r.report_key = j.accepted_as join review_history h using "
                   "(rejection_id) where rejection_id = 1 and h.kind = 5 and "
                   "h.at = r.received_at"),
            1);
  // The newest of them, when not all are asked for, and for whoever comes late.
  auto newest = pool_->Execute(store::kListEvents,
                               store::Params().Int64Array({1}).Int32(1));
  ASSERT_TRUE(newest.ok()) << newest.status();
  ASSERT_EQ(newest->rows(), 1);
  EXPECT_EQ(newest->Int16(0, 4), v1::ReviewEvent::KIND_ACCEPTED);
  auto last =
      pool_->Execute(store::kLastEvents, store::Params().Int64Array({1}));
  ASSERT_TRUE(last.ok()) << last.status();
  ASSERT_EQ(last->rows(), 1);
  EXPECT_EQ(last->Int16(0, 4), v1::ReviewEvent::KIND_ACCEPTED);
}

TEST_F(RevalidationJobsTest, WhatTheDatabaseRefusesStopsNoJob) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/true));
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(Submit().report_id());
  ASSERT_NO_FATAL_FAILURE(TakeNewerRules());
  const int64_t rejected = Number("select count(*) from rejection");
  ASSERT_NO_FATAL_FAILURE(
      Do("create function no_good() returns trigger language plpgsql as $$ "
         "begin raise exception 'no good'; end $$; "
         "create trigger no_good before insert on report for each row when "
         "(new.verdict = 1 and new.report_id in ('" +
         ids[3] + "', '" + ids[4] + "', '" + ids[31] +
         "')) execute function no_good()"));
  const v1::ReviewJob job = RunJob();
  EXPECT_EQ(job.state(), v1::ReviewJob::STATE_DONE) << job.trouble();
  EXPECT_EQ(job.looked_at(), rejected);
  EXPECT_EQ(job.done(), rejected - 3);
  EXPECT_EQ(job.left(), 3);
  EXPECT_NE(job.trouble().find("could not store 3"), std::string::npos)
      << job.trouble();
  EXPECT_EQ(Number("select count(*) from rejection where state = 1"), 3);
  EXPECT_EQ(Number("select count(*) from review_event where kind = 4 and text "
                   "like '%+r1: databasen kan ikke gemme den%'"),
            3);
  EXPECT_EQ(OutOfOrder(), 0);
  EXPECT_TRUE(journal::Verify(pool_.get()).ok());

  // They go through when nothing is in their way any more.
  ASSERT_NO_FATAL_FAILURE(Do("drop trigger no_good on report"));
  const v1::ReviewJob again = RunJob();
  EXPECT_EQ(again.done(), 3);
  EXPECT_EQ(again.trouble(), "");
  EXPECT_EQ(Number("select count(*) from rejection where state <> 3"), 0);
}

TEST_F(RevalidationJobsTest, ACancelledJobStops) {
  ASSERT_NO_FATAL_FAILURE(StartAs(/*older=*/true));
  ASSERT_EQ(Submit().verdict(), v1::VERDICT_REJECTED);
  review::JobLedger jobs(
      pool_.get(), [] { return std::string("rules"); }, nullptr);
  access::Operator who;
  who.actor = "operator:test";
  const access::Scope all{true, {}};
  ASSERT_TRUE(jobs.Start(who, all, v1::ReviewJob::KIND_DISMISS,
                         v1::RejectionFilter(), "Dublet")
                  .ok());
  auto cancelled = jobs.Cancel(who, all, 1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  // Unless it was quicker.
  EXPECT_NE(cancelled->state(), v1::ReviewJob::STATE_RUNNING);
  EXPECT_EQ(jobs.Cancel(who, all, 1)->state(), cancelled->state());
  EXPECT_TRUE(absl::IsNotFound(jobs.Cancel(who, all, 2).status()));
}

}  // namespace
}  // namespace trivsel::gateway
