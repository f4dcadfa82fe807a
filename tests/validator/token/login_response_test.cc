// Answers to a login: good ones give the person, each bad one its own reason.
#include "validator/token/login_response.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>

#include "deploy/sandbox/idp/mint/encryption.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/xml_signature.h"
#include "tests/validator/token/login_cases.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace mint = trivsel::sandbox::mint;
using trivsel::testing::LoginSetting;

constexpr char kIdp[] = "https://saml.idp.example.dk/runtime";
constexpr char kAcs[] = "https://gateway.example.dk/saml/acs";
constexpr char kUs[] = "https://saml.example.dk/konsol";
constexpr char kKey[] = "555ed208-2ed1-4739-8d79-119908219311";

PrivateKey Shared(EVP_PKEY* key) {
  EVP_PKEY_up_ref(key);
  return PrivateKey(key, EVP_PKEY_free);
}

// Made once: keys take longer than the tests.
struct World {
  const absl::Time now = absl::FromUnixSeconds(1'900'000'000);
  const mint::Validity year{now - absl::Hours(24), now + absl::Hours(24 * 365)};
  const mint::CertificateAuthority ca = mint::CertificateAuthority::New(now);
  const mint::KeyPair idp = ca.Issue(mint::StsSubject(2), year);
  const mint::KeyPair next = ca.Issue(mint::StsSubject(3), year);
  const mint::KeyPair expired = ca.Issue(
      mint::StsSubject(1), {now - absl::Hours(48), now - absl::Hours(24)});
  const mint::KeyPair stranger = ca.Issue({"stranger"}, year);
  const mint::KeyPair ours = ca.Issue({"Trivsel"}, year);

  static const World& Get() {
    static const auto* world = new World();
    return *world;
  }
};

LoginSetting Setting() {
  const World& w = World::Get();
  mint::LoginUser user{kKey, "user1 oces3kombitidp", "19435075", "KOMBIT A/S",
                       "user1@example.dk"};
  user.groups = {{"http://example.dk/roles/usersystemrole/operator/1",
                  "19435075",
                  {{"http://sts.kombit.dk/constraints/KLE/1", "29.*, 27.45"}}}};
  return {{kIdp, kAcs, kUs, "_request", user, w.now},
          w.ours.key(),
          w.idp,
          w.stranger,
          w.expired};
}

LoginExpectation Expected() {
  const World& w = World::Get();
  LoginExpectation expected;
  expected.issuer.entity_id = kIdp;
  for (const mint::KeyPair* pair : {&w.expired, &w.idp, &w.next}) {
    expected.issuer.keys.push_back(
        *PublicKey::FromCertificateDer(pair->certificate_der()));
  }
  expected.keys = {Shared(w.ours.key())};
  expected.acs_url = kAcs;
  expected.audience = kUs;
  expected.request_id = "_request";
  return expected;
}

std::string Why(const OrFault<LoginClaims>& result) {
  const Fault* fault = std::get_if<Fault>(&result);
  return fault == nullptr ? "" : EnglishSentence(*fault);
}

TEST(LoginResponse, AGoodOneGivesThePerson) {
  const auto result = VerifyLoginResponse(
      trivsel::testing::GoodResponse(Setting()), Expected(), World::Get().now);
  ASSERT_TRUE(std::holds_alternative<LoginClaims>(result)) << Why(result);
  const auto& claims = std::get<LoginClaims>(result);
  EXPECT_EQ(claims.user_key, kKey);
  EXPECT_EQ(claims.name, "user1 oces3kombitidp");
  EXPECT_EQ(claims.cvr, "19435075");
  EXPECT_EQ(claims.assurance, Assurance::kSubstantial);
  EXPECT_FALSE(claims.session_index.empty());
  EXPECT_EQ(claims.session_ends, absl::InfiniteFuture());
  ASSERT_EQ(claims.privileges.size(), 1u);
  EXPECT_EQ(claims.privileges[0].constraints.size(), 2u);
}

TEST(LoginResponse, BearsWhatDiffersHarmlessly) {
  const World& w = World::Get();
  LoginSetting setting = Setting();
  mint::LoginForm form = mint::FormOf(setting.order);
  form.name_id = "C=DK,O=11111111,CN=Bruce, Lee,Serial=f484ab2a-1";
  const auto verify = [&](const mint::KeyPair& signer,
                          const mint::EncryptionForm& how,
                          const std::string& before) {
    return VerifyLoginResponse(
        mint::LoginResponseXml(
            form, mint::EncryptedAssertion(
                      before + mint::Enveloped(mint::LoginAssertionXml(form),
                                               form.id, signer),
                      setting.recipient, how)),
        Expected(), w.now);
  };
  auto result = verify(w.next, {.key_beside = true},
                       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  ASSERT_TRUE(std::holds_alternative<LoginClaims>(result)) << Why(result);
  EXPECT_EQ(std::get<LoginClaims>(result).user_key, "f484ab2a-1");
  EXPECT_EQ(std::get<LoginClaims>(result).name, "Bruce, Lee");
  form.attributes.pop_back();  // no privileges: nobody has to have any
  result = verify(w.idp, {}, "");
  ASSERT_TRUE(std::holds_alternative<LoginClaims>(result)) << Why(result);
  EXPECT_TRUE(std::get<LoginClaims>(result).privileges.empty());
}

TEST(LoginResponse, ARollOverOfOurKeyIsBorne) {
  LoginExpectation expected = Expected();
  expected.keys.insert(expected.keys.begin(),
                       Shared(World::Get().stranger.key()));
  const auto result = VerifyLoginResponse(
      trivsel::testing::GoodResponse(Setting()), expected, World::Get().now);
  EXPECT_TRUE(std::holds_alternative<LoginClaims>(result)) << Why(result);
}

TEST(LoginResponse, EachBadOneIsRefusedForItsReason) {
  const auto cases = trivsel::testing::BadResponses(Setting());
  EXPECT_GE(cases.size(), 70u);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name);
    const auto result =
        VerifyLoginResponse(one.response, Expected(), World::Get().now);
    const Fault* fault = std::get_if<Fault>(&result);
    ASSERT_NE(fault, nullptr);
    EXPECT_NE(std::find(one.allowed.begin(), one.allowed.end(), fault->code),
              one.allowed.end())
        << FaultName(fault->code) << ": " << EnglishSentence(*fault);
  }
}

