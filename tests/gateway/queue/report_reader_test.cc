// Reading reports: whose, how far, in pages, and without missing an answer.
#include "gateway/queue/report_reader.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/gateway/queue/queue_store.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Whatever municipality the first submitter's reports are about.
const ReportScope kOurs{1, {0, 1, 2}};

class ReportReaderTest : public QueueStore {
 protected:
  ReportReaderTest() : reader_(pool_.get()), lease_(LeaseOf("a", 3)) {}

  std::vector<std::string> List(const ReportQuery& query) {
    auto page = reader_.List(kOurs, query);
    EXPECT_TRUE(page.ok()) << page.status();
    return Ids(page->reports);
  }
  static std::vector<std::string> Ids(
      const std::vector<StoredReport>& reports) {
    std::vector<std::string> ids;
    for (const StoredReport& report : reports) ids.push_back(report.report_id);
    return ids;
  }
  DeliveryStage StageOf(const std::string& id) {
    auto report = reader_.Get(kOurs, id, false);
    EXPECT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->deliveries.size(), 1u);
    return report->deliveries.at(0).stage;
  }

  const ReportReader reader_;
  const LaneLease lease_;
};

TEST_F(ReportReaderTest, TellsWhatWasStored) {
  Run("insert into municipality (cvr, name) values ('29189447', 'Holbæk')");
  FixtureReport stored;
  stored.report_id = "r-1";
  stored.municipality_id = 1;
  stored.findings = FindingsOf("LTT-X");
  const int64_t key = Add(stored);
  auto report = reader_.Get(kOurs, "r-1", /*with_content=*/true);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->report_key, key);
  EXPECT_EQ(report->report_id, "r-1");
  EXPECT_EQ(report->verdict, Verdict::kAccepted);
  EXPECT_LT(absl::AbsDuration(absl::Now() - report->received_at),
            absl::Minutes(5));
  EXPECT_EQ(report->findings, stored.findings);
  EXPECT_EQ(report->kle.subject, "29.24.16");
  EXPECT_EQ(report->kle.edition, "2025-05-01");
  EXPECT_EQ(report->rule_set, "ltt-test");
  EXPECT_EQ(report->municipality_cvr, "29189447");
  EXPECT_EQ(report->form, ContentForm::kFhirJson);
  EXPECT_EQ(report->content, "content of r-1");
  EXPECT_EQ(reader_.Get(kOurs, "r-1", false)->content, "");
}

TEST_F(ReportReaderTest, OthersReportsAreNotThere) {
  FixtureReport others;
  others.report_id = "theirs";
  others.submitter_id = 2;
  Add(others);
  Add("mine");
  EXPECT_TRUE(absl::IsNotFound(reader_.Get(kOurs, "theirs", true).status()));
  EXPECT_TRUE(absl::IsNotFound(reader_.Get(kOurs, "nobody's", true).status()));
  EXPECT_THAT(Ids(*reader_.Find(kOurs, {"theirs", "mine", "nobody's"})),
              ElementsAre("mine"));
  EXPECT_THAT(List({}), ElementsAre("mine"));
  EXPECT_THAT(Ids(reader_.List({2, {0, 1}}, {})->reports),
              ElementsAre("theirs"));
}

