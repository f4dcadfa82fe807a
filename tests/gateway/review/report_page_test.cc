// One report with all that is known of it, without its CPR number; and the
// number, for who has a reason.
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/journal/journal.h"
#include "tests/gateway/review/review_store.h"
#include "tests/support/report_factory.h"
#include "validator/fhir/fhir_writer.h"

namespace trivsel::gateway::review {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using v1::ReportStep;

class ReportPageTest : public ReviewStore {
 protected:
  ReportPageTest() : report_(factory_.Next()) {
    validator::fhir::AppendFhirJson(*mapping_, report_, &json_);
    cpr_ = report_.entry(0).citizen().identifier().value();
    // The number also where it should not be.
    json_ = absl::StrReplaceAll(
        json_, {{"\"resourceType\":\"Bundle\"",
                 "\"resourceType\":\"Bundle\",\"id\":\"" + cpr_ + "\""}});
  }

  RejectedReport AsFhir() {
    RejectedReport spec;
    spec.report_id = "fhir";
    spec.content = json_;
    spec.canonical = report_.SerializeAsString();
    spec.citizen = std::string(16, 'c');
    v1::Finding* finding = spec.findings.add_findings();
    finding->set_code(kEndMissing);
    finding->set_fhir_path("Bundle.entry[0].resource.identifier[0].value");
    finding = spec.findings.add_findings();
    finding->set_code("GW-REPORT-ID-MISMATCH");
    finding->set_fhir_path("");
    return spec;
  }

