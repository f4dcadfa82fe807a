// For each RPC of ReviewService, as its descriptor lists them: an operator of
// one municipality tries to see, or to change, what is another's. An RPC
// without a probe fails this test.
#include <google/protobuf/descriptor.h>

#include <functional>
#include <map>
#include <set>

#include "tests/gateway/review/review_server.h"
#include "tests/gateway/review/review_store.h"

namespace trivsel::gateway::review {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::ReasonOf;
using testing::ReviewServer;
using ::testing::SizeIs;
using Stub = ReviewServer::Stub;

class IsolationTest : public ReviewStore {
 protected:
  // Korsbæk's is at stake; there is one that is Holbæk's, too.
  IsolationTest() {
    RejectedReport spec;
    spec.report_id = "secret-of-korsbaek";
    spec.codes = {"CODE-OF-KORSBAEK"};
    spec.submitter_id = 1;
    spec.citizen = std::string(16, 'c');
    id_ = Add(spec);
    spec.report_id = "of-holbaek";
    spec.codes = {kEndMissing};
    spec.municipality_id = kHolbaek;
    spec.submitter_id = 2;
    other_ = Add(spec);
    Run("insert into report_count values ((now() at time zone "
        "'Europe/Copenhagen')::date, 1, 1, 1, '', 0, 555), "
        "((now() at time zone 'Europe/Copenhagen')::date, 1, 1, 2, "
        "'CODE-OF-KORSBAEK', 0, 5)");
  }

  template <typename Request, typename Response>
  grpc::Status Call(const std::string& who,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const Request& request, Response* response) {
    return (server_.stub().*method)(ReviewServer::As(who).get(), request,
                                    response);
  }
  // What an answer must not hold for who is not of Korsbæk, and does hold for
  // who is.
  void Expect(bool owner, const std::string& answer, const std::string& mark) {
    if (owner) {
      EXPECT_THAT(answer, HasSubstr(mark));
    } else {
      EXPECT_THAT(answer, Not(HasSubstr(mark)));
      EXPECT_THAT(answer, Not(HasSubstr("Korsbæk")));
    }
  }
  // Exactly as for what is not there.
  void ExpectNotThere(bool owner, const grpc::Status& status,
                      const grpc::Status& of_nothing) {
    EXPECT_EQ(status.ok(), owner) << status.error_message();
    EXPECT_EQ(ReasonOf(of_nothing), "REVIEW_NOT_FOUND");
    if (owner) return;
    EXPECT_EQ(ReasonOf(status), "REVIEW_NOT_FOUND");
    EXPECT_EQ(status.error_message(), of_nothing.error_message());
  }

  using Probe = std::function<void(const std::string& who, bool owner)>;
  std::map<std::string, Probe> Probes();
  void ListRejections(const std::string& who, bool owner);
  void ListGroups(const std::string& who, bool owner);
  void GetReport(const std::string& who, bool owner);
  void Reveal(const std::string& who, bool owner);
  void GetOverview(const std::string& who, bool owner);
  void ReviewThem(const std::string& who, bool owner);
  void StartJob(const std::string& who, bool owner);
  void GetJob(const std::string& who, bool owner);
  void ListJobs(const std::string& who, bool owner);
  void CancelJob(const std::string& who, bool owner);

