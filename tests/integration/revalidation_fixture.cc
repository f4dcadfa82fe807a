#include "tests/integration/revalidation_fixture.h"

#include <fstream>
#include <utility>

#include "absl/time/clock.h"
#include "gateway/data_folder.h"
#include "gateway/queue/report_reader.h"
#include "gateway/registry_adapter.h"
#include "gateway/review/job_ledger.h"
#include "gateway/rules.h"
#include "gateway/store/rule_editions.h"
#include "tests/support/older_terminology.h"

namespace trivsel::gateway {

namespace v1 = trivsel::gateway::v1;

void RevalidationFixture::StartAs(bool older) {
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

void RevalidationFixture::JudgeBy(const std::string& terminology,
                                  const std::string& edition) {
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

v1::Receipt RevalidationFixture::Submit() {
  *last_.mutable_submission()->mutable_report() = factory_.Next();
  return SubmitAgain();
}

v1::Receipt RevalidationFixture::SubmitAgain() {
  v1::SubmitReportResponse response;
  const grpc::Status status =
      stub_->SubmitReport(Context().get(), last_, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.receipt();
}

RevalidationFixture::Outcome RevalidationFixture::Run(int64_t rejection,
                                                      int32_t version) {
  auto done = revalidation_->Run({{rejection, version}},
                                 {"operator:test", "Test", "Ny kodeliste"});
  EXPECT_TRUE(done.ok()) << done.status();
  if (!done.ok() || done->size() != 1) return Outcome::kChanged;
  EXPECT_EQ(done->front().rejection_id, rejection);
  return done->front().outcome;
}

int64_t RevalidationFixture::Number(const std::string& sql) {
  const store::Statement statement{"number", sql.c_str()};
  auto connection = store::Connection::Open({config_.database, "test"});
  auto row = (*connection)->Execute(statement, store::Params());
  EXPECT_TRUE(row.ok()) << row.status() << sql;
  return row.ok() && row->rows() == 1 ? row->Int64(0, 0) : -1;
}

void RevalidationFixture::Do(const std::string& sql) {
  auto connection = store::Connection::Open({config_.database, "test"});
  const absl::Status done = (*connection)->Run("do", sql);
  ASSERT_TRUE(done.ok()) << done << sql;
}

void RevalidationFixture::TakeNewerRules() {
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

v1::ReviewJob RevalidationFixture::RunJob() {
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

int64_t RevalidationFixture::OutOfOrder() {
  return Number(
      "select count(*) from (select accepted_as, max(accepted_as) over "
      "(partition by r.citizen order by rejection_id rows between unbounded "
      "preceding and 1 preceding) as before from rejection j join report r "
      "using (report_key, received_at)) as pairs where accepted_as < before");
}

std::vector<queue::StoredReport> RevalidationFixture::Listed() {
  queue::ReportReader reader(pool_.get());
  auto page = reader.List({1, {0, 1}}, queue::ReportQuery());
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() ? page->reports : std::vector<queue::StoredReport>();
}

}  // namespace trivsel::gateway
