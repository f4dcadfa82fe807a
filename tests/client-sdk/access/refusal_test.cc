// What the commands that call the gateway say when they are not let in, and
// that they send the token that they are told to.
#include <gmock/gmock.h>

#include "tests/client-sdk/access/access_scene.h"
#include "tests/client-sdk/fake_gateway.h"
#include "tests/client-sdk/fake_sts.h"
#include "tests/client-sdk/statuses.h"

namespace trivsel::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RefusalTest : public AccessScene {
 protected:
  testing::Finished Status(const std::vector<std::string>& more = {}) {
    std::vector<std::string> all = {"--gateway", gateway_.endpoint(), "status"};
    all.insert(all.end(), more.begin(), more.end());
    return RunAsVendor(all);
  }
  void Refuse(const std::string& reason) {
    gateway_.FailNextCalls(
        {client::Refusal(absl::StatusCode::kUnauthenticated, reason)});
  }

  client::FakeGateway gateway_{
      "localhost:0",
      client::TlsFor(certificates_.Server("gateway"), certificates_.ca())};
};

TEST_F(RefusalTest, SaysWhatWasExpectedFoundAndWhatToDo) {
  Refuse("AUDIENCE_WRONG");
  const auto ran = Status();
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("trivsel: afvist på dansk (UNAUTHENTICATED/"
                                 "AUDIENCE_WRONG: refused in English)\n"));
  EXPECT_THAT(ran.err, HasSubstr("  forventet (expected): what is right\n"
                                 "  fundet (found): what it is\n  → "));
  EXPECT_THAT(ran.err, HasSubstr("  hjælp (help): https://example.dk/help#"
                                 "AUDIENCE_WRONG\n"));
}

TEST_F(RefusalTest, OtherErrorsAreAsTheyWere) {
  gateway_.FailNextCalls({client::RpcError(absl::StatusCode::kInvalidArgument,
                                           "PAGE_TOKEN_INVALID")});
  const auto ran = Status();
  EXPECT_EQ(ran.err,
            "trivsel: sagt på dansk (INVALID_ARGUMENT/PAGE_TOKEN_INVALID: said "
            "in English)\n");
}

TEST_F(RefusalTest, JsonHasItInFields) {
  Refuse("ROLE_MISSING");
  const auto ran =
      RunAsVendor({"--gateway", gateway_.endpoint(), "submit", "--output=json",
                   std::string(TRIVSEL_FIXTURES) + "/josefine-1.json"});
  const auto line = Lines(ran.out)[0];
  EXPECT_EQ(line["reason"], "ROLE_MISSING");
  EXPECT_EQ(line["expected"], "what is right");
  EXPECT_EQ(line["found"], "what it is");
  EXPECT_FALSE(line["advice"].get<std::string>().empty());
  EXPECT_FALSE(line["advice_en"].get<std::string>().empty());
  EXPECT_THAT(line["help"].get<std::string>(), HasSubstr("https://"));
}

TEST_F(RefusalTest, TheTokenComesFromAFile) {
  Write("token.jwt", "a.b.c\n");
  EXPECT_EQ(Status({"--token-file", "token.jwt"}).exit_code, 0);
  EXPECT_EQ(gateway_.visitors().back().authorization, "Bearer a.b.c");
  const auto ran = Status({"--token-file", "nosuch"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("token-filen nosuch kan ikke læses"));
}

TEST_F(RefusalTest, TheTokenComesFromTheSts) {
  client::FakeSts sts(certificates_.Server("sts"), certificates_.ca());
  Write("trivsel.toml", "sts = \"" + sts.url() +
                            "\"\nsts-service = \"http://x/1\"\nsts-ca = \"" +
                            certificates_.ca().cert_file +
                            "\"\nmunicipality = \"11111111\"\n");
  EXPECT_EQ(Status({"--config", "trivsel.toml"}).exit_code, 0);
  EXPECT_EQ(gateway_.visitors().back().authorization, "Bearer sts-1");
  // Refused once: another one is fetched, and the call is made again. The
  // first is not five seconds old, so it is the same.
  Refuse("TOKEN_EXPIRED");
  EXPECT_EQ(Status({"--config", "trivsel.toml"}).exit_code, 0);
  EXPECT_EQ(sts.requests(), 2u);
  // A file wins over the STS.
  Write("token.jwt", "a.b.c");
  EXPECT_EQ(Status({"--config", "trivsel.toml", "--token-file", "token.jwt"})
                .exit_code,
            0);
  EXPECT_EQ(gateway_.visitors().back().authorization, "Bearer a.b.c");
}

TEST_F(RefusalTest, SaysWhatIsMissingForTheSts) {
  const auto ran = Status({"--sts", "https://localhost:1/issue"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--sts-service, --municipality"));
  EXPECT_THAT(ran.err, Not(HasSubstr("--cert")));
}

}  // namespace
}  // namespace trivsel::cli
