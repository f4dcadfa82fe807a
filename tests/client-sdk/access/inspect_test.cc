// trivsel token inspect, on tokens minted here.
#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "tests/client-sdk/access/access_scene.h"
#include "tests/client-sdk/token_mint.h"

namespace trivsel::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class InspectTest : public AccessScene {
 protected:
  InspectTest() {
    claims_.issued = absl::FromCivil(absl::CivilSecond(2026, 7, 10, 6, 0, 0),
                                     absl::UTCTimeZone());
    claims_.client_certificate_pem = vendor_.cert_pem;
    Write("issuer.pem", mint_.certificate_pem());
  }
  // At a time when the token of claims_ is good.
  testing::Finished Inspect(const std::vector<std::string>& more = {},
                            const std::string& at = "2026-07-10T10:48:00Z") {
    jwt_ = mint_.Jwt(claims_);
    Write("token.jwt", jwt_ + "\n");
    std::vector<std::string> all = {"token", "inspect", "--at", at};
    all.insert(all.end(), more.begin(), more.end());
    all.push_back("token.jwt");
    return Run(all);
  }
  // With everything that can be checked.
  std::vector<std::string> Everything() const {
    return {"--issuer-cert", "issuer.pem",     "--audience", claims_.audience,
            "--role",        claims_.role,     "--issuer",   claims_.issuer,
            "--cert",        vendor_.cert_file};
  }
  void ExpectNothingSecret(const std::string& out) const {
    for (int part : {0, 1, 2}) {
      size_t begin = 0;
      for (int i = 0; i < part; ++i) begin = jwt_.find('.', begin) + 1;
      const std::string text =
          jwt_.substr(begin, std::min<size_t>(40, jwt_.size() - begin));
      EXPECT_THAT(out, Not(HasSubstr(text)));
    }
  }
  static std::vector<std::string> Codes(const nlohmann::json& json) {
    std::vector<std::string> codes;
    for (const auto& fault : json["faults"]) codes.push_back(fault["code"]);
    return codes;
  }

  client::TokenMint mint_;
  client::MintedClaims claims_;
  std::string jwt_;
};

TEST_F(InspectTest, AGoodTokenInBothLanguages) {
  const auto ran = Inspect(Everything());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const std::string hex = client::Sha256Hex(vendor_.cert_pem);
  const std::string kid =
      nlohmann::json::parse(client::JwsPart(jwt_, 0))["kid"];
  EXPECT_EQ(ran.out,
            "token.jwt: JWT, ingen fejl (no faults)\n"
            "  udsteder (issuer): https://sts.example.dk/runtime\n"
            "  tjeneste (audience): http://example.dk/service/trivsel/1\n"
            "  subjekt (subject): http://example.dk/service/trivsel/1\n"
            "  kommune (municipality): CVR 11111111\n"
            "  udstedt (issued): 2026-07-10 08:00:00 +0200\n"
            "  gælder fra (valid from): 2026-07-10 08:00:00 +0200\n"
            "  udløber (expires): 2026-07-10 16:00:00 +0200, om 3 t 12 min "
            "(in 3 h 12 min)\n"
            "  bundet til certifikat (bound to certificate): SHA-256 " +
                hex +
                "\n"
                "  rolle (role): "
                "http://example.dk/roles/servicesystemrole/reporter/1 → "
                "CVR 11111111\n"
                "  algoritme (algorithm): PS256, kid " +
                kid +
                "\n"
                "  signatur (signature): i orden (good)\n");
  ExpectNothingSecret(ran.out);
}

TEST_F(InspectTest, WhatIsNotGivenIsNotChecked) {
  const auto ran = Inspect({"--lang", "da"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("token.jwt: JWT, ingen fejl\n"));
  EXPECT_THAT(ran.out,
              HasSubstr("signatur: ikke kontrolleret; giv --issuer-cert\n"));
}

TEST_F(InspectTest, AnExpiredTokenSaysSoAndWhatToDo) {
  const auto ran = Inspect(Everything(), "2026-07-12T10:00:00Z");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.out, HasSubstr("token.jwt: JWT, 1 fejl (1 fault)\n"));
  EXPECT_THAT(ran.out, HasSubstr("for 44 t 0 min siden (44 h 0 min ago)\n"));
  EXPECT_THAT(ran.out, HasSubstr("  ✗ TOKEN_EXPIRED\n      "));
  EXPECT_THAT(ran.out, HasSubstr("\n      → "));
  ExpectNothingSecret(ran.out);
}

TEST_F(InspectTest, JsonTellsAllFaultsAtOnce) {
  claims_.role = "http://example.dk/roles/servicesystemrole/other/1";
  claims_.client_certificate_pem = certificates_.ca().cert_pem;
  auto arguments = Everything();
  arguments[3] = "http://example.dk/service/another/1";
  arguments[5] = "http://example.dk/roles/servicesystemrole/reporter/1";
  arguments.insert(arguments.end(), {"--output", "json"});
  const auto ran = Inspect(arguments);
  EXPECT_EQ(ran.exit_code, 1);
  const auto lines = Lines(ran.out);
  ASSERT_EQ(lines.size(), 1u);
  const nlohmann::json& json = lines[0];
  EXPECT_THAT(Codes(json),
              ::testing::UnorderedElementsAre(
                  "AUDIENCE_WRONG", "CONFIRMATION_MISMATCH", "ROLE_MISSING"))
      << json.dump(1);
  for (const auto& fault : json["faults"]) {
    for (const char* key : {"message", "message_en", "advice", "advice_en"}) {
      EXPECT_FALSE(fault[key].get<std::string>().empty()) << fault;
    }
  }
  EXPECT_EQ(json["good"], false);
  EXPECT_EQ(json["kind"], "JWT");
  EXPECT_EQ(json["municipality"], "11111111");
  EXPECT_EQ(json["expires_at"], "2026-07-10T14:00:00Z");
  EXPECT_EQ(json["expires_in_seconds"], 3 * 3600 + 12 * 60);
  EXPECT_EQ(json["signature"], "good");
  EXPECT_EQ(json["roles"][0]["municipality"], "11111111");
  EXPECT_EQ(json["certificate_x5t_s256"],
            client::X5tS256(certificates_.ca().cert_pem));
  ExpectNothingSecret(ran.out);
}

