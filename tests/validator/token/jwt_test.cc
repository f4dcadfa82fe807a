// JWTs that must be accepted, and the parts of the reading.
#include "validator/token/jwt.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"
#include "validator/token/base64.h"

namespace trivsel::validator::token::testing {
namespace {

namespace v1 = trivsel::gateway::v1;

Claims Verified(const std::string& jwt, const Trust& trust = TheTrust(),
                absl::Time now = Now()) {
  const auto claims = VerifyJwt(jwt, trust, Peer(), now);
  if (const auto fault = FaultOf(claims)) {
    ADD_FAILURE() << EnglishSentence(*fault);
    return {};
  }
  return std::get<Claims>(claims);
}

std::string Signed(std::string_view from, std::string_view to) {
  return SignJwt(JwtHeader(Sts()), With(JwtPayload(), from, to), Sts());
}

TEST(Jwt, TheFactsSampleIsAccepted) {
  const Claims claims = Verified(GoodJwt());
  EXPECT_EQ(claims.issuer, kIssuer);
  EXPECT_EQ(claims.subject, kService);
  EXPECT_EQ(claims.id, "f1b9a3de-0c55-4a7e-9f5c-b6a3f1f0c111");
  EXPECT_EQ(claims.audiences, std::vector<std::string>{kService});
  EXPECT_EQ(claims.recipient, "");
  EXPECT_EQ(claims.cvr, kCvr);
  EXPECT_EQ(claims.confirmation, Peer());
  EXPECT_EQ(claims.issued_at, Now());
  EXPECT_EQ(claims.not_before, Now());
  EXPECT_EQ(claims.not_after, Now() + absl::Hours(8));
  ASSERT_EQ(claims.privileges.size(), 1u);
  EXPECT_EQ(claims.privileges[0].role, kRole);
  EXPECT_FALSE(CheckReporter(claims, TheTrust()).has_value());
}

TEST(Jwt, AcceptsWhatMayDiffer) {
  const std::string aud = absl::StrCat("\"aud\":\"", kService, "\"");
  EXPECT_EQ(
      Verified(Signed(aud, absl::StrCat("\"aud\":[\"x\",\"", kService, "\"]")))
          .audiences.size(),
      2u);
  const std::string iat = absl::StrCat("\"iat\":", absl::ToUnixSeconds(Now()));
  EXPECT_EQ(Verified(Signed(iat, iat + ".75")).issued_at, Now());
  Verified(Signed("\"spec_ver\":\"1.0\"", R"("more":{"a":[1,null,true]})"));
  EXPECT_EQ(Verified(Signed("\"jti\"", "\"jt\"")).id, "");
  EXPECT_EQ(Verified(Signed("\"nbf\"", "\"nb\"")).not_before, Now());
  Verified(SignJwt(R"({"alg":"PS256"})", JwtPayload(), Sts()));
  Verified(
      SignJwt(With(JwtHeader(Sts()), "\"kid\"", "\"k\""), JwtPayload(), Sts()));
}

TEST(Jwt, TimesHaveTheirSkew) {
  const std::string jwt = GoodJwt();
  const Trust trust = TheTrust();
  Verified(jwt, trust, Now() - absl::Seconds(120));
  Verified(jwt, trust, Now() + absl::Hours(8) + absl::Seconds(119));
  const auto code = [&](absl::Time now) {
    const auto fault = FaultOf(VerifyJwt(jwt, trust, Peer(), now));
    return fault.has_value() ? FaultName(fault->code) : "";
  };
  EXPECT_EQ(code(Now() - absl::Seconds(121)), "CLOCK_DIFFERS");
  EXPECT_EQ(code(Now() + absl::Hours(8) + absl::Seconds(120)), "TOKEN_EXPIRED");
}

TEST(Jwt, FaultsTellWhatWasExpectedAndFound) {
  const auto fault = [](const std::string& jwt, absl::Time now = Now()) {
    return FaultOf(VerifyJwt(jwt, TheTrust(), Peer(), now)).value_or(Fault());
  };
  const Fault clock = fault(GoodJwt(), Now() - absl::Seconds(300));
  EXPECT_EQ(clock.code, v1::ACCESS_FAULT_CLOCK_DIFFERS);
  EXPECT_EQ(clock.expected, "2026-03-02T07:55:00Z");
  EXPECT_EQ(clock.found, "300 s");
  const Fault issuer = fault(Signed(kIssuer, "https://x.example"));
  EXPECT_EQ(issuer.expected,
            absl::StrCat("https://another.example.dk, ", kIssuer));
  EXPECT_EQ(issuer.found, "https://x.example");
  const Fault key = fault(SignJwt(JwtHeader(Stranger()), JwtPayload(), Sts()));
  EXPECT_NE(key.expected.find(Base64Url(Sts().Public().certificate_sha1())),
            std::string::npos);
  EXPECT_EQ(key.found, Base64Url(Stranger().Public().certificate_sha1()));
  const Fault peer =
      FaultOf(VerifyJwt(GoodJwt(), TheTrust(), Digest("another"), Now()))
          .value_or(Fault());
  EXPECT_EQ(peer.code, v1::ACCESS_FAULT_CONFIRMATION_MISMATCH);
  EXPECT_NE(peer.expected.find(Base64Url(Peer())), std::string::npos);
  EXPECT_NE(peer.found.find(Hex(Digest("another"))), std::string::npos);
}

TEST(Jwt, BothGenerationsOfKeysAreTaken) {
  const Identity next = NewIdentity(NewRsaKey(3072), {"Next STS"});
  Trust trust = TheTrust();
  trust.issuers[1].keys.push_back(next.Public());
  Verified(SignJwt(JwtHeader(next), JwtPayload(), next), trust);
  Verified(GoodJwt(), trust);
}

TEST(Jwt, WeakOrOtherKeysAreRefused) {
  for (const Identity& weak :
       {NewIdentity(NewRsaKey(1024)), NewIdentity(NewEcKey())}) {
    Trust trust = TheTrust();
    trust.issuers[1].keys = {weak.Public()};
    const auto fault = FaultOf(VerifyJwt(
        SignJwt(JwtHeader(weak), JwtPayload(), Sts()), trust, Peer(), Now()));
    ASSERT_TRUE(fault.has_value());
    EXPECT_EQ(FaultName(fault->code), "ALGORITHM_REFUSED");
  }
}

TEST(Jwt, AnIssuerWithoutKeysSignsNothing) {
  Trust trust = TheTrust();
  trust.issuers[1].keys.clear();
  for (const std::string& jwt :
       {GoodJwt(), SignJwt(R"({"alg":"PS256"})", JwtPayload(), Sts())}) {
    const auto fault = FaultOf(VerifyJwt(jwt, trust, Peer(), Now()));
    ASSERT_TRUE(fault.has_value());
    EXPECT_EQ(FaultName(fault->code), "KEY_UNKNOWN");
  }
}

TEST(Jws, IsTakenApart) {
  const std::string jwt = GoodJwt();
  const auto read = ReadJws(jwt);
  const Jws* jws = std::get_if<Jws>(&read);
  ASSERT_NE(jws, nullptr);
  EXPECT_EQ(jws->algorithm, "PS256");
  EXPECT_EQ(jws->key_id, jws->x5t);
  EXPECT_EQ(jws->payload, JwtPayload());
  EXPECT_EQ(jws->signed_part, jwt.substr(0, jwt.rfind('.')));
  EXPECT_EQ(jws->signed_part.data(), jwt.data());
  EXPECT_EQ(jws->signature.size(), 256u);
}

TEST(Jws, ClientsMaySignByRs256) {
  const std::string header = R"({"alg":"RS256","kid":"k"})";
  const std::string jwt = SignJwt(header, "{}", Vendor(), false);
  const auto read = ReadJws(jwt);
  const Jws* jws = std::get_if<Jws>(&read);
  ASSERT_NE(jws, nullptr);
  EXPECT_FALSE(VerifyJws(*jws, Vendor().Public()).has_value());
  const auto other = VerifyJws(*jws, Stranger().Public());
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(FaultName(other->code), "SIGNATURE_INVALID");
}

TEST(Jws, ThePayloadIsReadStrictlyToo) {
  for (const auto& [payload, name] :
       {std::pair<const char*, const char*>{R"({"a":{"b":1,"b":2}})",
                                            "CLAIM_INVALID"},
        {"[1]", "TOKEN_MALFORMED"},
        {"{} {}", "TOKEN_MALFORMED"},
        {R"({"a":"\ud800"})", "TOKEN_MALFORMED"},
        {R"({"a":"\udc00"})", "TOKEN_MALFORMED"},
        {R"({"a\udc00":"b"})", "TOKEN_MALFORMED"},
        {R"({"a":["b\u0000"]})", "TOKEN_MALFORMED"},
        {"{\"a\":\"\xFF\"}", "TOKEN_MALFORMED"}}) {
    const std::string jwt = SignJwt(JwtHeader(Sts()), payload, Sts());
    const auto fault = FaultOf(ReadJws(jwt));
    ASSERT_TRUE(fault.has_value()) << payload;
    EXPECT_EQ(FaultName(fault->code), name);
  }
}

TEST(Jws, ManyMembersAreCompared) {
  std::string payload = "{";
  for (int i = 0; i < 200; ++i) absl::StrAppend(&payload, "\"", i, "\":0,");
  const auto fault = [](const std::string& json) {
    return FaultOf(ReadJwtClaims(json));
  };
  EXPECT_EQ(FaultName(fault(payload + "\"x\":0}")->code), "CLAIM_MISSING");
  const auto repeated = fault(payload + "\"77\":0}");
  EXPECT_EQ(FaultName(repeated->code), "CLAIM_INVALID");
  EXPECT_EQ(repeated->found, "2 x 77");
}

TEST(Base64, IsReadStrictlyAndLeniently) {
  EXPECT_EQ(DecodeBase64Url("-_8"), "\xFB\xFF");
  EXPECT_EQ(DecodeBase64Url(""), "");
  for (const char* bad : {"-_9", "-_8=", "+/8", "A", "AAAAA", "A A", "\xFF"}) {
    EXPECT_EQ(DecodeBase64Url(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(DecodeBase64(" +/8=\r\n"), "\xFB\xFF");
  EXPECT_EQ(DecodeBase64("-_8"), "\xFB\xFF");
  for (const char* bad : {"+_8", "+/8==", "=", "+/=8", "====", "%"}) {
    EXPECT_EQ(DecodeBase64(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace trivsel::validator::token::testing
