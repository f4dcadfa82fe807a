// trivsel token get and exchange, against a real HTTPS server.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "tests/client-sdk/access/access_scene.h"
#include "tests/client-sdk/fake_sts.h"
#include "tests/client-sdk/token_mint.h"

namespace trivsel::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kAssertion[] = "<Assertion ID=\"_1\">signed</Assertion>";

class ExchangeTest : public AccessScene {
 protected:
  testing::Finished Get(const std::vector<std::string>& more = {}) {
    std::vector<std::string> all = {
        "token",          "get",
        "--sts",          sts_.url(),
        "--sts-service",  "http://x/1",
        "--municipality", "11111111",
        "--sts-ca",       certificates_.ca().cert_file};
    all.insert(all.end(), more.begin(), more.end());
    return RunAsVendor(all);
  }
  testing::Finished Exchange(const std::vector<std::string>& more = {}) {
    std::vector<std::string> all = {"token",    "exchange", "--token-endpoint",
                                    sts_.url(), "--saml",   "assertion.xml"};
    all.insert(all.end(), more.begin(), more.end());
    return RunAsVendor(all);
  }
  std::string Field(const std::string& name) const {
    const auto form = sts_.forms().back();
    EXPECT_EQ(form.count(name), 1u) << name;
    const auto field = form.find(name);
    return field == form.end() ? "" : field->second;
  }

  // base64url of the SHA-256 of the public key, by openssl's own command.
  std::string KeyIdOf(const std::string& certificate) const {
    EXPECT_EQ(
        std::system(("openssl x509 -pubkey -noout -in " + Path(certificate) +
                     " | openssl pkey -pubin -outform DER | openssl dgst "
                     "-sha256 -binary > " +
                     Path("kid"))
                        .c_str()),
        0);
    return absl::WebSafeBase64Escape(Read("kid"));
  }

  client::FakeSts sts_{certificates_.Server("sts"), certificates_.ca()};
};