  v1::ReviewedReport Page(int64_t rejection_id, const access::Operator& who) {
    v1::GetReviewedReportRequest request;
    request.set_rejection_id(rejection_id);
    v1::GetReviewedReportResponse response;
    const absl::Status status =
        reviews_->GetReviewedReport(who, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response.report();
  }
  absl::StatusOr<std::string> Reveal(const access::Operator& who,
                                     int64_t report_key,
                                     const std::string& reason) {
    v1::RevealCitizenRequest request;
    request.set_report_key(report_key);
    request.set_reason(reason);
    v1::RevealCitizenResponse response;
    const absl::Status status =
        reviews_->RevealCitizen(who, request, &response);
    if (!status.ok()) {
      EXPECT_EQ(response.cpr(), "");
      EXPECT_THAT(std::string(status.message()), Not(HasSubstr(cpr_)));
      return status;
    }
    return response.cpr();
  }
  int64_t KeyOf(int64_t rejection_id) { return Get(rejection_id).report_key(); }

  testing::ReportFactory factory_{3};
  ltt::v1::DeliveryReport report_;
  std::string json_, cpr_;
};

TEST_F(ReportPageTest, ShowsTheRecordWithFindingsOnTheirLines) {
  const int64_t id = Add(AsFhir());
  const v1::ReviewedReport page = Page(id, korsbaek_);
  EXPECT_EQ(page.report_key(), KeyOf(id));
  EXPECT_EQ(page.receipt().report_id(), "fhir");
  EXPECT_EQ(page.receipt().verdict(), v1::VERDICT_REJECTED);
  EXPECT_EQ(page.submitter(), "Fagsystem A");
  EXPECT_EQ(page.municipality(), "Korsbæk Kommune");
  ASSERT_THAT(page.rejections(), SizeIs(1));
  ASSERT_THAT(page.places(), SizeIs(2));
  const std::vector<std::string> lines = absl::StrSplit(page.fhir_json(), '\n');
  EXPECT_THAT(lines[static_cast<size_t>(page.places(0).line() - 1)],
              HasSubstr("\"value\": \"******-****\""));
  EXPECT_EQ(page.places(1).line(), 0);
  EXPECT_THAT(page.SerializeAsString(), Not(HasSubstr(cpr_)));
}

TEST_F(ReportPageTest, ABinaryReportIsShownAsFhir) {
  RejectedReport spec = AsFhir();
  spec.form = 2;
  spec.content = report_.SerializeAsString();
  spec.canonical.clear();
  const v1::ReviewedReport page = Page(Add(spec), all_);
  EXPECT_THAT(page.fhir_json(), HasSubstr("\"resourceType\": \"Bundle\""));
  EXPECT_THAT(page.SerializeAsString(), Not(HasSubstr(cpr_)));
  EXPECT_GT(page.places(0).line(), 1);
  spec.report_id = "broken";
  spec.content = "\xff\xff";
  EXPECT_EQ(Page(Add(spec), all_).fhir_json(), "");
  spec.report_id = "no json";
  spec.form = 1;
  spec.content = "{\"resourceType\":";
  EXPECT_EQ(Page(Add(spec), all_).fhir_json(), "");
}

TEST_F(ReportPageTest, TellsTheWayThatItWent) {
  const int64_t id = Add(AsFhir());
  auto act = RequestFor({id});
  act.set_comment("Ringet til leverandøren");
  Review(korsbaek_, act);
  const v1::ReviewedReport page = Page(id, all_);
  ASSERT_THAT(page.events(), SizeIs(1));
  EXPECT_EQ(page.events(0).actor(), "Anne Holm");
  EXPECT_EQ(page.events(0).text(), "Ringet til leverandøren");
  ASSERT_THAT(page.steps(), SizeIs(3));
  EXPECT_EQ(page.steps(0).kind(), ReportStep::KIND_RECEIVED);
  EXPECT_EQ(page.steps(1).kind(), ReportStep::KIND_JUDGED);
  EXPECT_EQ(page.steps(1).text(), "ltt-test");
  EXPECT_EQ(page.steps(2).kind(), ReportStep::KIND_REVIEWED);
  EXPECT_EQ(page.steps(2).text(), "Anne Holm");
}

TEST_F(ReportPageTest, AReceiversRefusalHasItsWords) {
  queue::FixtureReport waiting;
  waiting.report_id = "sent";
  waiting.municipality_id = kKorsbaek;
  const int64_t key = QueueStore::Add(waiting);
  const queue::LaneLease lease = LeaseOf("test", 0);
  const queue::SealedBatch batch = MustNext(lease);
  ASSERT_TRUE(
      queue_.Settle(lease, batch.batch_id, {queue::Refused(key, "MODTAGER-17")})
          .ok());
  v1::GetReviewedReportRequest request;
  request.set_report_key(key);
  v1::GetReviewedReportResponse response;
  ASSERT_TRUE(reviews_->GetReviewedReport(all_, request, &response).ok());
  const v1::ReviewedReport& page = response.report();
  ASSERT_THAT(page.deliveries(), SizeIs(1));
  EXPECT_EQ(page.deliveries(0).state(), v1::DELIVERY_STATE_REFUSED);
  ASSERT_THAT(page.deliveries(0).findings(), SizeIs(1));
  EXPECT_EQ(page.deliveries(0).findings(0).code(), "MODTAGER-17");
  ASSERT_THAT(page.rejections(), SizeIs(1));
  EXPECT_EQ(page.rejections(0).origin(), v1::REJECTION_ORIGIN_RECEIVER);
  EXPECT_EQ(page.rejections(0).destination(), "national");
  ASSERT_THAT(page.steps(), SizeIs(4));
  EXPECT_EQ(page.steps(2).kind(), ReportStep::KIND_SENT);
  EXPECT_EQ(page.steps(3).kind(), ReportStep::KIND_REFUSED);
  EXPECT_EQ(page.steps(3).text(), "national");
  ExpectCountsAreRight();
}

TEST_F(ReportPageTest, AReceiverThatNamesTheChildIsNotQuotedInThat) {
  RejectedReport spec = AsFhir();
  spec.by_receiver = true;
  v1::Receipt words;
  words.add_findings()->set_danish("Ukendt borger " + cpr_);
  words.mutable_findings(0)->set_english("Unknown " + cpr_.substr(0, 6) + "-" +
                                         cpr_.substr(6));
  spec.receiver_findings = words.SerializeAsString();
  const v1::ReviewedReport page = Page(Add(spec), all_);
  ASSERT_THAT(page.deliveries(), SizeIs(1));
  EXPECT_EQ(page.deliveries(0).findings(0).danish(),
            "Ukendt borger ******-****");
  EXPECT_EQ(page.deliveries(0).findings(0).english(), "Unknown ******-****");
  EXPECT_THAT(page.SerializeAsString(), Not(HasSubstr(cpr_)));
}

TEST_F(ReportPageTest, ShowsTheChildsReportsOfTheScope) {
  RejectedReport spec = AsFhir();
  const int64_t first = Add(spec);
  spec.report_id = "elsewhere";
  spec.municipality_id = kHolbaek;
  Add(spec);
  spec.report_id = "another child";
  spec.municipality_id = kKorsbaek;
  spec.citizen = std::string(16, 'd');
  Add(spec);
  spec.report_id = "later";
  spec.citizen = std::string(16, 'c');
  Add(spec);
  const v1::ReviewedReport mine = Page(first, korsbaek_);
  ASSERT_THAT(mine.citizen_reports(), SizeIs(2));
  EXPECT_EQ(mine.citizen_reports(0).report_id(), "later");
  EXPECT_EQ(mine.citizen_reports(1).report_id(), "fhir");
  EXPECT_THAT(mine.citizen_reports(1).resources(),
              ::testing::ElementsAre("CarePlan/plan-1"));
  EXPECT_THAT(Page(first, all_).citizen_reports(), SizeIs(3));
  // Reports that could not be read are not one child's.
  Add("unreadable");
  EXPECT_THAT(Page(Add("unreadable too"), all_).citizen_reports(), SizeIs(0));
}

TEST_F(ReportPageTest, ContentThatIsGoneIsSaidToBe) {
  const int64_t id = Add(AsFhir());
  // As the month's slim partition has it.
  Run("alter table report disable trigger report_immutable; update report set "
      "content_kept = false, content = '', canonical = null");
  const v1::ReviewedReport page = Page(id, all_);
  EXPECT_TRUE(page.content_no_longer_kept());
  EXPECT_EQ(page.fhir_json(), "");
  EXPECT_THAT(page.receipt().findings(), SizeIs(2));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      Reveal(all_, KeyOf(id), "Borgeren har ringet").status()));
}

