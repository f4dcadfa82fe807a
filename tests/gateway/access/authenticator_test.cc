// Who is calling: every way in, and every way to be turned away.
#include "gateway/access/authenticator.h"

#include <gmock/gmock.h>

#include "tests/gateway/access/access_fixture.h"
#include "tests/gateway/access/policy_text.h"
#include "tests/support/dev_certificates.h"
#include "tests/support/token_mint.h"

namespace trivsel::gateway::access {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using trivsel::testing::PolicyText;
using trivsel::testing::ThumbprintOf;
using trivsel::testing::TokenDraft;
using trivsel::testing::TokenMint;

using Answer = validator::token::OrFault<Authenticator::CallerPtr>;

std::array<uint8_t, 32> Secret() {
  std::array<uint8_t, 32> secret{};
  secret.fill(5);
  return secret;
}

class AuthenticatorTest : public ::testing::Test {
 protected:
  AuthenticatorTest() {
    snapshot_.version = 1;
    snapshot_.municipalities = {{7, "29189447", "Holbæk", {"451000016003"}},
                                {8, "11111111", "Korsbæk", {"79641000016006"}}};
    snapshot_.submitters = {{3, "vendor"}, {4, "other"}};
    snapshot_.permissions = {{3, 7}, {4, 7}};
    Register(vendor_, 3);
    Register(other_, 4);
    Register(operator_, 0);
    Load();
    folder_.Put("sts.pem", one_.cert_pem());
    folder_.Put("policy", PolicyText());
    Open({});
    draft_.peer = ThumbprintOf(vendor_.cert_pem);
  }

  void Register(const testing::CertifiedKey& key, int32_t submitter) {
    RegisteredCredential credential;
    credential.fingerprint = ReadCertificate(key.cert_pem)->fingerprint;
    credential.submitter_id = submitter;
    if (submitter == 0) {
      credential.operator_name = "Rikke";
      credential.operator_grants = {
          {static_cast<uint8_t>(Right::kRegister), true}};
    }
    snapshot_.credentials.push_back(credential);
  }
  void Load() {
    ++snapshot_.version;
    registry_.Put(snapshot_);
    ASSERT_TRUE(directory_.Load().ok());
  }
  void Open(Authenticator::Options options) {
    trust_ = std::make_unique<TrustStore>(
        TrustStore::Options{folder_.In("policy"), nullptr, nullptr}, clock_);
    ASSERT_TRUE(trust_->Load().ok());
    authenticator_ = std::make_unique<Authenticator>(
        directory_, trust_.get(), &own_, clock_, std::move(options));
  }

  Answer Call(const std::vector<std::string>& authorization) {
    return CallAs(vendor_.cert_pem, authorization);
  }
  Answer CallAs(const std::string& pem,
                const std::vector<std::string>& authorization) {
    const std::vector<std::string_view> views(authorization.begin(),
                                              authorization.end());
    return authenticator_->Authenticate(pem, views);
  }
  Answer Send(const TokenDraft& draft) {
    return Call({"Bearer " + one_.Jwt(draft)});
  }
  std::string FaultOf(const TokenDraft& draft) { return FaultIn(Send(draft)); }
  static const Caller& CallerIn(const Answer& answer) {
    return *std::get<Authenticator::CallerPtr>(answer);
  }