TEST_F(ExchangeTest, GetWritesAFileForItsOwnerAlone) {
  const auto ran = Get({"--out", "token.jwt"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(Read("token.jwt"), "sts-1\n");
  EXPECT_EQ(ran.out, "");
  struct stat found {};
  ASSERT_EQ(stat(Path("token.jwt").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_THAT(ran.err, HasSubstr("tokenet gælder til"));
  EXPECT_THAT(ran.err, HasSubstr("7 h 59 min"));
  EXPECT_EQ(Get().out, "sts-2\n");
}

TEST_F(ExchangeTest, GetSaysWhatIsMissingAndWhatTheStsSays) {
  auto ran = Run({"token", "get", "--sts", "https://localhost:1/"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--sts-service, --municipality, --cert"));
  sts_.Answer(400, "{\"error\":\"invalid_scope\"}");
  ran = Get({"--out", "token.jwt"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("STS afviser: HTTP 400: invalid_scope"));
  EXPECT_FALSE(std::filesystem::exists(Path("token.jwt")));
  EXPECT_EQ(Get({"--sts", "https://localhost:1/"}).exit_code, 3);
  sts_.Answer(200, "{\"access_token\":\"t\",\"expires_in\":60}");
  EXPECT_EQ(Get({"--out", "/nonexistent/token"}).exit_code, 2);
}

TEST_F(ExchangeTest, TheFormOfOioIdwsRest) {
  Write("assertion.xml", std::string("\n") + kAssertion + "\n");
  const auto ran = Exchange();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "sts-1\n");
  EXPECT_EQ(sts_.forms()[0].size(), 1u);
  EXPECT_EQ(Field("saml-token"), absl::Base64Escape(kAssertion));
}

TEST_F(ExchangeTest, TheFormOfRfc8693WithAClientAssertion) {
  Write("assertion.xml", kAssertion);
  // openssl's own command: a key that is not this program's making.
  ASSERT_EQ(std::system(("openssl req -x509 -newkey rsa:2048 -nodes -days 1 "
                         "-subj /CN=client -keyout " +
                         Path("client.key") + " -out " + Path("client.pem") +
                         " 2>/dev/null")
                            .c_str()),
            0);
  const std::vector<std::string> arguments = {
      "--client-id", "eoj", "--client-key", "client.key", "--out", "token.jwt"};
  auto ran = Exchange(arguments);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(Read("token.jwt"), "sts-1\n");
  EXPECT_EQ(Field("client_id"), "eoj");
  EXPECT_EQ(Field("client_assertion_type"),
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  EXPECT_EQ(Field("grant_type"),
            "urn:ietf:params:oauth:grant-type:token-exchange");
  EXPECT_EQ(Field("subject_issuer"), "kombit-sts");
  EXPECT_EQ(Field("subject_token_type"),
            "urn:ietf:params:oauth:token-type:saml2");
  std::string xml;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(Field("subject_token"), &xml));
  EXPECT_EQ(xml, kAssertion);
  EXPECT_EQ(Field("subject_token").find('='), std::string::npos);
  const std::string proof = Field("client_assertion");
  EXPECT_TRUE(client::IsSignedBy(proof, Read("client.pem")));
  const auto header = nlohmann::json::parse(client::JwsPart(proof, 0));
  EXPECT_EQ(header["alg"], "RS256");
  EXPECT_EQ(header["kid"], KeyIdOf("client.pem"));
  const auto body = nlohmann::json::parse(client::JwsPart(proof, 1));
  EXPECT_EQ(body["iss"], "eoj");
  EXPECT_EQ(body["sub"], "eoj");
  EXPECT_EQ(body["aud"], sts_.url());
  EXPECT_GT(body["exp"], body["iat"]);
  EXPECT_LE(body["exp"].get<int64_t>() - body["iat"].get<int64_t>(), 60);
  // Each is for one use.
  Exchange(arguments);
  const auto second =
      nlohmann::json::parse(client::JwsPart(Field("client_assertion"), 1));
  EXPECT_NE(second["jti"], body["jti"]);
}

TEST_F(ExchangeTest, TakesTheAssertionHoweverItWasSaved) {
  Write("assertion.xml", absl::Base64Escape(kAssertion));
  EXPECT_EQ(Exchange().exit_code, 0);
  EXPECT_EQ(Field("saml-token"), absl::Base64Escape(kAssertion));
  Write("assertion.xml", absl::WebSafeBase64Escape(kAssertion) + "\n");
  EXPECT_EQ(Exchange().exit_code, 0);
  Write("assertion.xml", "{\"RequestedSecurityToken\":{\"Assertion\":\"" +
                             absl::Base64Escape(kAssertion) + "\"}}");
  EXPECT_EQ(Exchange().exit_code, 0);
  EXPECT_EQ(Field("saml-token"), absl::Base64Escape(kAssertion));
  EXPECT_EQ(sts_.requests(), 3u);
}

TEST_F(ExchangeTest, WhatIsNoAssertionIsNotSent) {
  for (const char* bad : {"", "hej?", "{}", "eyJhbGciOiJub25lIn0"}) {
    Write("assertion.xml", bad);
    EXPECT_EQ(Exchange().exit_code, 2) << bad;
  }
  Write("assertion.xml", kAssertion);
  // The connection's own key is no RSA key.
  const auto ran = Exchange({"--client-id", "eoj"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("is not RSA"));
  EXPECT_EQ(sts_.requests(), 0u);
}

TEST_F(ExchangeTest, ARefusalIsShownWithoutTheAssertion) {
  Write("assertion.xml", kAssertion);
  sts_.Answer(401,
              "{\"error\":\"invalid_token\",\"error_description\":\"Tokenet er "
              "udløbet.\"}");
  const auto ran = Exchange();
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("invalid_token: Tokenet er udløbet."));
  EXPECT_THAT(ran.err, Not(HasSubstr("signed")));
}

}  // namespace
}  // namespace trivsel::cli
