// Client assertions: the good ones, and the sandbox's corpus of bad ones.
#include "gateway/access/client_assertion.h"

#include <algorithm>

#include "tests/gateway/access/exchange_fixture.h"

namespace trivsel::gateway::access {
namespace {

using validator::token::Fault;
using validator::token::FaultName;

class ClientAssertionTest : public ExchangeFixture {
 protected:
  std::optional<Fault> Check(const std::string& text) {
    return CheckClientAssertion(
        text, kClientId,
        std::get<RegisteredClient>(directory_.FindClient(kClientId)),
        {{kAudience, kRealm}, absl::Seconds(120)},
        [this](const auto& hash, absl::Time expires) {
          expires_ = expires;
          return used_.Use(hash);
        },
        clock_.Now());
  }
  std::string Code(const std::string& text) {
    const auto fault = Check(text);
    return fault ? FaultName(fault->code) : "";
  }
  std::string Mint(const mint::ClientAssertionRequest& request) {
    return mint::MintClientAssertion(request, vendor_);
  }

  absl::Time expires_;
};

TEST_F(ClientAssertionTest, IsAcceptedOnce) {
  const std::string text = ClientAssertion();
  EXPECT_EQ(Code(text), "");
  // Remembered for as long as it could be used again.
  EXPECT_GE(expires_,
            clock_.Now() + absl::Seconds(10 + 120) - absl::Seconds(1));
  EXPECT_EQ(Code(text), "CLIENT_ASSERTION_REPLAYED");
}

TEST_F(ClientAssertionTest, MayBeSignedEitherWayForAnyAudience) {
  mint::ClientAssertionRequest request{kClientId, kRealm, clock_.Now()};
  EXPECT_EQ(Code(mint::MintClientAssertion(request, vendor_,
                                           mint::SignatureKind::kPs256)),
            "");
  auto claims = mint::ClientAssertionClaims(request);
  const std::string header = mint::Json(mint::ClientAssertionHeader(vendor_));
  const std::string audience = "[\"x\"," + mint::JsonText(kAudience) + "]";
  EXPECT_EQ(Code(mint::SignJws(header,
                               mint::Json(mint::With(claims, "aud", audience)),
                               vendor_, mint::SignatureKind::kRs256)),
            "");
}

TEST_F(ClientAssertionTest, BearsClocksThatDifferALittle) {
  const absl::Time now = clock_.Now();
  EXPECT_EQ(Code(Mint({kClientId, kAudience, now - absl::Seconds(110)})), "");
  EXPECT_EQ(Code(Mint({kClientId, kAudience, now + absl::Seconds(110)})), "");
  EXPECT_EQ(Code(Mint({kClientId, kAudience, now - absl::Seconds(140)})),
            "CLIENT_ASSERTION_INVALID");
  EXPECT_EQ(Code(Mint({kClientId, kAudience, now + absl::Seconds(140)})),
            "CLIENT_ASSERTION_INVALID");
}

TEST_F(ClientAssertionTest, EveryBadOneIsRefusedForItsReason) {
  const mint::BadTokenSetting setting{
      Request(), {kClientId, kAudience, clock_.Now()},
      sts_,      sts_,
      other_,    other_,
      vendor_};
  int seen = 0;
  for (const mint::BadToken& bad : mint::BadTokens(setting)) {
    if (bad.form != mint::TokenForm::kClientAssertion) continue;
    ++seen;
    if (!bad.before.empty()) Check(bad.before);
    const auto fault = Check(bad.text);
    ASSERT_TRUE(fault) << bad.name;
    EXPECT_NE(std::find(bad.allowed.begin(), bad.allowed.end(), fault->code),
              bad.allowed.end())
        << bad.name << ": " << FaultName(fault->code);
    EXPECT_LE(fault->found.size(), 300u) << bad.name;
  }
  EXPECT_GE(seen, 25);
}

TEST_F(ClientAssertionTest, SaysWhichKeyWasExpected) {
  const auto fault = Check(
      mint::MintClientAssertion({kClientId, kAudience, clock_.Now()}, other_));
  ASSERT_TRUE(fault);
  EXPECT_EQ(FaultName(fault->code), "CLIENT_KEY_UNKNOWN");
  EXPECT_EQ(fault->expected, vendor_.key_id());
  EXPECT_EQ(fault->found, other_.key_id());
}

TEST_F(ClientAssertionTest, KeysRollOver) {
  // A bare key, as vendors registered with the peer.
  const mint::KeyPair next = mint::KeyPair::NewRsa();
  RegisteredCredential bare;
  bare.bare_key = true;
  bare.key_der = next.public_key_der();
  bare.fingerprint = validator::token::Digest(bare.key_der);
  bare.submitter_id = 3;
  snapshot_.credentials.push_back(bare);
  Load();
  const mint::ClientAssertionRequest request{kClientId, kAudience,
                                             clock_.Now()};
  EXPECT_EQ(Code(mint::MintClientAssertion(request, next)), "");
  EXPECT_EQ(Code(ClientAssertion()), "");
  snapshot_.credentials.front().revoked = true;
  Load();
  const auto fault = Check(ClientAssertion());
  ASSERT_TRUE(fault);
  EXPECT_EQ(FaultName(fault->code), "CLIENT_KEY_UNKNOWN");
  EXPECT_NE(fault->found.find("revoked"), std::string::npos);
  EXPECT_EQ(Code(mint::MintClientAssertion(request, next)), "");
}

TEST_F(ClientAssertionTest, IsNotSpentForNothing) {
  const std::string jti = mint::NewUuid();
  EXPECT_EQ(Code(Mint({kClientId, "https://elsewhere", clock_.Now(),
                       absl::Seconds(10), jti})),
            "CLIENT_ASSERTION_INVALID");
  EXPECT_EQ(
      Code(Mint({kClientId, kAudience, clock_.Now(), absl::Seconds(10), jti})),
      "");
}

TEST_F(ClientAssertionTest, WaitsForTheStore) {
  used_.status = absl::UnavailableError("away");
  EXPECT_EQ(Code(ClientAssertion()), "TEMPORARILY_UNAVAILABLE");
}

}  // namespace
}  // namespace trivsel::gateway::access
