// Judging again as an act that somebody waits for: on a real database that a
// real gateway has filled.
#include <gtest/gtest.h>

#include <fstream>

#include "absl/time/clock.h"
#include "gateway/data_folder.h"
#include "gateway/journal/journal.h"
#include "gateway/queue/report_reader.h"
#include "gateway/registry_adapter.h"
#include "gateway/rejudge.h"
#include "gateway/review/job_ledger.h"
#include "gateway/review/postgres_revalidation.h"
#include "gateway/rules.h"
#include "gateway/store/rule_editions.h"
#include "gateway/store/statements.h"
#include "tests/integration/gateway_fixture.h"
#include "tests/support/older_terminology.h"
#include "tests/support/report_factory.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;
using review::Candidate;
using review::Revalidated;
using Outcome = Revalidated::Outcome;

class RevalidationActsTest : public GatewayFixture {
 protected:
  // The gateway judges by an older publication if `older`.
  void StartAs(bool older) {
    if (older) {
      config_.terminology = {folder_ + "/older.textproto"};
      std::ofstream(config_.terminology[0]) << testing::OlderTerminology();
    }
    ASSERT_NO_FATAL_FAILURE(Start());
    stub_ = StubAs(vendor_);
    auto snapshot = RegistryAdapter(*registry_).Load();
    ASSERT_TRUE(snapshot.ok());
    registry_book_ =
        std::make_shared<const access::AccessBook>(*std::move(snapshot));
  }
  // What judges again from now on.
  void JudgeBy(const std::string& terminology, const std::string& edition) {
    RuleSources sources;
    sources.terminology = {{"codes.textproto", terminology}};
    sources.edition = edition;
    auto key = ingest::CitizenKey::LoadOrCreate(CitizenKeyFile(folder_));
    ASSERT_TRUE(key.ok());
    auto book = CompileBook(sources, *key);
    ASSERT_TRUE(book.ok()) << book.status();
    revalidation_ = nullptr;
    judge_ = nullptr;
    shelf_ = std::make_unique<ingest::RuleShelf>(*book);
    judge_ = std::make_unique<StoredReportJudge>(
        *shelf_, [this] { return registry_book_; });
    revalidation_ = std::make_unique<review::PostgresRevalidation>(
        review::PostgresRevalidation::Parts{
            {config_.database, "test"},
            [this](review::StoredContent stored) {
              return judge_->Run(std::move(stored));
            },
            [this] { return shelf_->Current()->RuleSet(); },
            [this](uint64_t lanes) { lanes_ |= lanes; }});
  }
  v1::Receipt Submit() {
    *last_.mutable_submission()->mutable_report() = factory_.Next();
    return SubmitAgain();
  }
  // The same as the last time.
  v1::Receipt SubmitAgain() {
    v1::SubmitReportResponse response;
    const grpc::Status status =
        stub_->SubmitReport(Context().get(), last_, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.receipt();
  }
  Outcome Run(int64_t rejection, int32_t version = 0) {
    auto done = revalidation_->Run({{rejection, version}},
                                   {"operator:test", "Test", "Ny kodeliste"});
    EXPECT_TRUE(done.ok()) << done.status();
    if (!done.ok() || done->size() != 1) return Outcome::kChanged;
    EXPECT_EQ(done->front().rejection_id, rejection);
    return done->front().outcome;
  }
  int64_t Number(const std::string& sql) {
    const store::Statement statement{"number", sql.c_str()};
    auto connection = store::Connection::Open({config_.database, "test"});
    auto row = (*connection)->Execute(statement, store::Params());
    EXPECT_TRUE(row.ok()) << row.status() << sql;
    return row.ok() && row->rows() == 1 ? row->Int64(0, 0) : -1;
  }
  void Do(const std::string& sql) {
    auto connection = store::Connection::Open({config_.database, "test"});
    const absl::Status done = (*connection)->Run("do", sql);
    ASSERT_TRUE(done.ok()) << done << sql;
  }
  // The running gateway judges by today's rules from now on.
  void TakeNewerRules() {
    store::RuleEditions editions(pool_.get());
    ASSERT_TRUE(editions
                    .Take("operator:test", "Ny kodeliste",
                          {{"codes.textproto", testing::NewerTerminology()}},
                          std::nullopt)
                    .ok());
    while (!Submit().rule_set().ends_with("+r1")) {
      absl::SleepFor(absl::Milliseconds(20));
    }
  }
  // Judges all that wait again in the background, to the end.
  v1::ReviewJob RunJob() {
    review::JobLedger jobs(
        pool_.get(), [] { return std::string("rules"); }, nullptr);
    access::Operator who;
    who.actor = "operator:test";
    const access::Scope all{true, {}};
    auto job = jobs.Start(who, all, v1::ReviewJob::KIND_REVALIDATE,
                          v1::RejectionFilter(), "Ny kodeliste");
    EXPECT_TRUE(job.ok()) << job.status();
    while (job.ok() && job->state() == v1::ReviewJob::STATE_RUNNING) {
      absl::SleepFor(absl::Milliseconds(20));
      job = jobs.Get(all, job->job_id());
    }
    EXPECT_TRUE(job.ok()) << job.status();
    return job.value_or(v1::ReviewJob());
  }
  // Pairs of a child's reports that were let through in another order than
  // they came.
  int64_t OutOfOrder() {
    return Number(
        "select count(*) from (select accepted_as, max(accepted_as) over "
        "(partition by r.citizen order by rejection_id rows between unbounded "
        "preceding and 1 preceding) as before from rejection j join report r "
        "using (report_key, received_at)) as pairs where accepted_as < before");
  }
  std::vector<queue::StoredReport> Listed() {
    queue::ReportReader reader(pool_.get());
    auto page = reader.List({1, {0, 1}}, queue::ReportQuery());
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? page->reports : std::vector<queue::StoredReport>();
  }

  testing::ReportFactory factory_{17};
  v1::SubmitReportRequest last_;
  std::unique_ptr<v1::ReportService::Stub> stub_;
  std::shared_ptr<const access::AccessBook> registry_book_;
  std::unique_ptr<ingest::RuleShelf> shelf_;
  std::unique_ptr<StoredReportJudge> judge_;
  std::unique_ptr<review::PostgresRevalidation> revalidation_;
  uint64_t lanes_ = 0;
};

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

// The gateway takes the jobs that it finds in the database.
TEST_F(RevalidationActsTest, JobsReturnAssignAndDismiss) {
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
TEST_F(RevalidationActsTest, EachPartOfAJobHasItsChildren) {
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
  EXPECT_EQ(Number("select count(*) from review_job_part where parts = 4 and "
                   "ended and done = (select count(*) from rejection j join "
                   "report r using (report_key, received_at) where r.lane % 4 "
                   "= part)"),
            4);
  EXPECT_EQ(OutOfOrder(), 0);
}

// Once for all of them; each shows it among what else was done about it.
TEST_F(RevalidationActsTest, WhatAJobAcceptedIsToldByTheJob) {
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

TEST_F(RevalidationActsTest, WhatTheDatabaseRefusesStopsNoJob) {
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

TEST_F(RevalidationActsTest, ACancelledJobStops) {
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
