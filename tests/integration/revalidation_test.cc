// From "rejected" to "through" with everything real: rules are taken into use
// while gateways run, and what was rejected wrongly goes its way, each report
// once and each child's in order, whatever happens to the gateways meanwhile.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "gateway/journal/journal.h"
#include "gateway/queue/report_reader.h"
#include "gateway/review/job_ledger.h"
#include "gateway/store/connection.h"
#include "gateway/store/embedded_cluster.h"
#include "gateway/store/pool.h"
#include "tests/integration/submitter.h"
#include "tests/integration/world.h"
#include "tests/support/older_terminology.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/report_factory.h"

namespace trivsel::testing {
namespace {

namespace v1 = trivsel::gateway::v1;
using gateway::store::Params;
using gateway::store::Statement;
using std::chrono::seconds;

constexpr char kActor[] = "operator:test";

class RevalidationTest : public ::testing::Test {
 protected:
  RevalidationTest() {
    gateway::store::EmbeddedCluster::Options options;
    options.data_folder = folder_;
    database_ =
        gateway::store::EmbeddedCluster::Start(std::move(options)).value();
    pool_ = NewPool(database_->connection_string());
  }
  ~RevalidationTest() override {
    world_ = nullptr;
    pool_ = nullptr;
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  void Start() {
    ASSERT_TRUE(world_->StartReceiver());
    ASSERT_TRUE(world_->StartGateway(database_->connection_string()));
    ASSERT_TRUE(world_->Register());
    submitter_ =
        std::make_unique<Submitter>(*world_, world_->gateway_address());
    ASSERT_TRUE(submitter_->AwaitKnown());
    before_ = File("before.textproto", OlderTerminology());
    after_ = File("after.textproto", NewerTerminology());
  }
  std::string File(const std::string& name, const std::string& text) {
    const std::string path = world_->folder() + "/" + name;
    std::ofstream(path) << text;
    return path;
  }
  int Ctl(std::vector<std::string> words) {
    words.insert(words.begin(), "rules");
    return world_->Ctl(words, &said_);
  }
  bool Says(const std::string& what) const {
    return said_.find(what) != std::string::npos;
  }

  v1::Receipt Submit(const ltt::v1::DeliveryReport& report) {
    v1::SubmitReportRequest request;
    *request.mutable_submission()->mutable_report() = report;
    v1::SubmitReportResponse response;
    const grpc::Status status = submitter_->Submit(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.receipt();
  }
  // Until receipts name the edition; its probes are about another seed.
  bool AwaitEdition(const std::string& name) {
    return WaitFor(
        [&] { return Submit(probes_.Next()).rule_set().ends_with("+" + name); },
        seconds(5));
  }
  // `count` reports, all rejected.
  void SubmitRejected(int count) {
    for (int i = 0; i < count; ++i) {
      reports_.push_back(factory_.Next());
      const v1::Receipt receipt = Submit(reports_.back());
      ASSERT_EQ(receipt.verdict(), v1::VERDICT_REJECTED)
          << receipt.ShortDebugString();
    }
  }
  gateway::review::JobLedger Ledger() {
    return {pool_.get(), [] { return std::string("test"); }, nullptr};
  }
  v1::ReviewJob StartJob() {
    gateway::access::Operator who;
    who.actor = kActor;
    who.name = "Test";
    auto job = Ledger().Start(who, {true, {}}, v1::ReviewJob::KIND_REVALIDATE,
                              v1::RejectionFilter(), "Ny kodeliste");
    EXPECT_TRUE(job.ok()) << job.status();
    return job.ok() ? *job : v1::ReviewJob();
  }
  v1::ReviewJob Job(int64_t id) {
    return Ledger().Get({true, {}}, id).value_or(v1::ReviewJob());
  }
  bool JobEnds(int64_t id) {
    return WaitFor(
        [&] { return Job(id).state() != v1::ReviewJob::STATE_RUNNING; },
        seconds(60));
  }
  int64_t Number(const char* sql) {
    const Statement statement{"number", sql};
    auto connection = gateway::store::Connection::Open(
        {database_->connection_string(), "test"});
    auto row = (*connection)->Execute(statement, Params());
    EXPECT_TRUE(row.ok()) << row.status() << sql;
    return row.ok() ? row->Int64(0, 0) : -1;
  }
  // Empty if the receiver has each of the reports once, accepted, and each
  // child's in the order in which they came.
  std::string CheckArrivals() {
    std::map<std::string, size_t> number;
    for (size_t i = 0; i < reports_.size(); ++i) number[reports_[i].id()] = i;
    std::vector<int64_t> last(ReportFactory::children(), -1);
    size_t seen = 0;
    for (const Arrival& arrival : world_->Arrivals()) {
      const auto found = number.find(arrival.id);
      if (found == number.end()) continue;
      const int64_t at = static_cast<int64_t>(found->second);
      int64_t& before = last[ReportFactory::ChildOf(static_cast<int>(at))];
      if (at <= before) return "a child's reports are out of order, or twice";
      if (arrival.status != "accepted") return "a report was not accepted";
      before = at;
      ++seen;
    }
    if (seen != reports_.size()) {
      return std::to_string(reports_.size() - seen) + " reports are missing";
    }
    const std::string violations = world_->Control("/violations");
    return violations == R"({"violations":[]})" ? "" : violations;
  }
  // Others than these arrive too: the probes.
  bool AllConfirmed() {
    return WaitFor([&] { return CheckArrivals().empty(); }, seconds(30));
  }
  void ExpectListedOnce() {
    gateway::queue::ReportReader reader(pool_.get());
    gateway::queue::ReportQuery query;
    query.page_size = 200;
    std::map<std::string, int> listed;
    while (true) {
      auto page = reader.List({1, {0, 1}}, query);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& report : page->reports) {
        ++listed[report.report_id];
        EXPECT_EQ(report.verdict, gateway::queue::Verdict::kAccepted);
      }
      if (page->next_before == 0) break;
      query.before = page->next_before;
    }
    EXPECT_GE(listed.size(), reports_.size());
    for (const auto& [id, times] : listed) EXPECT_EQ(times, 1) << id;
  }

  std::string folder_ = NewTemporaryFolder();
  std::unique_ptr<gateway::store::EmbeddedCluster> database_;
  std::unique_ptr<gateway::store::Pool> pool_;
  std::unique_ptr<World> world_ = std::make_unique<World>();
  std::unique_ptr<Submitter> submitter_;
  ReportFactory factory_{91}, probes_{92};
  std::vector<ltt::v1::DeliveryReport> reports_;
  std::string before_, after_, said_;
};

TEST_F(RevalidationTest, ANewCodeSystemLetsThroughWhatWasRejected) {
  constexpr int kReports = 500;
  ASSERT_NO_FATAL_FAILURE(Start());
  ASSERT_EQ(Ctl({"use", "--terminology", before_, "--reason", "Gammel"}), 0)
      << said_;
  ASSERT_TRUE(AwaitEdition("r1"));
  ASSERT_NO_FATAL_FAILURE(SubmitRejected(kReports));

  ASSERT_EQ(Ctl({"try", "--terminology", after_, "--since", "2020-01-01",
                 "--json", "--examples", "3"}),
            0)
      << said_;
  // Also what was accepted before these rules were in use.
  EXPECT_TRUE(Says("\"to_accepted\":" +
                   std::to_string(Number("select count(*) from report")) + ","))
      << said_;
  EXPECT_TRUE(Says("\"to_rejected\":0,")) << said_;
  EXPECT_TRUE(Says("\"demo-fagsystem\":{\"to_accepted\"")) << said_;
  EXPECT_EQ(Ctl({"try", "--terminology", before_, "--since", "2020-01-01"}), 0);
  EXPECT_TRUE(Says("nothing changes")) << said_;

  // What does not compile is refused, and nothing is changed.
  const std::string bad = File("bad.json", "{\"resourceType\":\"Patient\"}");
  EXPECT_EQ(Ctl({"use", "--terminology", bad, "--reason", "Fejl"}), 1) << said_;
  EXPECT_TRUE(Says("bad.json")) << said_;
  EXPECT_EQ(Number("select count(*) from rule_use"), 1);

  ASSERT_EQ(Ctl({"use", "--terminology", after_, "--reason", "Ny kodeliste"}),
            0)
      << said_;
  ASSERT_TRUE(AwaitEdition("r2"));
  const int64_t rejected = Number("select count(*) from rejection");
  EXPECT_EQ(Number("select count(*) from rejection where lane is null"), 0);
  const v1::ReviewJob job = StartJob();
  EXPECT_EQ(job.total(), rejected);
  ASSERT_TRUE(JobEnds(job.job_id()));
  const v1::ReviewJob ended = Job(job.job_id());
  EXPECT_EQ(ended.state(), v1::ReviewJob::STATE_DONE) << ended.trouble();
  EXPECT_EQ(ended.done(), rejected);
  EXPECT_EQ(ended.left(), 0);
  EXPECT_TRUE(AllConfirmed()) << CheckArrivals();
  EXPECT_EQ(Number("select count(*) from rejection where state = 3 and "
                   "accepted_as is not null"),
            rejected);
  EXPECT_EQ(Number("select count(*) from review_history where kind = 5 and text "
                   "like '%+r2: Ny kodeliste'"),
            rejected);
  EXPECT_EQ(Number("select count(*) from pending p where not exists (select "
                   "from report r where r.report_key = p.report_key)"),
            0);
  ASSERT_NO_FATAL_FAILURE(ExpectListedOnce());
  // Who asks again hears what holds now.
  const v1::Receipt again = Submit(reports_[3]);
  EXPECT_TRUE(again.replayed());
  EXPECT_EQ(again.verdict(), v1::VERDICT_ACCEPTED);
  EXPECT_TRUE(again.rule_set().ends_with("+r2")) << again.rule_set();
  EXPECT_TRUE(gateway::journal::Verify(pool_.get()).ok());

  // And back again; an edition that was in use is there for ever.
  EXPECT_EQ(Ctl({"use", "--edition", "1", "--reason", "Tilbage"}), 0) << said_;
  EXPECT_TRUE(AwaitEdition("r1"));
  EXPECT_EQ(Ctl({"show", "2", "--file", "after.textproto"}), 0);
  EXPECT_EQ(said_, NewerTerminology());
  EXPECT_EQ(Ctl({"use", "--edition", "0", "--reason", "Ingen"}), 0) << said_;
  EXPECT_TRUE(WaitFor(
      [&] {
        return Submit(probes_.Next()).rule_set().find("+r") ==
               std::string::npos;
      },
      seconds(5)));
}

TEST_F(RevalidationTest, AJobOutlivesAGatewayThatIsKilledInTheMiddle) {
  constexpr int kReports = 900;
  ASSERT_NO_FATAL_FAILURE(Start());
  ASSERT_EQ(Ctl({"use", "--terminology", before_, "--reason", "Gammel"}), 0)
      << said_;
  ASSERT_TRUE(AwaitEdition("r1"));
  ASSERT_NO_FATAL_FAILURE(SubmitRejected(kReports));
  ASSERT_EQ(Ctl({"use", "--terminology", after_, "--reason", "Ny"}), 0);
  ASSERT_TRUE(AwaitEdition("r2"));
  const int64_t rejected =
      Number("select count(*) from rejection where state = 1");

  // Somebody holds one in the middle: there the job waits.
  auto blocker = gateway::store::Connection::Open(
      {database_->connection_string(), "blocker"});
  ASSERT_TRUE(blocker.ok());
  ASSERT_TRUE((*blocker)
                  ->Run("hold",
                        "begin; select from rejection where rejection_id = "
                        "(select max(rejection_id) - 350 from rejection) for "
                        "update")
                  .ok());
  const v1::ReviewJob job = StartJob();
  ASSERT_TRUE(WaitFor(
      [&] {
        return Job(job.job_id()).done() > 0 &&
               Number(
                   "select count(*) from pg_stat_activity where "
                   "wait_event_type = 'Lock' and application_name like "
                   "'trivsel-gateway-%'") > 0;
      },
      seconds(20)));
  world_->gateway(0).Kill();
  EXPECT_LT(Job(job.job_id()).done(), rejected);
  EXPECT_EQ(Job(job.job_id()).state(), v1::ReviewJob::STATE_RUNNING);
  ASSERT_TRUE((*blocker)->Run("release", "rollback").ok());

  // Another gateway goes on, and so does the first when it is back.
  ASSERT_TRUE(world_->StartSecondGateway());
  ASSERT_TRUE(world_->StartGateway(database_->connection_string()));
  ASSERT_TRUE(JobEnds(job.job_id()));
  const v1::ReviewJob ended = Job(job.job_id());
  EXPECT_EQ(ended.state(), v1::ReviewJob::STATE_DONE) << ended.trouble();
  EXPECT_EQ(ended.done(), rejected);
  EXPECT_EQ(ended.looked_at(), rejected);
  EXPECT_TRUE(AllConfirmed()) << CheckArrivals();
  EXPECT_EQ(Number("select count(*) from review_history where kind = 5"),
            rejected);
  EXPECT_EQ(Number("select count(*) from submission_stands s join rejection j "
                   "on j.accepted_as = s.report_key where s.verdict = 1"),
            rejected);
  EXPECT_TRUE(gateway::journal::Verify(pool_.get()).ok());
}

}  // namespace
}  // namespace trivsel::testing
