// What submitters see of what operators did: the review of a report, filters,
// and following acts without missing any.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/queue/report_reader.h"
#include "tests/gateway/queue/queue_store.h"

namespace trivsel::gateway::queue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const ReportScope kOurs{1, {0, 1}};

class ReportReviewTest : public QueueStore {
 protected:
  ReportReviewTest() : reader_(pool_.get()) {}

  // A rejected report with its rejection; gives the rejection's number.
  int64_t Reject(const std::string& id, int32_t submitter_id = 1,
                 int32_t municipality_id = 1) {
    FixtureReport report;
    report.report_id = id;
    report.submitter_id = submitter_id;
    report.municipality_id = municipality_id;
    report.verdict = Verdict::kRejected;
    return RejectionOf(Add(report));
  }
  int64_t RejectionOf(int64_t report_key, int origin = 1) {
    Run(absl::StrCat(
        "insert into rejection (report_key, received_at, submitter_id, "
        "municipality_id, origin, codes) select report_key, received_at, "
        "submitter_id, municipality_id, ",
        origin, ", '{LTT-X}' from report where report_key = ", report_key));
    return Number("select max(rejection_id) from rejection");
  }
  // What an act does to the row.
  void Act(int64_t rejection, const std::string& set) {
    Run(ActSql(rejection, set));
  }
  static std::string ActSql(int64_t rejection, const std::string& set) {
    return absl::StrCat("update rejection set ", set,
                        ", version = version + 1, updated_at = now() where "
                        "rejection_id = ",
                        rejection);
  }
  StoredReport Get(const std::string& id) {
    auto report = reader_.Get(kOurs, id, false);
    EXPECT_TRUE(report.ok()) << report.status();
    return *std::move(report);
  }
  static std::vector<std::string> Ids(
      const std::vector<StoredReport>& reports) {
    std::vector<std::string> ids;
    for (const StoredReport& report : reports) ids.push_back(report.report_id);
    return ids;
  }
  std::vector<std::string> List(ReviewStage stage) {
    ReportQuery query;
    query.review = stage;
    auto page = reader_.List(kOurs, query);
    EXPECT_TRUE(page.ok()) << page.status();
    return Ids(page->reports);
  }
  // Reads on to the end, in pages of two.
  std::vector<StoredReport> Follow(ReceiptPosition* position) {
    std::vector<StoredReport> told;
    bool more = true;
    while (more) {
      auto page = reader_.SettledAfter(kOurs, *position, 2);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (StoredReport& report : page->reports) {
        told.push_back(std::move(report));
      }
      *position = page->next;
      more = page->more;
    }
    return told;
  }

  const ReportReader reader_;
};

TEST_F(ReportReviewTest, TellsHowFarAndWhatToMend) {
  Add("fine");
  EXPECT_FALSE(Get("fine").review.has_value());
  const int64_t rejection = Reject("bad");
  ASSERT_TRUE(Get("bad").review.has_value());
  EXPECT_EQ(Get("bad").review->stage, ReviewStage::kOpen);
  Act(rejection, "state = 5, returned_message = 'Ret datoen.'");
  const StoredReport returned = Get("bad");
  EXPECT_EQ(returned.review->stage, ReviewStage::kReturned);
  EXPECT_EQ(returned.review->returned_message, "Ret datoen.");
  EXPECT_LT(absl::AbsDuration(absl::Now() - returned.review->updated_at),
            absl::Minutes(5));
  Act(rejection, "state = 2, assignee = 'operator:anne'");
  EXPECT_EQ(Get("bad").review->stage, ReviewStage::kInReview);
  EXPECT_EQ(Get("bad").review->returned_message, "")
      << "it is with the operators again";
}

TEST_F(ReportReviewTest, OfSeveralTheOneThatAsksMost) {
  const int64_t key = Add("refused");
  const int64_t first = RejectionOf(key, 2), second = RejectionOf(key, 2);
  RejectionOf(key, 2);
  Act(second, "state = 4");
  EXPECT_EQ(Get("refused").review->stage, ReviewStage::kOpen);
  Act(first, "state = 5, returned_message = 'Ret den.'");
  EXPECT_EQ(Get("refused").review->returned_message, "Ret den.");
  EXPECT_THAT(List(ReviewStage::kReturned), ElementsAre("refused"));
  EXPECT_THAT(List(ReviewStage::kDismissed), IsEmpty());
}

TEST_F(ReportReviewTest, FiltersByHowFarOperatorsAre) {
  Add("fine");
  Reject("open");
  Act(Reject("taken"), "state = 2");
  Act(Reject("returned"), "state = 5, returned_message = 'Ret den.'");
  Act(Reject("dismissed"), "state = 4");
  Act(Reject("theirs", 2), "state = 5");
  Act(Reject("another municipality's", 1, 9), "state = 5");
  EXPECT_THAT(List(ReviewStage::kOpen), ElementsAre("open"));
  EXPECT_THAT(List(ReviewStage::kInReview), ElementsAre("taken"));
  EXPECT_THAT(List(ReviewStage::kReturned), ElementsAre("returned"));
  EXPECT_THAT(List(ReviewStage::kDismissed), ElementsAre("dismissed"));
  EXPECT_THAT(List(ReviewStage::kAccepted), IsEmpty());
}