// One submitter reports for several municipalities; who speaks for one of them
// sees nothing of the others.
TEST_F(ReportReaderTest, AnotherMunicipalitysReportsAreNotThere) {
  auto position = reader_.Now();
  ASSERT_TRUE(position.ok());
  for (int32_t municipality : {0, 1, 2}) {
    FixtureReport report;
    report.report_id = absl::StrCat("of-", municipality);
    report.municipality_id = municipality;
    report.lane = 3;
    Add(report);
  }
  const ReportScope first{1, {1}}, both{1, {1, 2}}, unnamed{1, {0, 1}}, none{1};
  EXPECT_TRUE(reader_.Get(first, "of-1", true).ok());
  EXPECT_TRUE(absl::IsNotFound(reader_.Get(first, "of-2", true).status()));
  EXPECT_TRUE(absl::IsNotFound(reader_.Get(first, "of-0", true).status()));
  EXPECT_TRUE(absl::IsNotFound(reader_.Get(none, "of-1", true).status()));
  const std::vector<std::string> all = {"of-0", "of-1", "of-2"};
  EXPECT_THAT(Ids(*reader_.Find(first, all)), ElementsAre("of-1"));
  EXPECT_THAT(Ids(*reader_.Find(unnamed, all)), ElementsAre("of-0", "of-1"));
  EXPECT_THAT(Ids(reader_.List(first, {})->reports), ElementsAre("of-1"));
  EXPECT_THAT(Ids(reader_.List(both, {})->reports),
              ElementsAre("of-2", "of-1"));
  EXPECT_THAT(Ids(reader_.List(unnamed, {})->reports),
              ElementsAre("of-1", "of-0"));
  EXPECT_THAT(Ids(reader_.List({1, {0}}, {})->reports), ElementsAre("of-0"));
  EXPECT_THAT(Ids(reader_.List(none, {})->reports), IsEmpty());
  ASSERT_EQ(ConfirmAll(lease_, MustNext(lease_)), absl::OkStatus());
  EXPECT_THAT(Ids(reader_.SettledAfter(first, *position, 10)->reports),
              ElementsAre("of-1"));
  EXPECT_THAT(Ids(reader_.SettledAfter(unnamed, *position, 10)->reports),
              ElementsAre("of-0", "of-1"));
}

// Who speaks for a small municipality finds its reports though a big one's are
// many, and without looking at all of those.
TEST_F(ReportReaderTest, ASmallMunicipalityIsFoundAtOnce) {
  FixtureReport small;
  small.report_id = "small";
  small.municipality_id = 1;
  Add(small);
  FixtureReport big;
  big.report_id = "big";
  big.municipality_id = 2;
  Add(big);
  Run("insert into report select nextval('report_key_seq'), received_at, "
      "citizen, submitter_id, municipality_id, lane, form, verdict, "
      "'copy-' || n, kle_subject, kle_facet, kle_rule, kle_edition, standard, "
      "rule_set, error_codes, resources, null, canonical, content "
      "from report, generate_series(1, 2500) n where report_id = 'big'");
  auto page = reader_.List({1, {1}}, {});
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(Ids(page->reports), ElementsAre("small"));
  EXPECT_EQ(page->next_before, 0) << "all of it in one page";
}

TEST_F(ReportReaderTest, FollowsADeliveryToItsEnd) {
  Add("r-1", 3);
  const int64_t bad = Add("bad", 3);
  EXPECT_EQ(StageOf("r-1"), DeliveryStage::kPending);
  const SealedBatch batch = MustNext(lease_);
  EXPECT_EQ(StageOf("r-1"), DeliveryStage::kInBatch);
  EXPECT_EQ(reader_.Get(kOurs, "r-1", false)->deliveries[0].batch_id,
            batch.batch_id);
  // Answered in part: the batch is still out, but this one is not.
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id, {Refused(bad, "GW-NO")}),
            absl::OkStatus());
  EXPECT_EQ(StageOf("bad"), DeliveryStage::kRefused);
  EXPECT_EQ(StageOf("r-1"), DeliveryStage::kInBatch);
  ASSERT_EQ(ConfirmAll(lease_, batch), absl::OkStatus());

  auto done = reader_.Find(kOurs, {"bad", "r-1"});
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_THAT(Ids(*done), ElementsAre("bad", "r-1"));
  const StoredDelivery& refused = (*done)[0].deliveries.at(0);
  EXPECT_EQ(refused.stage, DeliveryStage::kRefused);
  EXPECT_EQ(refused.findings, FindingsOf("GW-NO"));
  const StoredDelivery& confirmed = (*done)[1].deliveries.at(0);
  EXPECT_EQ(confirmed.stage, DeliveryStage::kConfirmed);
  EXPECT_EQ(confirmed.destination, "national");
  EXPECT_EQ(confirmed.batch_id, batch.batch_id);
  EXPECT_EQ(confirmed.receiver_reference,
            absl::StrCat("ref-", (*done)[1].report_key));
  EXPECT_TRUE(confirmed.settled_at.has_value());
}

