// The token endpoint's logic: what it gives, to whom, and what it says to
// everybody else.
#include "gateway/access/token_exchange.h"

#include <gmock/gmock.h>

#include "tests/gateway/access/exchange_fixture.h"

namespace trivsel::gateway::access {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using TokenExchangeTest = ExchangeFixture;

TEST_F(TokenExchangeTest, GivesATokenInThePeersForm) {
  const TokenAnswer answer = Ask(ExchangeForm(Assertion()));
  ASSERT_EQ(answer.status, 200) << answer.json;
  EXPECT_EQ(In(answer, "expires_in"), "300");
  EXPECT_EQ(In(answer, "refresh_expires_in"), "1800");
  EXPECT_EQ(In(answer, "token_type"), "Bearer");
  EXPECT_EQ(In(answer, "not-before-policy"), "0");
  EXPECT_EQ(In(answer, "scope"), "report");
  EXPECT_EQ(In(answer, "issued_token_type"),
            "urn:ietf:params:oauth:token-type:access_token");
  EXPECT_EQ(Header(answer, "Cache-Control"), "no-store");
  EXPECT_EQ(Header(answer, "Pragma"), "no-cache");
  const OwnTokens::Grant grant = GrantIn(answer);
  EXPECT_EQ(grant.submitter_id, 3);
  EXPECT_EQ(grant.cvr, kCvr);
  // Improved on the peer's: it is of no use on another's connection.
  EXPECT_EQ(FaultIn(tokens_.ReadAccess(
                In(answer, "access_token"),
                validator::token::Digest(other_.certificate_der()))),
            "CONFIRMATION_MISMATCH");
  EXPECT_EQ(answer.grant, "token_exchange");
  EXPECT_EQ(answer.submitter_id, 3);
}

TEST_F(TokenExchangeTest, BearsWhatVendorsSend) {
  // The misspelling of the peer's guide, base64 with padding, and with line
  // ends; unknown parameters (RFC 6749 section 3.2).
  Parameters form = ExchangeForm(Assertion());
  form = With(form, "subject_issuer", "kobit-sts");
  form = With(form, "subject_token", mint::Base64(Assertion()));
  form.emplace_back("audience", "http://ehealth.sundhed.dk/x");
  form.emplace_back("scope", "profile email");
  form.emplace_back("whatever", "1");
  EXPECT_EQ(Ask(form).status, 200);
  std::string lines = mint::Base64(Assertion());
  for (size_t at = 76; at < lines.size(); at += 78) lines.insert(at, "\r\n");
  EXPECT_EQ(Ask(With(ExchangeForm(""), "subject_token", lines)).status, 200);
  EXPECT_EQ(Ask(With(ExchangeForm(Assertion()), "client_assertion",
                     ClientAssertion("https://gateway.example.dk:8443")))
                .status,
            200);
  // The realm of the gateway before, if the policy says so.
  const auto realm = [this] {
    return Ask(With(ExchangeForm(Assertion()), "client_assertion",
                    ClientAssertion(kRealm)));
  };
  EXPECT_EQ(Verdict(realm()), "401 invalid_client CLIENT_ASSERTION_INVALID");
  endpoint_.add_client_assertion_audiences(kRealm);
  Trust();
  EXPECT_EQ(realm().status, 200);
}

TEST_F(TokenExchangeTest, FollowsThePolicy) {
  endpoint_.set_access_token_seconds(60);
  endpoint_.set_refresh_token_seconds(90);
  endpoint_.add_subject_issuers("sts");
  Trust();
  EXPECT_EQ(Verdict(Ask(ExchangeForm(Assertion()))),
            "400 invalid_request SUBJECT_ISSUER_UNKNOWN");
  const TokenAnswer answer =
      Ask(With(ExchangeForm(Assertion()), "subject_issuer", "sts"));
  EXPECT_EQ(In(answer, "expires_in"), "60");
  EXPECT_EQ(In(answer, "refresh_expires_in"), "90");
}

TEST_F(TokenExchangeTest, NothingLastsLongerThanTheAssertion) {
  mint::TokenRequest request = Request();
  request.lifetime = absl::Seconds(100);
  const std::string assertion = mint::MintAssertion(request, sts_);
  TokenAnswer answer = Ask(ExchangeForm(assertion));
  EXPECT_LE(std::stoi(In(answer, "expires_in")), 100);
  EXPECT_LE(std::stoi(In(answer, "refresh_expires_in")), 100);
  // Not even a little, though the clocks may differ.
  clock_.Advance(absl::Seconds(101));
  answer = Ask(ExchangeForm(assertion));
  EXPECT_EQ(Verdict(answer), "400 invalid_request TOKEN_EXPIRED");
}

TEST_F(TokenExchangeTest, NothingLastsLongerThanThePermission) {
  snapshot_.permissions = {
      {3, 7, absl::InfinitePast(), clock_.Now() + absl::Seconds(50)}};
  Load();
  EXPECT_LE(std::stoi(In(Ask(ExchangeForm(Assertion())), "expires_in")), 50);
}

TEST_F(TokenExchangeTest, Refreshes) {
  const TokenAnswer first = Ask(ExchangeForm(Assertion()));
  clock_.Advance(absl::Seconds(299));
  const TokenAnswer second = Ask(RefreshForm(In(first, "refresh_token")));
  ASSERT_EQ(second.status, 200) << second.json;
  EXPECT_EQ(In(second, "expires_in"), "300");
  EXPECT_EQ(In(second, "issued_token_type"), "");
  EXPECT_EQ(GrantIn(second).cvr, kCvr);
  // The second ends with the first: an assertion is needed at last.
  EXPECT_LE(std::stoi(In(second, "refresh_expires_in")), 1501);
  clock_.Advance(absl::Seconds(1400));
  const TokenAnswer third = Ask(RefreshForm(In(second, "refresh_token")));
  EXPECT_LE(std::stoi(In(third, "expires_in")), 101);
  clock_.Advance(absl::Seconds(200));
  EXPECT_EQ(Verdict(Ask(RefreshForm(In(third, "refresh_token")))),
            "400 invalid_grant REFRESH_TOKEN_INVALID");
}

TEST_F(TokenExchangeTest, RefreshesOnlyItsOwn) {
  const TokenAnswer first = Ask(ExchangeForm(Assertion()));
  const std::string refresh = In(first, "refresh_token");
  EXPECT_EQ(Verdict(Ask(RefreshForm(In(first, "access_token")))),
            "400 invalid_grant REFRESH_TOKEN_INVALID");
  EXPECT_EQ(Verdict(Ask(RefreshForm(refresh + "x"))),
            "400 invalid_grant REFRESH_TOKEN_INVALID");
  EXPECT_EQ(Verdict(Ask(RefreshForm("rubbish"))),
            "400 invalid_grant REFRESH_TOKEN_INVALID");
  // Another system, with everything of its own but the token.
  Parameters form = RefreshForm(refresh);
  form = With(form, "client_id", "other");
  form = With(
      form, "client_assertion",
      mint::MintClientAssertion({"other", kAudience, clock_.Now()}, other_));
  EXPECT_EQ(Verdict(AskAs(other_.certificate_der(), form)),
            "400 invalid_grant REFRESH_TOKEN_INVALID");
  // The permission has been taken away meanwhile.
  snapshot_.permissions.clear();
  Load();
  EXPECT_EQ(Verdict(Ask(RefreshForm(refresh))),
            "403 access_denied AGREEMENT_MISSING");
}

TEST_F(TokenExchangeTest, AnswersTheOioRestForm) {
  const TokenAnswer answer = Ask({{"saml-token", mint::Base64(Assertion())}});
  ASSERT_EQ(answer.status, 200) << answer.json;
  EXPECT_EQ(In(answer, "token_type"), "Holder-of-key");
  EXPECT_EQ(In(answer, "expires_in"), "300");
  EXPECT_EQ(In(answer, "refresh_token"), "");
  EXPECT_EQ(GrantIn(answer).submitter_id, 3);
  // Pluses that nobody escaped.
  const std::string raw = "saml-token=" + mint::Base64(Assertion());
  EXPECT_EQ(exchange_.Handle(raw, {vendor_.certificate_der(), ""}).status, 200);
}

TEST_F(TokenExchangeTest, RefusesInTheOioRestForm) {
  mint::TokenRequest request = Request();
  request.now -= absl::Hours(9);
  const TokenAnswer expired =
      Ask({{"saml-token", mint::Base64(mint::MintAssertion(request, sts_))}});
  EXPECT_EQ(Verdict(expired), "401 invalid_token TOKEN_EXPIRED");
  const std::string header = Header(expired, "WWW-Authenticate");
  EXPECT_THAT(header, HasSubstr("Bearer error=\"invalid_token\", "
                                "error_description=\"The token has expired."));
  EXPECT_EQ(Header(expired, "Cache-Control"), "no-store");
  EXPECT_EQ(Verdict(AskAs("", {{"saml-token", "x"}})),
            "401 invalid_token CERTIFICATE_MISSING");
  request = Request();
  request.privileges.clear();
  request.privileges.push_back({"http://example.dk/other", kCvr});
  EXPECT_EQ(Verdict(Ask({{"saml-token",
                          mint::Base64(mint::MintAssertion(request, sts_))}})),
            "403 insufficient_scope ROLE_MISSING");
  EXPECT_EQ(Verdict(Ask({{"saml-token", "!"}})),
            "401 invalid_token TOKEN_MALFORMED");
  EXPECT_EQ(Verdict(Ask({{"saml-token", "x"}, {"grant_type", "y"}})),
            "400 invalid_request PARAMETER_INVALID");
}

TEST_F(TokenExchangeTest, SaysWhatIsWrongWithTheForm) {
  const Parameters good = ExchangeForm(Assertion());
  EXPECT_EQ(Verdict(Ask({})), "400 invalid_request PARAMETER_INVALID");
  EXPECT_EQ(Verdict(Ask(With(good, "grant_type", "password"))),
            "400 unsupported_grant_type GRANT_TYPE_UNSUPPORTED");
  EXPECT_EQ(Verdict(Ask(With(good, "subject_token_type", "jwt"))),
            "400 invalid_request SUBJECT_TOKEN_TYPE_UNSUPPORTED");
  for (const auto& [name, value] : good) {
    const TokenAnswer answer = Ask(Without(good, name));
    EXPECT_EQ(Verdict(answer), "400 invalid_request PARAMETER_INVALID") << name;
    EXPECT_THAT(In(answer, "expected"), HasSubstr(name));
    Parameters twice = good;
    twice.emplace_back(name, value);
    EXPECT_EQ(Verdict(Ask(twice)), "400 invalid_request PARAMETER_INVALID");
  }
  for (const auto& [name, value] :
       {std::pair("actor_token", "x"),
        std::pair("requested_token_type",
                  "urn:ietf:params:oauth:token-type:saml2")}) {
    Parameters more = good;
    more.emplace_back(name, value);
    EXPECT_EQ(Verdict(Ask(more)), "400 invalid_request PARAMETER_INVALID");
  }
  EXPECT_EQ(Verdict(exchange_.Handle("a=%", {})),
            "400 invalid_request REQUEST_MALFORMED");
  // Nothing of all that has spent the client's assertion.
  EXPECT_EQ(Ask(good).status, 200);
}

TEST_F(TokenExchangeTest, KnowsTheClient) {
  const std::string assertion = Assertion();
  EXPECT_EQ(Verdict(AskAs("", ExchangeForm(assertion))),
            "401 invalid_client CERTIFICATE_MISSING");
  EXPECT_EQ(
      Verdict(AskAs("", ExchangeForm(assertion), "certificate has expired")),
      "401 invalid_client CERTIFICATE_EXPIRED");
  const TokenAnswer unverified =
      AskAs("", ExchangeForm(assertion), "unable to get local issuer");
  EXPECT_EQ(Verdict(unverified), "401 invalid_client CERTIFICATE_UNKNOWN");
  EXPECT_EQ(In(unverified, "found"), "unable to get local issuer");
  EXPECT_EQ(Verdict(AskAs(sts_.certificate_der(), ExchangeForm(assertion))),
            "401 invalid_client CERTIFICATE_UNKNOWN");
  EXPECT_EQ(Verdict(Ask(With(ExchangeForm(assertion), "client_id", "nobody"))),
            "401 invalid_client CLIENT_UNKNOWN");
  // Registered, but another's.
  EXPECT_EQ(Verdict(Ask(With(ExchangeForm(assertion), "client_id", "other"))),
            "401 invalid_client CLIENT_UNKNOWN");
  const Parameters used = ExchangeForm(assertion);
  EXPECT_EQ(Ask(used).status, 200);
  EXPECT_EQ(Verdict(Ask(used)), "401 invalid_client CLIENT_ASSERTION_REPLAYED");
  EXPECT_THAT(Header(Ask(used), "WWW-Authenticate"), HasSubstr("Bearer"));
  const mint::KeyPair registrar =
      ca_.Issue({"rikke"}, {clock_.Now(), clock_.Now() + absl::Hours(24)});
  Register(registrar, 0);
  Load();
  EXPECT_EQ(
      Verdict(AskAs(registrar.certificate_der(), ExchangeForm(assertion))),
      "401 invalid_client CERTIFICATE_UNKNOWN");
}

TEST_F(TokenExchangeTest, KnowsTheAssertion) {
  const auto ask = [this](const mint::TokenRequest& request,
                          const mint::KeyPair& signer) {
    return Verdict(Ask(ExchangeForm(mint::MintAssertion(request, signer))));
  };
  // Stolen: another's assertion, with everything else in order.
  mint::TokenRequest request = Request();
  request.peer_der = other_.certificate_der();
  EXPECT_EQ(ask(request, sts_), "400 invalid_request CONFIRMATION_MISMATCH");
  EXPECT_EQ(ask(Request(), other_), "400 invalid_request KEY_UNKNOWN");
  request = Request();
  request.issuer = mint::kRetiredIssuer;
  EXPECT_EQ(ask(request, sts_), "400 invalid_request ISSUER_RETIRED");
  request = Request();
  request.service = "http://entityid.example.dk/other/1";
  EXPECT_EQ(ask(request, sts_), "400 invalid_request AUDIENCE_WRONG");
  request = mint::ReporterRequest("11111111", vendor_.certificate_der(),
                                  clock_.Now());
  EXPECT_EQ(ask(request, sts_), "403 access_denied AGREEMENT_MISSING");
  request = mint::ReporterRequest("22222222", vendor_.certificate_der(),
                                  clock_.Now());
  EXPECT_EQ(ask(request, sts_), "403 access_denied MUNICIPALITY_UNKNOWN");
  request = Request();
  request.privileges[0].scope_cvr = "11111111";
  EXPECT_EQ(ask(request, sts_), "403 insufficient_scope SCOPE_WRONG");
  // As it is, not encoded; and something else.
  const TokenAnswer xml =
      Ask(With(ExchangeForm(""), "subject_token", Assertion()));
  EXPECT_EQ(Verdict(xml), "400 invalid_request TOKEN_MALFORMED");
  EXPECT_EQ(In(xml, "found"), "XML");
  EXPECT_EQ(Verdict(Ask(ExchangeForm("hello"))),
            "400 invalid_request XML_MALFORMED");
}

TEST_F(TokenExchangeTest, TellsAVendorWhatToDo) {
  mint::TokenRequest request = Request();
  request.peer_der = other_.certificate_der();
  const TokenAnswer answer =
      Ask(ExchangeForm(mint::MintAssertion(request, sts_)));
  EXPECT_THAT(In(answer, "error_description"),
              HasSubstr("The certificate of the connection is not the one"));
  EXPECT_THAT(In(answer, "danish"), HasSubstr("Forbindelsens certifikat"));
  EXPECT_NE(In(answer, "expected"), "");
  EXPECT_NE(In(answer, "found"), "");
  EXPECT_NE(In(answer, "danish_advice"), "");
  EXPECT_EQ(In(answer, "error_uri"),
            std::string(kHelp) + "#CONFIRMATION_MISMATCH");
  // RFC 6749 section 5.2 allows these alone.
  for (char c : In(answer, "error_description")) {
    EXPECT_TRUE(c >= 0x20 && c < 0x7F && c != '"' && c != '\\');
  }
}

// Also when somebody puts a token where something else belongs: what is shown
// of it ends before its signature begins.
TEST_F(TokenExchangeTest, NeverShowsASecret) {
  const Parameters good = ExchangeForm(Assertion());
  const std::string secrets[] = {ClientAssertion(), good.back().second,
                                 In(Ask(good), "refresh_token")};
  for (const std::string& secret : secrets) {
    const std::string end = secret.substr(secret.size() - 30);
    for (const auto& [place, ignored] : good) {
      const TokenAnswer answer = Ask(With(good, place, secret + "!"));
      EXPECT_NE(answer.status, 200) << place;
      EXPECT_THAT(answer.json, Not(HasSubstr(end))) << place;
      EXPECT_THAT(answer.json, Not(HasSubstr(secret.substr(80, 30)))) << place;
    }
    EXPECT_THAT(Ask(RefreshForm(secret + "!")).json, Not(HasSubstr(end)));
  }
}

TEST_F(TokenExchangeTest, SaysWhenItCannotTell) {
  used_.status = absl::UnavailableError("away");
  const TokenAnswer answer = Ask(ExchangeForm(Assertion()));
  EXPECT_EQ(Verdict(answer),
            "503 temporarily_unavailable TEMPORARILY_UNAVAILABLE");
  EXPECT_NE(Header(answer, "Retry-After"), "");
}

// The sandbox's corpus of SAML assertions through the whole endpoint.
TEST_F(TokenExchangeTest, EveryBadAssertionIsRefusedForItsReason) {
  const mint::KeyPair expired = ca_.Issue(
      mint::StsSubject(1),
      {clock_.Now() - absl::Hours(48), clock_.Now() - absl::Hours(24)});
  const mint::KeyPair third = ca_.Issue(
      mint::StsSubject(3), {clock_.Now(), clock_.Now() + absl::Hours(24)});
  auto trust = std::make_shared<TrustSnapshot>(*trust_);
  const auto key = [](const mint::KeyPair& pair) {
    return *validator::token::PublicKey::FromCertificateDer(
        pair.certificate_der());
  };
  trust->trust.issuers[0].keys.push_back(key(expired));
  trust->trust.issuers.push_back({mint::kOtherIssuer, {key(third)}});
  trust_ = trust;
  const mint::BadTokenSetting setting{
      Request(), {kClientId, kAudience, clock_.Now()},
      sts_,      expired,
      third,     other_,
      vendor_};
  int seen = 0;
  for (const mint::BadToken& bad : mint::BadTokens(setting)) {
    // An empty parameter is none (RFC 6749 section 3.2).
    if (bad.form != mint::TokenForm::kSaml || bad.text.empty()) continue;
    ++seen;
    const TokenAnswer answer = Ask({{"saml-token", mint::Base64(bad.text)}});
    EXPECT_NE(answer.status, 200) << bad.name;
    const bool form_too_large =
        answer.fault == gateway::v1::ACCESS_FAULT_REQUEST_MALFORMED &&
        bad.text.size() > kMaxFormBytes / 2;
    EXPECT_TRUE(form_too_large ||
                std::find(bad.allowed.begin(), bad.allowed.end(),
                          answer.fault) != bad.allowed.end())
        << bad.name << ": " << answer.json;
  }
  EXPECT_GE(seen, 30);
  for (const mint::GoodToken& good : mint::GoodTokens(setting)) {
    if (good.form != mint::TokenForm::kSaml) continue;
    EXPECT_EQ(Ask({{"saml-token", mint::Base64(good.text)}}).status, 200)
        << good.name;
  }
}

}  // namespace
}  // namespace trivsel::gateway::access
