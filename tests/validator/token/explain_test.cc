// Tokens explained offline: in whatever form they are at hand, with all that
// is wrong.
#include "validator/token/explain.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/validator/token/mint.h"

namespace trivsel::validator::token::testing {
namespace {

ExplainContext Everything() { return {TheTrust(), Peer(), Now()}; }

std::vector<std::string> Names(const Explanation& explanation) {
  std::vector<std::string> names;
  for (const Fault& fault : explanation.faults) {
    names.push_back(FaultName(fault.code));
  }
  return names;
}

using Faults = std::vector<std::string>;

void ExpectGood(const std::string& text, TokenKind kind) {
  const Explanation e = Explain(text, Everything());
  EXPECT_EQ(e.kind, kind);
  EXPECT_EQ(Names(e), Faults{});
  EXPECT_TRUE(e.signature_checked);
  ASSERT_TRUE(e.claims.has_value());
  EXPECT_EQ(e.claims->cvr, kCvr);
  EXPECT_EQ(e.key_id, Base64Url(Sts().Public().certificate_sha1()));
  EXPECT_EQ(e.algorithm, kind == TokenKind::kJwt ? "PS256" : "rsa-sha256");
}

TEST(Explain, FindsTheTokenInWhatIsAtHand) {
  const std::string jwt = GoodJwt(), xml = GoodAssertion();
  for (const std::string& text :
       {jwt, " \r\n" + jwt + "\n", absl::Base64Escape(jwt),
        absl::WebSafeBase64Escape(jwt),
        absl::StrCat(R"({"access_token":")", jwt,
                     R"(","token_type":"Holder-of-key","expires_in":28800})"),
        "\xEF\xBB\xBF" + jwt}) {
    ExpectGood(text, TokenKind::kJwt);
  }
  for (const std::string& text :
       {xml, "\n" + xml, absl::Base64Escape(xml),
        absl::WebSafeBase64Escape(xml),
        absl::StrCat(R"({"RequestedSecurityToken":{"Assertion":")",
                     absl::Base64Escape(xml), R"("},"Lifetime":"x"})")}) {
    ExpectGood(text, TokenKind::kSamlAssertion);
  }
}

TEST(Explain, SaysWhatIsNoToken) {
  for (const char* text : {"", "hello", "{}", "{\"access_token\":7}", "AAAA",
                           "{\"access_token\":\"x\"", "%"}) {
    const Explanation e = Explain(text, Everything());
    EXPECT_EQ(e.kind, TokenKind::kUnknown) << text;
    EXPECT_EQ(Names(e), Faults{"TOKEN_MALFORMED"}) << text;
  }
  EXPECT_EQ(Names(Explain(std::string(600'000, 'a'), Everything())),
            Faults{"TOKEN_TOO_LARGE"});
}

TEST(Explain, TellsAllFaultsOfAJwt) {
  std::string payload = JwtPayload();
  payload = With(payload, "\"cvr\":\"11111111\"", "\"cvr\":\"22222222\"");
  payload =
      absl::StrReplaceAll(payload, {{absl::StrCat("\"aud\":\"", kService, "\""),
                                     "\"aud\":\"http://x.example\""}});
  const std::string jwt = SignJwt(JwtHeader(Sts()), payload, Stranger());
  ExplainContext context = Everything();
  context.peer = Digest("another");
  context.now = Now() + absl::Hours(24);
  const Explanation e = Explain(jwt, context);
  EXPECT_EQ(Names(e),
            (Faults{"SIGNATURE_INVALID", "TOKEN_EXPIRED", "AUDIENCE_WRONG",
                    "CONFIRMATION_MISMATCH", "SCOPE_WRONG"}));
  EXPECT_TRUE(e.claims.has_value());
}

TEST(Explain, TellsEveryMissingClaim) {
  const std::string jwt = SignJwt(
      R"({"alg":"RS256"})",
      absl::StrCat(R"({"iss":")", kIssuer, R"(","aud":"x","cvr":"1"})"), Sts());
  const Explanation e = Explain(jwt, Everything());
  EXPECT_EQ(Names(e),
            (Faults{"ALGORITHM_REFUSED", "CLAIM_MISSING", "CLAIM_MISSING",
                    "CONFIRMATION_MISSING", "CLAIM_MISSING", "AUDIENCE_WRONG",
                    "CLAIM_INVALID"}));
  EXPECT_FALSE(e.claims.has_value());
  EXPECT_FALSE(e.signature_checked);
  EXPECT_EQ(e.algorithm, "RS256");
}

TEST(Explain, TellsAllFaultsOfAnAssertion) {
  std::string xml = AssertionTemplate(Stranger());
  xml = With(xml, ">11111111<", ">22222222<");
  xml = With(xml, absl::StrCat("<Audience>", kService),
             "<Audience>http://x.example");
  xml = With(xml, absl::StrCat("Recipient=\"", kService),
             "Recipient=\"http://x.example");
  const Explanation e = Explain(SignXml(xml, Stranger()), Everything());
  EXPECT_EQ(e.kind, TokenKind::kSamlAssertion);
  EXPECT_EQ(Names(e), (Faults{"KEY_UNKNOWN", "AUDIENCE_WRONG",
                              "RECIPIENT_WRONG", "SCOPE_WRONG"}));
  EXPECT_EQ(e.key_id, Base64Url(Stranger().Public().certificate_sha1()));
}

TEST(Explain, GoesOnAfterABadSignature) {
  const std::string xml = absl::StrReplaceAll(
      GoodAssertion(), {{"rsa-sha256", "rsa-sha1"}, {"T16:", "T09:"}});
  ExplainContext context = Everything();
  context.now = Now() + absl::Hours(2);
  const Explanation e = Explain(xml, context);
  EXPECT_EQ(Names(e), (Faults{"ALGORITHM_REFUSED", "TOKEN_EXPIRED"}));
  EXPECT_FALSE(e.signature_checked);
  EXPECT_EQ(Names(Explain("<a><!-- --></a>", context)), Faults{"XML_COMMENT"});
}

TEST(Explain, ChecksOnlyWhatIsKnown) {
  const ExplainContext nothing = {std::nullopt, std::nullopt, Now()};
  for (const std::string& text : {GoodJwt(), GoodAssertion()}) {
    const Explanation e = Explain(text, nothing);
    EXPECT_EQ(Names(e), Faults{});
    EXPECT_FALSE(e.signature_checked);
    EXPECT_TRUE(e.claims.has_value());
  }
  const ExplainContext later = {std::nullopt, std::nullopt,
                                Now() + absl::Hours(9)};
  EXPECT_EQ(Names(Explain(GoodJwt(), later)), Faults{"TOKEN_EXPIRED"});
}

TEST(Explain, UnknownAndRetiredIssuers) {
  const std::string jwt =
      SignJwt(JwtHeader(Sts()),
              With(JwtPayload(), kIssuer,
                   "https://saml.adgangsstyring.stoettesystemerne.dk"),
              Sts());
  const Explanation e = Explain(jwt, Everything());
  EXPECT_EQ(Names(e), Faults{"ISSUER_RETIRED"});
  EXPECT_FALSE(e.signature_checked);
}

}  // namespace
}  // namespace trivsel::validator::token::testing