TEST_F(ReportReaderTest, EachDestinationHasItsOwnDelivery) {
  ASSERT_TRUE(queue_.OpenDestination("index").ok());
  Add("r-1", 3);
  MustNext(lease_);
  auto report = reader_.Get(kOurs, "r-1", false);
  ASSERT_TRUE(report.ok()) << report.status();
  ASSERT_EQ(report->deliveries.size(), 2u);
  EXPECT_EQ(report->deliveries[0].destination, "index");
  EXPECT_EQ(report->deliveries[0].stage, DeliveryStage::kPending);
  EXPECT_EQ(report->deliveries[1].destination, "national");
  EXPECT_EQ(report->deliveries[1].stage, DeliveryStage::kInBatch);
}

TEST_F(ReportReaderTest, PagesNewestFirst) {
  for (int i = 1; i <= 5; ++i) Add(absl::StrCat("r-", i));
  ReportQuery query;
  query.page_size = 2;
  std::vector<std::string> seen;
  int pages = 0;
  do {
    auto page = reader_.List(kOurs, query);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->reports.size(), 2u);
    for (const std::string& id : Ids(page->reports)) seen.push_back(id);
    query.before = page->next_before;
    if (++pages == 1) Add("came-meanwhile");
    ASSERT_LT(pages, 10);
  } while (query.before != 0);
  EXPECT_THAT(seen, ElementsAre("r-5", "r-4", "r-3", "r-2", "r-1"));
}

// A rare match must not make one call read a submitter's whole history, and
// must be found all the same.
TEST_F(ReportReaderTest, ARareMatchIsFoundPageByPage) {
  FixtureReport rare;
  rare.report_id = "rare";
  rare.findings = FindingsOf("LTT-RARE");
  Add(rare);
  Run("insert into report select nextval('report_key_seq'), received_at, "
      "citizen, submitter_id, municipality_id, lane, form, verdict, "
      "'copy-' || n, kle_subject, kle_facet, kle_rule, kle_edition, standard, "
      "rule_set, error_codes, resources, null, canonical, content "
      "from report, generate_series(1, 4500) as n");
  ReportQuery query;
  query.finding_code = "LTT-RARE";
  int pages = 0;
  std::vector<std::string> seen;
  do {
    auto page = reader_.List(kOurs, query);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const std::string& id : Ids(page->reports)) seen.push_back(id);
    query.before = page->next_before;
    ASSERT_LT(++pages, 10);
  } while (query.before != 0);
  EXPECT_THAT(seen, ElementsAre("rare"));
  EXPECT_EQ(pages, 3);
}

TEST_F(ReportReaderTest, FiltersByAllThatIsSet) {
  Run("insert into municipality (cvr, name) values ('29189447', 'Holbæk')");
  FixtureReport report;
  report.report_id = "holbaek";
  report.municipality_id = 1;
  Add(report);
  report = {};
  report.report_id = "rejected";
  report.verdict = Verdict::kRejected;
  report.findings = FindingsOf("LTT-BAD");
  Add(report);
  ReportQuery query;
  query.municipality_cvr = "29189447";
  EXPECT_THAT(List(query), ElementsAre("holbaek"));
  query.verdict = Verdict::kRejected;
  EXPECT_THAT(List(query), IsEmpty());
  query.municipality_cvr = "";
  EXPECT_THAT(List(query), ElementsAre("rejected"));
  query.finding_code = "LTT-BAD";
  EXPECT_THAT(List(query), ElementsAre("rejected"));
  query.finding_code = "LTT-BA";
  EXPECT_THAT(List(query), IsEmpty());
  query = {};
  query.municipality_cvr = "00000000";
  EXPECT_THAT(List(query), IsEmpty());

  const absl::Time at = reader_.Get(kOurs, "rejected", false)->received_at;
  query = {};
  query.received_from = at;
  EXPECT_THAT(List(query), ElementsAre("rejected"));
  query.received_before = at;
  EXPECT_THAT(List(query), IsEmpty());
  query.received_from.reset();
  EXPECT_THAT(List(query), ElementsAre("holbaek"));
}