TEST_F(ReportReviewTest, AcceptedLaterIsTheReportThatIsOnItsWay) {
  ReceiptPosition position = *reader_.Now();
  const int64_t rejection = Reject("wrongly");
  Run("delete from submission where report_id = 'wrongly'");
  const int64_t accepted = Add("wrongly", 3);
  Act(rejection, absl::StrCat("state = 3, accepted_as = ", accepted));
  const StoredReport now = Get("wrongly");
  EXPECT_EQ(now.report_key, accepted);
  EXPECT_EQ(now.verdict, Verdict::kAccepted);
  EXPECT_EQ(now.review->stage, ReviewStage::kAccepted);
  const auto told = Follow(&position);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].report_key, accepted);
  EXPECT_EQ(told[0].deliveries.at(0).stage, DeliveryStage::kPending);
  EXPECT_THAT(List(ReviewStage::kAccepted), ElementsAre("wrongly"))
      << "not what it was before";
}

// A job tells of a chunk at once, and leaves what stands for the id where it
// is.
TEST_F(ReportReviewTest, WhatAJobAcceptedIsToldInTurnWithTheRest) {
  ReceiptPosition position = *reader_.Now();
  std::vector<std::string> expected, numbers;
  for (int i = 0; i < 5; ++i) {
    const std::string id = absl::StrCat("r-", i);
    const int64_t rejection = Reject(id);
    Run(absl::StrCat(
        "insert into report select (jsonb_populate_record(r, "
        "jsonb_build_object('report_key', report_key + 1000, 'verdict', 1))).* "
        "from report r where report_id = '",
        id, "'"));
    Act(rejection, absl::StrCat("state = 3, accepted_in_job = 1, accepted_as = "
                                "report_key + 1000"));
    numbers.push_back(absl::StrCat(rejection));
    expected.push_back(id);
  }
  EXPECT_THAT(Follow(&position), IsEmpty());
  Run(absl::StrCat("insert into told_chunk values (1, pg_current_xact_id(), '{",
                   absl::StrJoin(numbers, ","), "}')"));
  Act(Reject("dismissed"), "state = 4");
  Run(absl::StrCat("insert into told_chunk values (2, pg_current_xact_id(), '{",
                   numbers[0], "}')"));
  expected.push_back("dismissed");
  const std::vector<StoredReport> told = Follow(&position);
  EXPECT_EQ(Ids(told), expected) << "in order, each once, none of another's";
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told[0].verdict, Verdict::kAccepted);
  ASSERT_TRUE(told[0].review.has_value());
  EXPECT_EQ(told[0].review->stage, ReviewStage::kAccepted);
  EXPECT_THAT(Follow(&position), IsEmpty());
  EXPECT_EQ(Get("r-3").verdict, Verdict::kAccepted);
  EXPECT_EQ(Get("r-3").review->stage, ReviewStage::kAccepted);
  EXPECT_THAT(List(ReviewStage::kAccepted),
              ElementsAre("r-4", "r-3", "r-2", "r-1", "r-0"));
}

TEST_F(ReportReviewTest, TellsOfEachActOnceBesideAnswers) {
  Act(Reject("before"), "state = 4");
  ReceiptPosition position = *reader_.Now();
  EXPECT_THAT(Follow(&position), IsEmpty());
  const int64_t returned = Reject("returned");
  Act(Reject("dismissed"), "state = 4");
  Act(returned, "state = 5, returned_message = 'Ret den.'");
  Act(Reject("taken"), "state = 2, assignee = 'operator:anne'");
  Act(Reject("theirs", 2), "state = 5");
  Act(Reject("another municipality's", 1, 9), "state = 5");
  for (int i = 1; i <= 3; ++i) Add(absl::StrCat("r-", i), 3);
  const LaneLease lease = LeaseOf("a", 3);
  ASSERT_EQ(ConfirmAll(lease, MustNext(lease)), absl::OkStatus());
  EXPECT_THAT(
      Ids(Follow(&position)),
      UnorderedElementsAre("returned", "dismissed", "r-1", "r-2", "r-3"));
  EXPECT_THAT(Follow(&position), IsEmpty());
  Act(returned, "assignee = 'operator:anne'");
  EXPECT_THAT(Follow(&position), IsEmpty()) << "nothing that concerns them";
  Act(returned, "returned_message = 'Ret også slutdatoen.'");
  const auto again = Follow(&position);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].review->returned_message, "Ret også slutdatoen.");
}

// An act that began first but ends last must not end up behind a position that
// was given out meanwhile.
TEST_F(ReportReviewTest, MissesNoActThatBecomesVisibleLate) {
  const int64_t slow = Reject("late"), quick = Reject("early");
  ReceiptPosition position = *reader_.Now();
  auto late = Connect();
  ASSERT_EQ(late->Run("begin", "begin"), absl::OkStatus());
  ASSERT_EQ(late->Run("act", ActSql(slow, "state = 4")), absl::OkStatus());
  Act(quick, "state = 4");
  std::vector<std::string> told = Ids(Follow(&position));
  ASSERT_EQ(late->Run("commit", "commit"), absl::OkStatus());
  for (const std::string& id : Ids(Follow(&position))) told.push_back(id);
  EXPECT_THAT(told, UnorderedElementsAre("late", "early"));
}

}  // namespace
}  // namespace trivsel::gateway::queue
