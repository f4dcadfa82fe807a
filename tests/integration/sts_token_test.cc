// Tokens at the gateway's door: real TLS, real registry, real files.
#include <gmock/gmock.h>

#include <fstream>

#include "absl/strings/match.h"
#include "gateway/access/fingerprint.h"
#include "gateway/store/registry_documents.h"
#include "google/rpc/error_details.pb.h"
#include "tests/integration/token_fixture.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;
using ::testing::HasSubstr;
using ::testing::Not;

class StsTokenTest : public TokenFixture {
 protected:
  // Calls until the reason is this one; whether it came to be so in time.
  bool AwaitReason(const Visitor& visitor, const std::string& reason) {
    return LookUntil(
        [&] { return ReasonOf(Submit(visitor, factory_.Next())) == reason; });
  }
  v1::Receipt receipt_;
};

TEST_F(StsTokenTest, AReportGoesInWithATokenOfTheSts) {
  Start();
  const Visitor vendor = VisitorOf(vendor_, kHolbaek);
  const grpc::Status status = Submit(vendor, NextOf(kHolbaek), &receipt_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(receipt_.verdict(), v1::VERDICT_ACCEPTED);

  v1::SubmitReportRequest request;
  *request.mutable_submission()->mutable_report() = NextOf(kHolbaek);
  v1::SubmitReportResponse response;
  EXPECT_TRUE(vendor.stub
                  ->SubmitReport(ContextOf(vendor, "Holder-of-key").get(),
                                 request, &response)
                  .ok());
  EXPECT_EQ(ReasonOf(Submit(vendor, NextOf(kKorsbaek))),
            "MUNICIPALITY_NOT_ALLOWED")
      << "the token is for one municipality, whatever the submitter may";
  EXPECT_EQ(ReasonOf(Submit(VisitorOf(vendor_, kKorsbaek), NextOf(kKorsbaek))),
            "");
}

TEST_F(StsTokenTest, ARefusalSaysWhatIsWrongAndWhereHelpIs) {
  Start();
  testing::TokenDraft draft = DraftFor(vendor_, kHolbaek);
  draft.audience = "http://entityid.example.dk/service/else/1";
  const std::string token = sts_.Jwt(draft);
  const grpc::Status status = Submit(With(vendor_, token), factory_.Next());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(status.error_message(), HasSubstr("for another service"));
  const google::rpc::Status details = Details(status);
  google::rpc::ErrorInfo info;
  google::rpc::LocalizedMessage danish;
  google::rpc::Help help;
  ASSERT_EQ(details.details_size(), 3);
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  ASSERT_TRUE(details.details(1).UnpackTo(&danish));
  ASSERT_TRUE(details.details(2).UnpackTo(&help));
  EXPECT_EQ(info.reason(), "AUDIENCE_WRONG");
  EXPECT_THAT(info.metadata().at("expected"), HasSubstr("service/trivsel/1"));
  EXPECT_THAT(info.metadata().at("found"), HasSubstr("service/else/1"));
  EXPECT_EQ(info.metadata().at("help"),
            "https://docs.example.dk/access#AUDIENCE_WRONG");
  EXPECT_EQ(help.links(0).url(), info.metadata().at("help"));
  EXPECT_THAT(danish.message(), HasSubstr("til en anden service"));
  EXPECT_THAT(details.ShortDebugString(), Not(HasSubstr(token.substr(0, 30))));
  EXPECT_THAT(Metrics(),
              HasSubstr("trivsel_calls_refused_total{reason=\"AUDIENCE_WRONG\""
                        "} 1"));
}

TEST_F(StsTokenTest, EachWayOfBeingNobodyHasItsReason) {
  Start();
  const Visitor good = VisitorOf(vendor_, kHolbaek);
  EXPECT_EQ(ReasonOf(Submit(With(vendor_, ""), factory_.Next())),
            "TOKEN_MISSING");
  EXPECT_EQ(ReasonOf(Submit(With(certificates_.Client("x"), good.token),
                            factory_.Next())),
            "CERTIFICATE_UNKNOWN");
  EXPECT_EQ(ReasonOf(Submit(With(other_, good.token), factory_.Next())),
            "CONFIRMATION_MISMATCH");
  EXPECT_EQ(ReasonOf(Submit(VisitorOf(other_, kKorsbaek), factory_.Next())),
            "AGREEMENT_MISSING");
  EXPECT_EQ(ReasonOf(Submit(VisitorOf(vendor_, "99999999"), factory_.Next())),
            "MUNICIPALITY_UNKNOWN");
  auto context = ContextOf(good);
  context->AddMetadata("authorization", "Bearer " + good.token);
  v1::ListReportsResponse response;
  EXPECT_EQ(ReasonOf(good.stub->ListReports(
                context.get(), v1::ListReportsRequest(), &response)),
            "SCHEME_UNKNOWN");
}

TEST_F(StsTokenTest, AnStsRollsOverWithoutARestart) {
  Start();
  const testing::TokenMint next("ADG_TEST_Adgangsstyring_2");
  const Visitor old = VisitorOf(vendor_, kHolbaek);
  const Visitor fresh = With(vendor_, next.Jwt(DraftFor(vendor_, kHolbaek)));
  EXPECT_EQ(ReasonOf(Submit(fresh, factory_.Next())), "KEY_UNKNOWN");
  PutIssuerCertificates({&sts_, &next});
  EXPECT_TRUE(AwaitReason(fresh, ""));
  EXPECT_EQ(ReasonOf(Submit(old, factory_.Next())), "") << "side by side";
  EXPECT_THAT(Metrics(), HasSubstr("Adgangsstyring_2"));

  std::ofstream(config_.access_policy) << "max_skew_seconds: broken";
  EXPECT_TRUE(LookUntil([&] {
    return absl::StrContains(Metrics(), "trivsel_access_policy_usable 0");
  }));
  EXPECT_EQ(ReasonOf(Submit(old, factory_.Next())), "")
      << "the one before stays in force";
  PutIssuerCertificates({&next});
  PutPolicy();
  EXPECT_TRUE(AwaitReason(old, "KEY_UNKNOWN"));
  EXPECT_EQ(ReasonOf(Submit(fresh, factory_.Next())), "");
  EXPECT_TRUE(LookUntil([&] {
    return absl::StrContains(Metrics(), "trivsel_access_policy_usable 1");
  }));
}

// Where the policy does not say otherwise, a municipality's signed agreements
// must be registered.
TEST_F(StsTokenTest, BothAgreementsMustBeSigned) {
  PutPolicy("");
  Start();
  const Visitor vendor = VisitorOf(vendor_, kHolbaek);
  EXPECT_EQ(ReasonOf(Submit(vendor, factory_.Next())), "AGREEMENT_MISSING");
  store::DocumentRegistry documents(pool_.get());
  store::DocumentRow row;
  row.cvr = kHolbaek;
  row.signed_on = absl::CivilDay(2026, 1, 1);
  row.reference = "SIGN-1";
  row.valid.from = absl::Now() - absl::Hours(24);
  row.valid.until = absl::Now() + absl::Hours(24 * 365);
  ASSERT_TRUE(documents.Put("test", row).ok());
  row.kind = store::DocumentKind::kDataProcessing;
  const auto second = documents.Put("test", row);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(AwaitReason(vendor, ""));
  ASSERT_TRUE(documents.End("test", *second, absl::Now()).ok());
  EXPECT_TRUE(AwaitReason(vendor, "AGREEMENT_NOT_VALID_NOW"));
}

TEST_F(StsTokenTest, MetricsCountTheDaysThatAreLeft) {
  Start();
  const std::string text = Metrics();
  for (const char* part :
       {"use=\"sts\",holder=\"https://sts.example.dk/runtime\"",
        "use=\"client\",holder=\"vendor\"",
        "use=\"server\",holder=\"\",subject=\"CN=gateway\""}) {
    EXPECT_THAT(
        text, HasSubstr(std::string("trivsel_certificate_days_left{") + part));
  }
}

TEST_F(StsTokenTest, ThePolicyIsLookedAtBeforeItStarts) {
  std::ofstream(config_.access_policy) << "nonsense";
  EXPECT_THAT(std::string(CheckConfig(config_).message()),
              HasSubstr("access.textproto: line 1"));
  config_.access_policy.clear();
  EXPECT_THAT(std::string(CheckConfig(config_).message()),
              HasSubstr("--access-policy"));
  config_.certificate_login = true;
  EXPECT_TRUE(CheckConfig(config_).ok());
  config_.help_url = "https://x.dk/a#b";
  EXPECT_FALSE(CheckConfig(config_).ok());
}

// A stream that was opened in time must not outlive what opened it.
class StsTokenWatchTest : public StsTokenTest {
 protected:
  struct Open {
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientReader<v1::WatchReceiptsResponse>> reader;
  };
  // Open, and known to be.
  Open Watch(const Visitor& visitor) {
    Open open{ContextOf(visitor), nullptr};
    open.reader = visitor.stub->WatchReceipts(open.context.get(),
                                              v1::WatchReceiptsRequest());
    open.reader->WaitForInitialMetadata();
    return open;
  }
  // Waits for the end; its reason.
  static std::string End(const Open& open) {
    v1::WatchReceiptsResponse message;
    while (open.reader->Read(&message)) {
    }
    const grpc::Status status = open.reader->Finish();
    EXPECT_NE(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
    return ReasonOf(status);
  }
};

TEST_F(StsTokenWatchTest, EndsWithItsToken) {
  PutPolicy("max_skew_seconds: 1 documents_not_required: true");
  Start();
  testing::TokenDraft draft = DraftFor(vendor_, kHolbaek);
  draft.expires = absl::Now() + absl::Seconds(2);
  EXPECT_EQ(End(Watch(With(vendor_, sts_.Jwt(draft)))), "TOKEN_EXPIRED");
  EXPECT_GE(absl::Now(), draft.expires);
}

TEST_F(StsTokenWatchTest, EndsWithTheCertificate) {
  Start();
  const Open open = Watch(VisitorOf(vendor_, kHolbaek));
  const auto facts = access::ReadCertificate(vendor_.cert_pem);
  ASSERT_TRUE(
      registry_->RevokeCredential("test", access::ToHex(facts->fingerprint))
          .ok());
  EXPECT_EQ(End(open), "CERTIFICATE_REVOKED");
}

TEST_F(StsTokenWatchTest, EndsWithTheAgreement) {
  Start();
  const Open gone = Watch(VisitorOf(vendor_, kHolbaek));
  const Open stays = Watch(VisitorOf(vendor_, kKorsbaek));
  ASSERT_TRUE(registry_->Disallow("test", "vendor", kHolbaek).ok());
  EXPECT_EQ(End(gone), "AGREEMENT_MISSING");
  stays.context->TryCancel();
  EXPECT_EQ(stays.reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace trivsel::gateway
