// What an OpenID provider publishes, and its ID tokens.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/idp/mint/login_answer.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/jwt.h"
#include "validator/token/id_token.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace mint = trivsel::sandbox::mint;

constexpr char kIssuer[] = "https://idp.example.dk/oidc";

struct World {
  const absl::Time now = absl::FromUnixSeconds(1'900'000'000);
  const mint::KeyPair key = mint::KeyPair::NewRsa();
  const mint::KeyPair other = mint::KeyPair::NewRsa();
  static const World& Get() {
    static const auto* world = new World();
    return *world;
  }
};

mint::JsonMembers Claims() {
  const int64_t now = absl::ToUnixSeconds(World::Get().now);
  return {{"iss", mint::JsonText(kIssuer)},
          {"sub", "\"f484ab2a-1\""},
          {"aud", "\"trivsel\""},
          {"iat", absl::StrCat(now)},
          {"exp", absl::StrCat(now + 3600)},
          {"nonce", "\"n-1\""},
          {"name", "\"Olga\""},
          {"cvr", "\"11111111\""},
          {"loa", "\"Substantial\""},
          {"priv", mint::JsonText(mint::Base64(
                       mint::LoginPrivilegesXml({{"role", "11111111"}})))}};
}

IdTokenExpectation Expected() {
  IdTokenExpectation expected;
  expected.issuer = kIssuer;
  expected.client_id = "trivsel";
  expected.nonce = "n-1";
  expected.keys.push_back(
      {"k1", *PublicKey::FromKeyDer(World::Get().key.public_key_der())});
  expected.user = "sub";
  expected.name = "name";
  expected.cvr = "cvr";
  expected.privileges = "priv";
  expected.assurance = "loa";
  return expected;
}

OrFault<LoginClaims> Verify(
    const mint::JsonMembers& claims,
    const char* header = R"({"alg":"PS256","kid":"k1"})",
    mint::SignatureKind kind = mint::SignatureKind::kPs256,
    const mint::KeyPair& signer = World::Get().key) {
  return VerifyIdToken(mint::SignJws(header, mint::Json(claims), signer, kind),
                       Expected(), World::Get().now);
}

v1::AccessFault CodeOf(const OrFault<LoginClaims>& result) {
  const Fault* fault = std::get_if<Fault>(&result);
  return fault == nullptr ? v1::ACCESS_FAULT_UNSPECIFIED : fault->code;
}

TEST(IdToken, AGoodOneGivesThePerson) {
  const auto result = Verify(Claims());
  ASSERT_TRUE(std::holds_alternative<LoginClaims>(result));
  const auto& claims = std::get<LoginClaims>(result);
  EXPECT_EQ(claims.user_key, "f484ab2a-1");
  EXPECT_EQ(claims.name, "Olga");
  EXPECT_EQ(claims.cvr, "11111111");
  ASSERT_EQ(claims.privileges.size(), 1u);
  EXPECT_EQ(CodeOf(Verify(Claims(), R"({"alg":"PS512"})",
                          mint::SignatureKind::kPs512)),
            v1::ACCESS_FAULT_UNSPECIFIED);
}

TEST(IdToken, BadOnesAreRefusedForTheirReason) {
  const int64_t now = absl::ToUnixSeconds(World::Get().now);
  const auto with = [](const char* name, const std::string& value) {
    return CodeOf(Verify(mint::With(Claims(), name, value)));
  };
  EXPECT_EQ(with("iss", "\"https://other/\""), v1::ACCESS_FAULT_ISSUER_UNKNOWN);
  EXPECT_EQ(with("aud", "\"other\""), v1::ACCESS_FAULT_AUDIENCE_WRONG);
  EXPECT_EQ(with("aud", "[\"trivsel\",\"other\"]"),
            v1::ACCESS_FAULT_AUDIENCE_WRONG);
  EXPECT_EQ(with("aud", "[\"trivsel\"]"), v1::ACCESS_FAULT_UNSPECIFIED);
  EXPECT_EQ(with("azp", "\"other\""), v1::ACCESS_FAULT_AUDIENCE_WRONG);
  EXPECT_EQ(with("nonce", "\"n-2\""), v1::ACCESS_FAULT_IN_RESPONSE_TO_WRONG);
  EXPECT_EQ(with("exp", absl::StrCat(now - 300)),
            v1::ACCESS_FAULT_TOKEN_EXPIRED);
  EXPECT_EQ(with("iat", absl::StrCat(now + 300)),
            v1::ACCESS_FAULT_TOKEN_NOT_YET_VALID);
  EXPECT_EQ(with("exp", absl::StrCat(now + 100'000)),
            v1::ACCESS_FAULT_LIFETIME_TOO_LONG);
  EXPECT_EQ(with("loa", "\"Low\""), v1::ACCESS_FAULT_ASSURANCE_TOO_LOW);
  EXPECT_EQ(with("sub", "\"0101070000\""), v1::ACCESS_FAULT_CLAIM_INVALID);
  EXPECT_EQ(with("cvr", "\"1\""), v1::ACCESS_FAULT_CLAIM_INVALID);
  EXPECT_EQ(with("priv", "\"!\""), v1::ACCESS_FAULT_PRIVILEGES_MALFORMED);
  EXPECT_EQ(CodeOf(Verify(mint::Without(Claims(), "sub"))),
            v1::ACCESS_FAULT_CLAIM_MISSING);
}

TEST(IdToken, OnlyPssByAPublishedKey) {
  using Kind = mint::SignatureKind;
  EXPECT_EQ(
      CodeOf(Verify(Claims(), R"({"alg":"RS256","kid":"k1"})", Kind::kRs256)),
      v1::ACCESS_FAULT_ALGORITHM_REFUSED);
  EXPECT_EQ(CodeOf(Verify(Claims(), R"({"alg":"none"})")),
            v1::ACCESS_FAULT_ALGORITHM_REFUSED);
  EXPECT_EQ(CodeOf(Verify(Claims(), R"({"alg":"HS256","kid":"k1"})")),
            v1::ACCESS_FAULT_ALGORITHM_REFUSED);
  EXPECT_EQ(CodeOf(Verify(Claims(), R"({"alg":"PS256","kid":"k2"})")),
            v1::ACCESS_FAULT_KEY_UNKNOWN);
  EXPECT_EQ(CodeOf(Verify(Claims(), R"({"alg":"PS256","kid":"k1"})",
                          Kind::kPs256, World::Get().other)),
            v1::ACCESS_FAULT_SIGNATURE_INVALID);
  EXPECT_EQ(
      CodeOf(Verify(Claims(), R"({"alg":"PS384","kid":"k1"})", Kind::kPs256)),
      v1::ACCESS_FAULT_SIGNATURE_INVALID);
}

TEST(OidcDocuments, DiscoveryMustBeTheIssuers) {
  const auto json = [](const char* issuer, const char* token) {
    return absl::StrCat("{\"issuer\":\"", issuer,
                        "\",\"authorization_endpoint\":\"https://a/b\","
                        "\"token_endpoint\":\"",
                        token, "\",\"jwks_uri\":\"https://a/c\"}");
  };
  EXPECT_TRUE(std::holds_alternative<OidcProvider>(
      ReadDiscovery(json(kIssuer, "https://a/t"), kIssuer)));
  EXPECT_FALSE(std::holds_alternative<OidcProvider>(
      ReadDiscovery(json("https://evil/", "https://a/t"), kIssuer)));
  EXPECT_FALSE(std::holds_alternative<OidcProvider>(
      ReadDiscovery(json(kIssuer, "http://a/t"), kIssuer)));
  EXPECT_FALSE(
      std::holds_alternative<OidcProvider>(ReadDiscovery("[]", kIssuer)));
}

TEST(OidcDocuments, AnswersOfTheTokenEndpoint) {
  EXPECT_EQ(std::get<std::string>(ReadTokenAnswer(R"({"id_token":"x"})")), "x");
  EXPECT_EQ(
      std::get<Fault>(ReadTokenAnswer(R"({"error":"invalid_grant"})")).code,
      v1::ACCESS_FAULT_LOGIN_REFUSED_BY_IDP);
  EXPECT_EQ(std::get<Fault>(ReadTokenAnswer("{}")).code,
            v1::ACCESS_FAULT_CLAIM_MISSING);
  EXPECT_TRUE(std::holds_alternative<Fault>(ReadJwks(R"({"keys":[]})")));
  EXPECT_TRUE(std::holds_alternative<Fault>(
      ReadJwks(R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]})")));
}

}  // namespace
}  // namespace trivsel::validator::token