  int64_t id_ = 0, other_ = 0;
  ReviewServer server_{*reviews_,
                       {{"korsbaek", korsbaek_},
                        {"holbaek", holbaek_},
                        {"reader", reader_},
                        {"nobody", nobody_}}};
};

void IsolationTest::ListRejections(const std::string& who, bool owner) {
  std::vector<v1::RejectionFilter> filters(7);
  filters[1].set_municipality_cvr(kKorsbaekCvr);
  filters[2].set_submitter("Fagsystem A");
  filters[3].set_code("CODE-OF-KORSBAEK");
  filters[4].set_text("code-of-korsbaek");
  filters[5].set_origin(v1::REJECTION_ORIGIN_VALIDATOR);
  for (int state = 1; state <= 5; ++state) {
    filters[6].add_states(static_cast<v1::ReviewState>(state));
  }
  for (const v1::RejectionFilter& filter : filters) {
    v1::ListRejectionsRequest request;
    *request.mutable_filter() = filter;
    v1::ListRejectionsResponse response;
    ASSERT_TRUE(Call(who, &Stub::ListRejections, request, &response).ok());
    Expect(owner, response.ShortDebugString(), "secret-of-korsbaek");
    EXPECT_EQ(response.next_page_token(), "");
  }
}

void IsolationTest::ListGroups(const std::string& who, bool owner) {
  std::vector<v1::ListRejectionGroupsRequest> requests(3);
  requests[1].set_municipality_cvr(kKorsbaekCvr);
  requests[2].set_submitter("Fagsystem A");
  for (const auto& request : requests) {
    v1::ListRejectionGroupsResponse response;
    ASSERT_TRUE(Call(who, &Stub::ListRejectionGroups, request, &response).ok());
    Expect(owner, response.ShortDebugString(), "CODE-OF-KORSBAEK");
  }
}

void IsolationTest::GetReport(const std::string& who, bool owner) {
  v1::GetReviewedReportResponse response;
  v1::GetReviewedReportRequest request, nothing;
  nothing.set_rejection_id(999);
  const grpc::Status of_nothing =
      Call(who, &Stub::GetReviewedReport, nothing, &response);
  request.set_rejection_id(id_);
  ExpectNotThere(owner, Call(who, &Stub::GetReviewedReport, request, &response),
                 of_nothing);
  request.set_report_key(Get(id_).report_key());
  ExpectNotThere(owner, Call(who, &Stub::GetReviewedReport, request, &response),
                 of_nothing);
  if (owner) return;
  // The same child elsewhere.
  request.set_rejection_id(other_);
  ASSERT_TRUE(Call(who, &Stub::GetReviewedReport, request, &response).ok());
  Expect(false, response.ShortDebugString(), "secret-of-korsbaek");
}

void IsolationTest::Reveal(const std::string& who, bool owner) {
  v1::RevealCitizenRequest request;
  request.set_reason("Borgeren har ringet");
  request.set_report_key(999);
  v1::RevealCitizenResponse response;
  const grpc::Status of_nothing =
      Call(who, &Stub::RevealCitizen, request, &response);
  EXPECT_EQ(ReasonOf(of_nothing), "REVIEW_NOT_FOUND");
  request.set_report_key(Get(id_).report_key());
  const grpc::Status status =
      Call(who, &Stub::RevealCitizen, request, &response);
  // There is no number in it; but only its own operator is told so.
  EXPECT_EQ(ReasonOf(status), owner ? "REVIEW_STATE" : "REVIEW_NOT_FOUND");
}

void IsolationTest::GetOverview(const std::string& who, bool owner) {
  v1::GetOverviewResponse response;
  ASSERT_TRUE(Call(who, &Stub::GetOverview, {}, &response).ok());
  Expect(owner, response.ShortDebugString(), "555");
  EXPECT_EQ(response.overview().open_rejections(), 1);
}

void IsolationTest::ReviewThem(const std::string& who, bool owner) {
  for (int act = 0; act < 6; ++act) {
    v1::ReviewRejectionsRequest request = RequestFor({id_});
    const std::string before = Get(id_).SerializeAsString();
    if (act == 0) request.set_assign("");
    if (act == 1) request.set_comment("x");
    if (act == 2) request.set_release(true);
    if (act == 3) request.set_revalidate("");
    if (act == 4) request.set_return_message("Ret slutdatoen");
    if (act == 5) request.set_dismiss_reason("Dublet af en anden");
    // Somebody must have it before it can be released.
    if (act == 2 && owner) {
      auto take = RequestFor({id_});
      take.set_assign("");
      Review(korsbaek_, take);
      request.mutable_rejections(0)->set_version(Get(id_).version());
    }
    v1::ReviewRejectionsResponse response;
    ASSERT_TRUE(Call(who, &Stub::ReviewRejections, request, &response).ok());
    EXPECT_EQ(response.done_size(), owner ? 1 : 0) << act;
    if (owner) continue;
    EXPECT_EQ(Get(id_).SerializeAsString(), before);
    request.mutable_rejections(0)->set_rejection_id(999);
    v1::ReviewRejectionsResponse of_nothing;
    ASSERT_TRUE(Call(who, &Stub::ReviewRejections, request, &of_nothing).ok());
    ASSERT_THAT(response.conflicts(), SizeIs(1));
    response.mutable_conflicts(0)->set_rejection_id(999);
    EXPECT_EQ(response.SerializeAsString(), of_nothing.SerializeAsString());
  }
}

void IsolationTest::StartJob(const std::string& who, bool owner) {
  v1::StartReviewJobRequest request;
  request.set_kind(v1::ReviewJob::KIND_REVALIDATE);
  request.mutable_filter()->set_municipality_cvr(kKorsbaekCvr);
  v1::StartReviewJobResponse response;
  ASSERT_TRUE(Call(who, &Stub::StartReviewJob, request, &response).ok());
  EXPECT_EQ(jobs_.started_scope.Covers(kKorsbaek), owner);
  EXPECT_FALSE(jobs_.started_scope.all);
}

void IsolationTest::GetJob(const std::string& who, bool owner) {
  v1::GetReviewJobRequest request;
  request.set_job_id(7);
  v1::GetReviewJobResponse response;
  EXPECT_EQ(Call(who, &Stub::GetReviewJob, request, &response).ok(), owner);
}

void IsolationTest::ListJobs(const std::string& who, bool owner) {
  v1::ListReviewJobsRequest request;
  std::set<int64_t> ids;
  do {
    v1::ListReviewJobsResponse response;
    ASSERT_TRUE(Call(who, &Stub::ListReviewJobs, request, &response).ok());
    for (const v1::ReviewJob& job : response.jobs()) ids.insert(job.job_id());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(ids.size(), owner ? 101u : 0u);
}

void IsolationTest::CancelJob(const std::string& who, bool owner) {
  v1::CancelReviewJobRequest request;
  request.set_job_id(7);
  v1::CancelReviewJobResponse response;
  jobs_.cancelled = 0;
  EXPECT_EQ(Call(who, &Stub::CancelReviewJob, request, &response).ok(), owner);
  EXPECT_EQ(jobs_.cancelled, owner ? 1 : 0);
}

std::map<std::string, IsolationTest::Probe> IsolationTest::Probes() {
  const auto by =
      [this](void (IsolationTest::*probe)(const std::string&, bool)) {
        return [this, probe](const std::string& who, bool owner) {
          (this->*probe)(who, owner);
        };
      };
  return {{"ListRejections", by(&IsolationTest::ListRejections)},
          {"ListRejectionGroups", by(&IsolationTest::ListGroups)},
          {"GetReviewedReport", by(&IsolationTest::GetReport)},
          {"RevealCitizen", by(&IsolationTest::Reveal)},
          {"GetOverview", by(&IsolationTest::GetOverview)},
          {"ReviewRejections", by(&IsolationTest::ReviewThem)},
          {"StartReviewJob", by(&IsolationTest::StartJob)},
          {"GetReviewJob", by(&IsolationTest::GetJob)},
          {"ListReviewJobs", by(&IsolationTest::ListJobs)},
          {"CancelReviewJob", by(&IsolationTest::CancelJob)}};
}

TEST_F(IsolationTest, EachMethodKeepsWhatIsAnotherMunicipalitys) {
  const auto* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          v1::ReviewService::service_full_name());
  ASSERT_NE(service, nullptr);
  const auto probes = Probes();
  ASSERT_EQ(service->method_count(), 10);
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string name = service->method(i)->name();
    const auto probe = probes.find(name);
    ASSERT_NE(probe, probes.end()) << name << " needs a probe";
    SCOPED_TRACE(name);
    probe->second("holbaek", /*owner=*/false);
    // Else it would prove nothing.
    probe->second("korsbaek", /*owner=*/true);
  }
}

TEST_F(IsolationTest, WhoHasNoRightIsToldSo) {
  v1::ListRejectionsResponse list;
  EXPECT_EQ(ReasonOf(Call("nobody", &Stub::ListRejections, {}, &list)),
            "REVIEW_NOT_ALLOWED");
  auto request = RequestFor({id_});
  request.set_comment("x");
  v1::ReviewRejectionsResponse response;
  EXPECT_EQ(
      ReasonOf(Call("reader", &Stub::ReviewRejections, request, &response)),
      "REVIEW_NOT_ALLOWED");
  EXPECT_EQ(Call("stranger", &Stub::ListRejections, {}, &list).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  v1::ListRejectionsRequest bad;
  bad.set_page_size(999);
  EXPECT_EQ(ReasonOf(Call("reader", &Stub::ListRejections, bad, &list)),
            "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace trivsel::gateway::review