  Folder folder_;
  SetClock clock_;
  testing::DevCertificates certificates_;
  const testing::CertifiedKey vendor_ = certificates_.Client("vendor"),
                              other_ = certificates_.Client("other"),
                              operator_ = certificates_.Client("operator");
  const TokenMint one_, two_{"ADG_TEST_Adgangsstyring_2"};
  RegistrySnapshot snapshot_;
  FakeRegistry registry_;
  AccessDirectory directory_{registry_, clock_};
  OwnTokens own_{Secret(), clock_};
  std::unique_ptr<TrustStore> trust_;
  std::unique_ptr<Authenticator> authenticator_;
  TokenDraft draft_;
};

TEST_F(AuthenticatorTest, AnStsTokenSaysForWhom) {
  const auto answer = Send(draft_);
  ASSERT_EQ(FaultIn(answer), "") << Told(answer);
  const Caller& caller = CallerIn(answer);
  EXPECT_EQ(caller.role, Caller::Role::kSubmitter);
  EXPECT_EQ(caller.submitter_id, 3);
  EXPECT_THAT(caller.MunicipalityIds(), ElementsAre(7));
  EXPECT_THAT(caller.VisibleMunicipalityIds(), ElementsAre(7));
  EXPECT_TRUE(caller.by_token());
  EXPECT_LE(caller.valid_until, draft_.expires + absl::Minutes(2));
}

TEST_F(AuthenticatorTest, TheSchemesOfBothProfilesAreTaken) {
  const std::string token = one_.Jwt(draft_);
  for (const char* scheme :
       {"Bearer ", "bearer ", "BEARER  ", "Holder-of-key ", "holder-of-KEY "}) {
    EXPECT_EQ(FaultIn(Call({scheme + token})), "") << scheme;
  }
  for (const std::string& wrong :
       {"Basic " + token, token, "Bearer" + token, std::string("x"),
        std::string(), " Bearer " + token}) {
    const auto answer = Call({wrong});
    EXPECT_EQ(FaultIn(answer), "SCHEME_UNKNOWN");
    EXPECT_THAT(Told(answer), Not(HasSubstr(token.substr(0, 20))));
  }
  EXPECT_EQ(FaultIn(Call({"Bearer " + token, "Bearer " + token})),
            "SCHEME_UNKNOWN");
  EXPECT_EQ(FaultIn(Call({"Bearer "})), "TOKEN_MISSING");
  EXPECT_EQ(FaultIn(Call({"Bearer"})), "TOKEN_MISSING");
}

TEST_F(AuthenticatorTest, TheCertificateIsAskedFirst) {
  const std::string bearer = "Bearer " + one_.Jwt(draft_);
  EXPECT_EQ(FaultIn(CallAs("", {bearer})), "CERTIFICATE_MISSING");
  EXPECT_EQ(FaultIn(CallAs("nonsense", {bearer})), "CERTIFICATE_MISSING");
  EXPECT_EQ(FaultIn(CallAs(certificates_.Client("x").cert_pem, {bearer})),
            "CERTIFICATE_UNKNOWN");
  snapshot_.credentials[0].revoked = true;
  Load();
  EXPECT_EQ(FaultIn(Call({bearer})), "CERTIFICATE_REVOKED");
  snapshot_.credentials[0].revoked = false;
  Load();
  EXPECT_EQ(FaultIn(Call({bearer})), "");
  clock_.Advance(absl::Hours(25));
  EXPECT_EQ(FaultIn(Call({bearer})), "CERTIFICATE_EXPIRED")
      << "the connection lives longer than its certificate";
}

TEST_F(AuthenticatorTest, AStolenTokenOpensNothing) {
  const std::string bearer = "Bearer " + one_.Jwt(draft_);
  ASSERT_EQ(FaultIn(Call({bearer})), "") << "and now it is in the cache";
  EXPECT_EQ(FaultIn(CallAs(other_.cert_pem, {bearer})),
            "CONFIRMATION_MISMATCH");
}

TEST_F(AuthenticatorTest, EachFaultOfATokenIsToldApart) {
  const auto with = [&](auto change) {
    TokenDraft draft = draft_;
    change(draft);
    return FaultOf(draft);
  };
  const absl::Time now = clock_.Now();
  EXPECT_EQ(with([](auto& d) { d.algorithm = "none"; }), "ALGORITHM_REFUSED");
  EXPECT_EQ(with([](auto& d) { d.algorithm = "HS256"; }), "ALGORITHM_REFUSED");
  EXPECT_EQ(with([](auto& d) { d.issuer = "https://else.dk"; }),
            "ISSUER_UNKNOWN");
  EXPECT_EQ(with([](auto& d) { d.issuer = "https://sts1.example.dk/x"; }),
            "ISSUER_RETIRED");
  EXPECT_EQ(with([](auto& d) { d.audience = "http://else.dk"; }),
            "AUDIENCE_WRONG");
  EXPECT_EQ(with([](auto& d) { d.role = "http://else.dk/role/1"; }),
            "ROLE_MISSING");
  EXPECT_EQ(with([](auto& d) { d.scope_cvr = "11111111"; }), "SCOPE_WRONG");
  EXPECT_EQ(with([](auto& d) { d.cvr = "11111111"; }), "SCOPE_WRONG");
  EXPECT_EQ(with([](auto& d) { d.cvr = d.scope_cvr = "99999999"; }),
            "MUNICIPALITY_UNKNOWN");
  EXPECT_EQ(with([](auto& d) { d.cvr = d.scope_cvr = "11111111"; }),
            "AGREEMENT_MISSING");
  EXPECT_EQ(with([&](auto& d) {
              d.issued = d.not_before = now - absl::Hours(9);
              d.expires = now - absl::Hours(1);
            }),
            "TOKEN_EXPIRED");
  EXPECT_EQ(with([&](auto& d) { d.not_before = now + absl::Hours(1); }),
            "TOKEN_NOT_YET_VALID");
  EXPECT_EQ(with([&](auto& d) { d.issued = now + absl::Hours(1); }),
            "CLOCK_DIFFERS");
  EXPECT_EQ(with([&](auto& d) { d.expires = now + absl::Hours(20); }),
            "LIFETIME_TOO_LONG");
  EXPECT_EQ(FaultIn(Call({"Bearer " + two_.Jwt(draft_)})), "KEY_UNKNOWN");
  std::string changed = one_.Jwt(draft_);
  changed[changed.size() - 20] =
      changed[changed.size() - 20] == 'A' ? 'B' : 'A';
  EXPECT_EQ(FaultIn(Call({"Bearer " + changed})), "SIGNATURE_INVALID");
  EXPECT_EQ(FaultIn(Call({"Bearer a.b"})), "TOKEN_MALFORMED");
  EXPECT_EQ(FaultIn(Call({"Bearer " + std::string(20'000, 'a')})),
            "TOKEN_TOO_LARGE");
}

TEST_F(AuthenticatorTest, WhatChangesEndsWhatWasRemembered) {
  ASSERT_EQ(FaultOf(draft_), "");
  ASSERT_EQ(FaultOf(draft_), "");
  snapshot_.permissions = {{3, 8}};
  Load();
  EXPECT_EQ(FaultOf(draft_), "AGREEMENT_MISSING");
  snapshot_.permissions = {
      {3, 7, absl::InfinitePast(), clock_.Now() + absl::Minutes(1)}};
  Load();
  EXPECT_EQ(FaultOf(draft_), "");
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(FaultOf(draft_), "AGREEMENT_NOT_VALID_NOW");
  snapshot_.permissions = {{3, 7}};
  snapshot_.submitters[0].active = false;
  Load();
  EXPECT_EQ(FaultOf(draft_), "SUBMITTER_INACTIVE");
  snapshot_.submitters[0].active = true;
  Load();
  EXPECT_EQ(FaultOf(draft_), "");
  directory_.RequireDocuments(true);
  EXPECT_EQ(FaultOf(draft_), "AGREEMENT_MISSING");
  directory_.RequireDocuments(false);
  EXPECT_EQ(FaultOf(draft_), "");
  trust_->Start();
  folder_.Put("sts.pem", two_.cert_pem());
  EXPECT_TRUE(Eventually([&] { return FaultOf(draft_) == "KEY_UNKNOWN"; }));
}

TEST_F(AuthenticatorTest, ATokenEndsThoughItIsRemembered) {
  draft_.expires = clock_.Now() + absl::Minutes(10);
  ASSERT_EQ(FaultOf(draft_), "");
  clock_.Advance(absl::Minutes(11));
  EXPECT_EQ(FaultOf(draft_), "") << "the tolerance for clocks";
  clock_.Advance(absl::Minutes(2));
  EXPECT_EQ(FaultOf(draft_), "TOKEN_EXPIRED");
}

TEST_F(AuthenticatorTest, ASigningCertificateEndsThoughATokenIsRemembered) {
  const TokenMint brief("brief", clock_.Now() - absl::Hours(1),
                        clock_.Now() + absl::Hours(1));
  folder_.Put("sts.pem", brief.cert_pem() + two_.cert_pem());
  Open({});
  const std::string bearer = "Bearer " + brief.Jwt(draft_);
  ASSERT_EQ(FaultIn(Call({bearer})), "");
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(FaultIn(Call({bearer})), "KEY_NOT_VALID_NOW");
}

TEST_F(AuthenticatorTest, OurOwnTokenIsBoundAsTheStsTokenWas) {
  OwnTokens::Grant grant;
  grant.submitter_id = 3;
  grant.cvr = "29189447";
  grant.peer = draft_.peer;
  grant.expires = clock_.Now() + absl::Minutes(5);
  const std::string bearer = "Bearer " + own_.MintAccess(grant);
  const auto answer = Call({bearer});
  ASSERT_EQ(FaultIn(answer), "");
  EXPECT_THAT(CallerIn(answer).MunicipalityIds(), ElementsAre(7));
  EXPECT_EQ(CallerIn(answer).token_until,
            absl::FromUnixSeconds(absl::ToUnixSeconds(grant.expires)));
  EXPECT_EQ(FaultIn(CallAs(other_.cert_pem, {bearer})),
            "CONFIRMATION_MISMATCH");
  EXPECT_EQ(FaultIn(Call({"Bearer " + own_.MintRefresh(grant)})),
            "TOKEN_MALFORMED");
  clock_.Advance(absl::Minutes(5));
  EXPECT_EQ(FaultIn(Call({bearer})), "TOKEN_EXPIRED");

  grant.submitter_id = 4;
  grant.expires = clock_.Now() + absl::Minutes(5);
  EXPECT_EQ(FaultIn(Call({"Bearer " + own_.MintAccess(grant)})),
            "CONFIRMATION_MISMATCH")
      << "the certificate is another submitter's by now";
  grant.submitter_id = 3;
  grant.cvr = "11111111";
  EXPECT_EQ(FaultIn(Call({"Bearer " + own_.MintAccess(grant)})),
            "AGREEMENT_MISSING");
}

TEST_F(AuthenticatorTest, TheCertificateAloneIsNotEnoughUnlessItIsSaid) {
  EXPECT_EQ(FaultIn(Call({})), "TOKEN_MISSING");
  Open({.certificate_login = true});
  auto answer = Call({});
  ASSERT_EQ(FaultIn(answer), "");
  EXPECT_THAT(CallerIn(answer).MunicipalityIds(), ElementsAre(7));
  EXPECT_THAT(CallerIn(answer).VisibleMunicipalityIds(), ElementsAre(0, 7));
  EXPECT_FALSE(CallerIn(answer).by_token());
  EXPECT_EQ(FaultIn(Call({"Bearer " + two_.Jwt(draft_)})), "KEY_UNKNOWN")
      << "a bad token is not made good by the certificate";
  folder_.Put("policy", PolicyText("certificate_files: 'sts.pem'",
                                   "certificate_login: true"));
  Open({});
  EXPECT_EQ(FaultIn(Call({})), "");
}

TEST_F(AuthenticatorTest, WithoutAPolicyNoIssuerIsTrusted) {
  const Authenticator bare(directory_, nullptr, nullptr, clock_, {});
  const std::string bearer = "Bearer " + one_.Jwt(draft_);
  const std::vector<std::string_view> views = {bearer};
  EXPECT_EQ(FaultIn(bare.Authenticate(vendor_.cert_pem, views)),
            "ISSUER_UNKNOWN");
}

TEST_F(AuthenticatorTest, AnOperatorIsARegistrarAndReportsForNobody) {
  const auto answer = CallAs(operator_.cert_pem, {});
  ASSERT_EQ(FaultIn(answer), "");
  EXPECT_EQ(CallerIn(answer).role, Caller::Role::kOperator);
  ASSERT_NE(CallerIn(answer).rights, nullptr);
  EXPECT_EQ(CallerIn(answer).rights->actor, "operator:Rikke");
  EXPECT_TRUE(CallerIn(answer).rights->Has(Right::kRegister));
  EXPECT_TRUE(CallerIn(answer).rights->Has(Right::kRead));
  EXPECT_FALSE(CallerIn(answer).rights->Has(Right::kOperate));
  EXPECT_EQ(CallerIn(answer).submitter, "Rikke");
  EXPECT_EQ(CallerIn(answer).submitter_id, 0);
  EXPECT_TRUE(CallerIn(answer).municipalities.empty());
  draft_.peer = ThumbprintOf(operator_.cert_pem);
  EXPECT_EQ(FaultIn(CallAs(operator_.cert_pem, {"Bearer " + one_.Jwt(draft_)})),
            "CERTIFICATE_UNKNOWN");
}

TEST_F(AuthenticatorTest, InsecureIsOneSubmitter) {
  Open({.insecure_submitter = "other"});
  const auto answer = CallAs("", {});
  ASSERT_EQ(FaultIn(answer), "");
  EXPECT_EQ(CallerIn(answer).submitter_id, 4);
  EXPECT_EQ(FaultIn(authenticator_->Recheck(CallerIn(answer))), "");
}

TEST_F(AuthenticatorTest, WhoWasKnownIsAskedAgain) {
  const auto answer = Send(draft_);
  ASSERT_EQ(FaultIn(answer), "");
  const Caller caller = CallerIn(answer);
  const auto again = [&] { return FaultIn(authenticator_->Recheck(caller)); };
  EXPECT_EQ(again(), "");
  snapshot_.credentials[0].revoked = true;
  Load();
  EXPECT_EQ(again(), "CERTIFICATE_REVOKED");
  snapshot_.credentials[0].revoked = false;
  snapshot_.permissions.clear();
  Load();
  EXPECT_EQ(again(), "AGREEMENT_MISSING");
  snapshot_.permissions = {{3, 7}, {4, 7}};
  snapshot_.credentials[0].submitter_id = 4;
  Load();
  EXPECT_EQ(again(), "CONFIRMATION_MISMATCH");
  snapshot_.credentials[0].submitter_id = 3;
  Load();
  EXPECT_EQ(again(), "");
  clock_.Set(draft_.expires + absl::Minutes(3));
  EXPECT_EQ(again(), "TOKEN_EXPIRED");
}

TEST_F(AuthenticatorTest, ACertificateThatWasKnownIsAskedAgain) {
  Open({.certificate_login = true});
  const Caller caller = CallerIn(Call({}));
  snapshot_.permissions.push_back({3, 8});
  Load();
  const auto again = authenticator_->Recheck(caller);
  ASSERT_EQ(FaultIn(again), "");
  EXPECT_THAT(CallerIn(again).MunicipalityIds(), ElementsAre(7, 8));
  clock_.Advance(absl::Hours(25));
  EXPECT_EQ(FaultIn(authenticator_->Recheck(caller)), "CERTIFICATE_EXPIRED");
}

}  // namespace
}  // namespace trivsel::gateway::access