TEST_F(ReportPageTest, TheNumberIsGivenForAReasonThatIsWrittenDownFirst) {
  const int64_t key = KeyOf(Add(AsFhir()));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Reveal(reader_, key, "Borgeren har ringet").status()));
  EXPECT_TRUE(
      absl::IsNotFound(Reveal(holbaek_, key, "Borgeren har ringet").status()));
  EXPECT_TRUE(
      absl::IsNotFound(Reveal(all_, 999, "Borgeren har ringet").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Reveal(all_, key, "nej").status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(Reveal(all_, key, "om " + cpr_).status()));
  EXPECT_EQ(Number("select count(*) from journal where kind = 9"), 0);
  const auto cpr = Reveal(korsbaek_, key, "Borgeren har ringet");
  ASSERT_TRUE(cpr.ok()) << cpr.status();
  EXPECT_EQ(*cpr, cpr_);
  EXPECT_EQ(Text("select actor || ' ' || convert_from(subject, 'UTF8') "
                 "from journal where kind = 9"),
            "operator:Anne Holm citizen revealed: report " +
                std::to_string(key) + ": Borgeren har ringet");
  EXPECT_TRUE(journal::Verify(pool_.get()).ok());
  // If it cannot be written down, it is not given.
  Run("create function test_refuse() returns trigger language plpgsql as "
      "'begin raise exception ''no''; end'; create trigger test_refuse before "
      "insert on journal for each row execute function test_refuse()");
  EXPECT_FALSE(Reveal(korsbaek_, key, "Borgeren har ringet").ok());
}

}  // namespace
}  // namespace trivsel::gateway::review
