// What a vendor sees of what operators did to its rejected reports, in a whole
// gateway: by GetReport, ListReports and WatchReceipts, and never another's.
#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/integration/token_fixture.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class VendorReviewTest : public TokenFixture {
 protected:
  void SetUp() override {
    Start();
    ours_ = VisitorOf(vendor_, kHolbaek);
  }

  // A report that is rejected; gives its id.
  std::string Reject(const Visitor& visitor, const std::string& cvr) {
    ltt::v1::DeliveryReport report = NextOf(cvr);
    for (auto& entry : *report.mutable_entry()) {
      if (entry.has_care_plan()) entry.mutable_care_plan()->clear_period();
    }
    v1::Receipt receipt;
    EXPECT_EQ(ReasonOf(Submit(visitor, report, &receipt)), "");
    EXPECT_EQ(receipt.verdict(), v1::VERDICT_REJECTED)
        << receipt.ShortDebugString();
    return report.id();
  }
  // What an operator's act does to the rejection of a report.
  void Act(const std::string& id, int state, const std::string& message) {
    static const store::Statement kAct{
        "test_act",
        "update rejection set state = $2::smallint, version = version + 1, "
        "returned_message = nullif($3::text, ''), updated_at = now() where "
        "report_key in (select report_key from report where report_id = "
        "$1::text)"};
    auto done = pool_->Execute(kAct, store::Params()
                                         .Text(id)
                                         .Int16(static_cast<int16_t>(state))
                                         .Text(message));
    ASSERT_TRUE(done.ok()) << done.status();
  }
  static v1::Report Get(const Visitor& visitor, const std::string& id) {
    v1::GetReportRequest request;
    request.set_report_id(id);
    v1::GetReportResponse response;
    const grpc::Status status =
        visitor.stub->GetReport(ContextOf(visitor).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.report();
  }
  static std::vector<std::string> List(const Visitor& visitor,
                                       v1::ReviewState state) {
    v1::ListReportsRequest request;
    request.mutable_filter()->set_review_state(state);
    v1::ListReportsResponse response;
    const grpc::Status status =
        visitor.stub->ListReports(ContextOf(visitor).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> ids;
    for (const v1::Report& report : response.reports()) {
      ids.push_back(report.receipt().report_id());
    }
    return ids;
  }

  Visitor ours_;
};

// Follows all of a caller's reports on a thread of its own.
class Follower {
 public:
  Follower(const Visitor& visitor, std::unique_ptr<grpc::ClientContext> context)
      : context_(std::move(context)),
        stream_(visitor.stub->WatchReceipts(context_.get(),
                                            v1::WatchReceiptsRequest())) {
    stream_->WaitForInitialMetadata();
    reader_ = std::thread([this] {
      v1::WatchReceiptsResponse response;
      while (stream_->Read(&response)) {
        std::lock_guard lock(mutex_);
        told_.push_back(response.report());
      }
    });
  }
  ~Follower() {
    context_->TryCancel();
    reader_.join();
  }
  std::vector<v1::Report> told() {
    std::lock_guard lock(mutex_);
    return told_;
  }

 private:
  const std::unique_ptr<grpc::ClientContext> context_;
  const std::unique_ptr<grpc::ClientReader<v1::WatchReceiptsResponse>> stream_;
  std::mutex mutex_;
  std::vector<v1::Report> told_;
  std::thread reader_;
};

TEST_F(VendorReviewTest, GetAndListTellHowFarOperatorsAre) {
  const std::string id = Reject(ours_, kHolbaek);
  const v1::Report open = Get(ours_, id);
  EXPECT_EQ(open.review().state(), v1::REVIEW_STATE_OPEN);
  EXPECT_EQ(open.standard_url(), "") << "there is no HTTPS door";
  Act(id, v1::REVIEW_STATE_RETURNED, "Sæt startdato på forløbet.");
  const v1::Report returned = Get(ours_, id);
  EXPECT_EQ(returned.review().state(), v1::REVIEW_STATE_RETURNED);
  EXPECT_EQ(returned.review().returned_message(), "Sæt startdato på forløbet.");
  EXPECT_TRUE(returned.review().has_update_time());
  EXPECT_THAT(List(ours_, v1::REVIEW_STATE_RETURNED), ElementsAre(id));
  EXPECT_THAT(List(ours_, v1::REVIEW_STATE_OPEN), IsEmpty());
  ltt::v1::DeliveryReport fine = NextOf(kHolbaek);
  EXPECT_EQ(ReasonOf(Submit(ours_, fine)), "");
  EXPECT_FALSE(Get(ours_, fine.id()).has_review());

  v1::ListReportsRequest unknown;
  unknown.mutable_filter()->set_review_state(static_cast<v1::ReviewState>(77));
  v1::ListReportsResponse page;
  EXPECT_EQ(
      ReasonOf(ours_.stub->ListReports(ContextOf(ours_).get(), unknown, &page)),
      "PAGE_TOKEN_INVALID");
}

TEST_F(VendorReviewTest, AnotherSubmitterOrMunicipalitySeesNothingOfIt) {
  const Visitor other = VisitorOf(other_, kHolbaek);
  const Visitor elsewhere = VisitorOf(vendor_, kKorsbaek);
  const std::string id = Reject(ours_, kHolbaek);
  const std::string theirs = Reject(elsewhere, kKorsbaek);
  Follower follower(ours_, ContextOf(ours_));
  Follower others_follower(other, ContextOf(other));
  Follower elsewhere_follower(elsewhere, ContextOf(elsewhere));
  // Until all three are known to listen: each is told of an act of its own.
  const std::string others_id = Reject(other, kHolbaek);
  for (const auto& [whose, stream, report] :
       {std::tuple{&other, &others_follower, others_id},
        std::tuple{&elsewhere, &elsewhere_follower, theirs}}) {
    int n = 0;
    EXPECT_TRUE(LookUntil([&, stream = stream, report = report] {
      Act(report, v1::REVIEW_STATE_RETURNED, absl::StrCat("Ret ", ++n));
      return !stream->told().empty();
    }));
  }
  Act(id, v1::REVIEW_STATE_RETURNED, "Kun til os.");
  EXPECT_TRUE(LookUntil([&] {
    for (const v1::Report& report : follower.told()) {
      if (report.review().returned_message() == "Kun til os.") return true;
    }
    return false;
  }));
  for (const v1::Report& report : others_follower.told()) {
    EXPECT_EQ(report.receipt().report_id(), others_id);
  }
  for (const v1::Report& report : elsewhere_follower.told()) {
    EXPECT_EQ(report.receipt().report_id(), theirs);
  }
  for (const v1::Report& report : follower.told()) {
    EXPECT_EQ(report.receipt().report_id(), id);
  }
  EXPECT_THAT(List(other, v1::REVIEW_STATE_RETURNED), ElementsAre(others_id));
  EXPECT_THAT(List(elsewhere, v1::REVIEW_STATE_RETURNED), ElementsAre(theirs));
}

}  // namespace
}  // namespace trivsel::gateway
