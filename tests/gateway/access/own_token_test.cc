// The gateway's own tokens: minted, read, and what else somebody may send.
#include "gateway/access/own_token.h"

#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "tests/gateway/access/access_fixture.h"

namespace trivsel::gateway::access {
namespace {

using ::testing::HasSubstr;

std::array<uint8_t, OwnTokens::kSecretBytes> Secret(uint8_t fill) {
  std::array<uint8_t, OwnTokens::kSecretBytes> secret{};
  secret.fill(fill);
  return secret;
}

class OwnTokenTest : public ::testing::Test {
 protected:
  OwnTokenTest() {
    clock_.Set(absl::FromUnixSeconds(1'780'000'000));
    grant_.submitter_id = 3;
    grant_.cvr = "29189447";
    grant_.peer.fill(9);
    grant_.expires = clock_.Now() + absl::Minutes(5);
  }
  std::string Read(const std::string& token) {
    return FaultIn(tokens_.ReadAccess(token, grant_.peer));
  }

  SetClock clock_;
  OwnTokens tokens_{Secret(1), clock_};
  OwnTokens::Grant grant_;
};

TEST_F(OwnTokenTest, GivesBackWhatWasGranted) {
  const std::string token = tokens_.MintAccess(grant_);
  EXPECT_TRUE(OwnTokens::LooksLikeOurs(token));
  auto read = tokens_.ReadAccess(token, grant_.peer);
  ASSERT_EQ(FaultIn(read), "");
  const auto& grant = std::get<OwnTokens::Grant>(read);
  EXPECT_EQ(grant.submitter_id, 3);
  EXPECT_EQ(grant.cvr, "29189447");
  EXPECT_EQ(grant.peer, grant_.peer);
  EXPECT_EQ(grant.expires, grant_.expires);
  std::string payload;
  const size_t dot = token.find('.');
  ASSERT_TRUE(absl::WebSafeBase64Unescape(
      token.substr(dot + 1, token.rfind('.') - dot - 1), &payload));
  EXPECT_THAT(payload, HasSubstr("\"iss\":\"trivsel-gateway\""));
  EXPECT_NE(token, tokens_.MintAccess(grant_)) << "each is another";
}

TEST_F(OwnTokenTest, EveryGatewayWithTheSecretKnowsIt) {
  const OwnTokens other(Secret(1), clock_), stranger(Secret(2), clock_);
  const std::string token = tokens_.MintAccess(grant_);
  EXPECT_EQ(FaultIn(other.ReadAccess(token, grant_.peer)), "");
  EXPECT_EQ(FaultIn(stranger.ReadAccess(token, grant_.peer)),
            "SIGNATURE_INVALID");
}

TEST_F(OwnTokenTest, IsBoundToItsCertificateAndItsTime) {
  const std::string token = tokens_.MintAccess(grant_);
  validator::token::Sha256 thief{};
  EXPECT_EQ(FaultIn(tokens_.ReadAccess(token, thief)), "CONFIRMATION_MISMATCH");
  clock_.Advance(absl::Minutes(5) - absl::Seconds(1));
  EXPECT_EQ(Read(token), "");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Read(token), "TOKEN_EXPIRED");
  clock_.Advance(absl::Hours(49));
  EXPECT_EQ(Read(token), "TOKEN_EXPIRED") << "its key is gone by now";
}

TEST_F(OwnTokenTest, LivesOverMidnightAndNoLongerThanADay) {
  clock_.Set(absl::FromUnixSeconds(86400 * 20'000 - 1));
  grant_.expires = clock_.Now() + absl::Hours(1000);
  const std::string token = tokens_.MintAccess(grant_);
  clock_.Advance(absl::Hours(24) - absl::Seconds(1));
  EXPECT_EQ(Read(token), "");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Read(token), "TOKEN_EXPIRED");
  // Made by a gateway whose clock is at the next day already.
  clock_.Set(absl::FromUnixSeconds(86400 * 20'000));
  grant_.expires = clock_.Now() + absl::Minutes(5);
  const std::string early = tokens_.MintAccess(grant_);
  clock_.Advance(absl::Seconds(-30));
  EXPECT_EQ(Read(early), "");
  clock_.Advance(absl::Hours(-2));
  EXPECT_EQ(Read(early), "SIGNATURE_INVALID");
}

TEST_F(OwnTokenTest, AccessAndRefreshAreNotTheSame) {
  const std::string access = tokens_.MintAccess(grant_);
  const std::string refresh = tokens_.MintRefresh(grant_);
  EXPECT_TRUE(OwnTokens::LooksLikeOurs(refresh));
  EXPECT_EQ(FaultIn(tokens_.ReadRefresh(refresh, grant_.peer)), "");
  EXPECT_EQ(Read(refresh), "TOKEN_MALFORMED");
  const auto wrong = tokens_.ReadRefresh(access, grant_.peer);
  EXPECT_EQ(FaultIn(wrong), "REFRESH_TOKEN_INVALID");
  EXPECT_THAT(Told(wrong), HasSubstr("TOKEN_MALFORMED"));
  // With the other's header the keys still differ.
  const std::string swapped =
      access.substr(0, access.find('.')) + refresh.substr(refresh.find('.'));
  EXPECT_EQ(Read(swapped), "SIGNATURE_INVALID");
}

TEST_F(OwnTokenTest, EveryChangedOctetIsNoticed) {
  const std::string token = tokens_.MintAccess(grant_);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(Read(changed), "") << i;
    EXPECT_NE(Read(token.substr(0, i)), "") << i;
  }
  EXPECT_NE(Read(token + "A"), "");
  EXPECT_NE(Read(token + "="), "");
  EXPECT_EQ(Read(std::string(5'000'000, 'a')), "TOKEN_MALFORMED");
  EXPECT_EQ(Read(""), "TOKEN_MALFORMED");
  EXPECT_EQ(Read(".."), "TOKEN_MALFORMED");
}

TEST_F(OwnTokenTest, OthersHeadersAreRefused) {
  const std::string token = tokens_.MintAccess(grant_);
  const std::string rest = token.substr(token.find('.'));
  for (const char* header :
       {R"({"typ":"trivsel-access","alg":"none","kid":"20601"})",
        R"({"typ":"trivsel-access","alg":"HS256","kid":"x"})",
        R"({"typ":"trivsel-access","alg":"HS256","kid":"020601"})",
        R"({"typ":"trivsel-access","alg":"HS256","kid":"20601","a":1})",
        R"({"alg":"HS256","typ":"trivsel-access"})", "{}", ""}) {
    EXPECT_EQ(Read(absl::WebSafeBase64Escape(header) + rest), "TOKEN_MALFORMED")
        << header;
  }
  EXPECT_FALSE(OwnTokens::LooksLikeOurs("eyJhbGciOiJQUzI1NiJ9.e30.x"));
  EXPECT_FALSE(OwnTokens::LooksLikeOurs(""));
}

TEST_F(OwnTokenTest, MintsNothingForWhatIsNoCvr) {
  for (const char* cvr :
       {"", "1234567", "123456789", "1234567\"", "29189447,"}) {
    grant_.cvr = cvr;
    EXPECT_EQ(tokens_.MintAccess(grant_), "") << cvr;
  }
}

}  // namespace
}  // namespace trivsel::gateway::access