TEST_F(InspectTest, ATokenSignedBySomebodyElse) {
  const client::TokenMint other;
  Write("issuer.pem", other.certificate_pem());
  const auto ran = Inspect({"--issuer-cert", "issuer.pem", "--output=json"});
  EXPECT_EQ(ran.exit_code, 1);
  const auto json = Lines(ran.out)[0];
  EXPECT_EQ(json["signature"], "bad") << json;
  ASSERT_EQ(Codes(json).size(), 1u);
  EXPECT_THAT(Codes(json)[0],
              ::testing::AnyOf("KEY_UNKNOWN", "SIGNATURE_INVALID"));
}

TEST_F(InspectTest, ATokenOfSts1IsKnownAsSuch) {
  claims_.issuer = "https://saml.adgangsstyring.stoettesystemerne.dk";
  const auto ran = Inspect({"--output=json"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(Codes(Lines(ran.out)[0]),
              ::testing::ElementsAre("ISSUER_RETIRED"));
}

TEST_F(InspectTest, NeverShowsWhatMayBeACprNumber) {
  claims_.scope = "urn:dk:gov:saml:cprNumberIdentifier:0505149996";
  for (const char* output : {"--output=text", "--output=json"}) {
    const auto ran = Inspect({output});
    EXPECT_THAT(ran.out, Not(HasSubstr("0505149996")));
    EXPECT_THAT(ran.out, HasSubstr("******-****"));
  }
}

TEST_F(InspectTest, ReadsTheStsAnswerAndStandardInput) {
  jwt_ = mint_.Jwt(claims_);
  Write("answer.json",
        "{\"access_token\":\"" + jwt_ + "\",\"token_type\":\"Holder-of-key\"}");
  const auto ran =
      Run({"token", "inspect", "--at", "2026-07-10 12:00", "answer.json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  const auto piped = testing::RunningCommand(
      folder_.string(), {"token", "inspect", "--at", "2026-07-10 12:00", "-"},
      Path("answer.json"));
  EXPECT_EQ(const_cast<testing::RunningCommand&>(piped).Wait().exit_code, 0);
}

TEST_F(InspectTest, TheGatewaysOwnTokenIsNotTakenForABadOne) {
  const auto encode = [](const nlohmann::json& json) {
    return absl::WebSafeBase64Escape(json.dump());
  };
  const int64_t issued = absl::ToUnixSeconds(claims_.issued);
  const std::string own =
      encode({{"typ", "trivsel-access"}, {"alg", "HS256"}, {"kid", "20644"}}) +
      "." +
      encode({{"iss", "trivsel-gateway"},
              {"sub", "7"},
              {"cvr", "11111111"},
              {"cnf", {{"x5t#S256", client::X5tS256(vendor_.cert_pem)}}},
              {"iat", issued},
              {"exp", issued + 300},
              {"jti", "x"}}) +
      "." + absl::WebSafeBase64Escape("not told");
  Write("own.jwt", own + "\n");
  const std::vector<std::string> inspect = {"token", "inspect", "own.jwt",
                                            "--cert", vendor_.cert_file};
  const auto at = [&](const std::string& time) {
    auto all = inspect;
    all.insert(all.end(), {"--at", time});
    return Run(all);
  };
  const auto good = at("2026-07-10T06:02:00Z");
  EXPECT_EQ(good.exit_code, 0) << good.out;
  EXPECT_THAT(good.out, HasSubstr("own.jwt: gatewayens eget token (the "
                                  "gateway's own token), ingen fejl"));
  EXPECT_THAT(good.out, HasSubstr("om 3 min (in 3 min)"));
  EXPECT_THAT(good.out, HasSubstr("kan kun gatewayen kontrollere"));
  const auto late = at("2026-07-10T07:00:00Z");
  EXPECT_EQ(late.exit_code, 1);
  EXPECT_THAT(late.out, HasSubstr("✗ TOKEN_EXPIRED"));
}

TEST_F(InspectTest, WhatIsNoTokenAndWhatCannotBeRead) {
  Write("token.jwt", "hej");
  auto ran = Run({"token", "inspect", "token.jwt"});
  EXPECT_EQ(ran.exit_code, 1) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("TOKEN_MALFORMED"));
  EXPECT_THAT(ran.out, Not(HasSubstr("hej")));
  EXPECT_EQ(Run({"token", "inspect", "nosuch"}).exit_code, 2);
  EXPECT_EQ(Run({"token", "inspect"}).exit_code, 2);
  EXPECT_EQ(Run({"token"}).exit_code, 2);
  EXPECT_EQ(Inspect({}, "yesterday").exit_code, 2);
  EXPECT_EQ(Inspect({"--issuer-cert", "token.jwt"}).exit_code, 2);
  EXPECT_EQ(Inspect({"--cert", "nosuch.pem"}).exit_code, 2);
}

}  // namespace
}  // namespace trivsel::cli