TEST(LoginResponse, ALowerMinimumIsForOperatorsToSay) {
  LoginSetting setting = Setting();
  setting.order.user.level = "Low";
  LoginExpectation expected = Expected();
  const std::string response = trivsel::testing::GoodResponse(setting);
  EXPECT_FALSE(std::holds_alternative<LoginClaims>(
      VerifyLoginResponse(response, expected, World::Get().now)));
  expected.minimum = Assurance::kLow;
  EXPECT_TRUE(std::holds_alternative<LoginClaims>(
      VerifyLoginResponse(response, expected, World::Get().now)));
}

TEST(LoginClaimsTest, NamePartsAreFoundInBothForms) {
  EXPECT_EQ(NamePart("C = DK, O = A, B og C, CN = x, Serial = s", "o"),
            "A, B og C");
  EXPECT_EQ(NamePart("C=DK,Serial=s", "Serial"), "s");
  EXPECT_FALSE(NamePart("C=DK", "Serial").has_value());
  EXPECT_FALSE(NamePart("Serial=a,Serial=b", "Serial").has_value());
  EXPECT_FALSE(NamePart("", "Serial").has_value());
}

TEST(LoginClaimsTest, AKeyIsNeverAPersonNumber) {
  EXPECT_TRUE(IsUserKey(kKey));
  EXPECT_TRUE(IsUserKey("1234567890a"));
  EXPECT_FALSE(IsUserKey("0101070000"));
  EXPECT_FALSE(IsUserKey("010107-0000"));
  EXPECT_FALSE(IsUserKey(""));
  EXPECT_FALSE(IsUserKey("a b"));
  EXPECT_FALSE(IsUserKey(std::string(101, 'a')));
}

}  // namespace
}  // namespace trivsel::validator::token