TEST_F(ReportReaderTest, FiltersByHowFarADeliveryIs) {
  const int64_t refused = Add("refused", 3);
  const int64_t confirmed = Add("confirmed", 3);
  Add("in-batch", 3);
  const SealedBatch batch = MustNext(lease_);
  ASSERT_EQ(queue_.Settle(lease_, batch.batch_id,
                          {Refused(refused, "GW-NO"), Confirmed(confirmed)}),
            absl::OkStatus());
  Add("pending", 3);
  const std::pair<DeliveryStage, std::string> cases[] = {
      {DeliveryStage::kPending, "pending"},
      {DeliveryStage::kInBatch, "in-batch"},
      {DeliveryStage::kConfirmed, "confirmed"},
      {DeliveryStage::kRefused, "refused"}};
  for (const auto& [stage, id] : cases) {
    ReportQuery query;
    query.stage = stage;
    EXPECT_THAT(List(query), ElementsAre(id));
  }
  ReportQuery query;
  query.finding_code = "GW-NO";
  EXPECT_THAT(List(query), ElementsAre("refused"));
}

TEST_F(ReportReaderTest, TellsOfEachAnswerOnceInPages) {
  Add("before", 3);
  ASSERT_EQ(ConfirmAll(lease_, MustNext(lease_)), absl::OkStatus());
  auto position = reader_.Now();
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_THAT(reader_.SettledAfter(kOurs, *position, 10)->reports, IsEmpty());
  FixtureReport others;
  others.report_id = "theirs";
  others.lane = 3;
  others.submitter_id = 2;
  Add(others);
  for (int i = 1; i <= 3; ++i) Add(absl::StrCat("r-", i), 3);
  ASSERT_EQ(ConfirmAll(lease_, MustNext(lease_)), absl::OkStatus());
  auto first = reader_.SettledAfter(kOurs, *position, 2);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(Ids(first->reports), ElementsAre("r-1", "r-2"));
  EXPECT_EQ(first->reports[0].deliveries.at(0).stage,
            DeliveryStage::kConfirmed);
  EXPECT_TRUE(first->more);
  auto second = reader_.SettledAfter(kOurs, first->next, 2);
  EXPECT_THAT(Ids(second->reports), ElementsAre("r-3"));
  EXPECT_FALSE(second->more);
  auto third = reader_.SettledAfter(kOurs, second->next, 2);
  EXPECT_THAT(third->reports, IsEmpty());
  EXPECT_EQ(third->next.transaction, second->next.transaction);
}

// Another gateway's settlement that began first but ends last must not end up
// behind a position that was given out meanwhile.
TEST_F(ReportReaderTest, MissesNoAnswerThatBecomesVisibleLate) {
  const int64_t late_key = Add("late", 5);
  const int64_t key = Add("early", 3);
  ReceiptPosition position = *reader_.Now();
  auto late = Connect();
  ASSERT_EQ(late->Run("begin", "begin"), absl::OkStatus());
  ASSERT_EQ(late->Run("insert",
                      absl::StrCat(
                          "insert into receipt (report_key, destination_id, "
                          "submitter_id, batch_id, outcome, received_at, "
                          "receiver_reference) select report_key, 1, 1, 999, "
                          "1, received_at, '' from report where report_key = ",
                          late_key)),
            absl::OkStatus());
  ASSERT_EQ(queue_.Settle(lease_, MustNext(lease_).batch_id, {Confirmed(key)}),
            absl::OkStatus());
  auto page = reader_.SettledAfter(kOurs, position, 10);
  ASSERT_TRUE(page.ok()) << page.status();
  std::vector<std::string> told = Ids(page->reports);
  position = page->next;
  ASSERT_EQ(late->Run("commit", "commit"), absl::OkStatus());
  page = reader_.SettledAfter(kOurs, position, 10);
  ASSERT_TRUE(page.ok()) << page.status();
  for (const std::string& id : Ids(page->reports)) told.push_back(id);
  EXPECT_THAT(told, ::testing::UnorderedElementsAre("late", "early"));
}

}  // namespace
}  // namespace trivsel::gateway::queue
