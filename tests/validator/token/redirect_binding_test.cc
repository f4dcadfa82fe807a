// The Redirect binding: what is signed comes back, what was touched does not.
#include "validator/token/redirect_binding.h"

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "validator/token/logout_message.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace mint = trivsel::sandbox::mint;

constexpr char kSlo[] = "https://gateway.example.dk/saml/slo";

struct World {
  const absl::Time now = absl::FromUnixSeconds(1'900'000'000);
  const mint::Validity day{now - absl::Hours(24), now + absl::Hours(24)};
  const mint::CertificateAuthority ca = mint::CertificateAuthority::New(now);
  const mint::KeyPair idp = ca.Issue(mint::StsSubject(2), day);
  const mint::KeyPair stranger = ca.Issue({"stranger"}, day);
  static const World& Get() {
    static const auto* world = new World();
    return *world;
  }
};

std::vector<PublicKey> Keys() {
  return {*PublicKey::FromCertificateDer(World::Get().idp.certificate_der())};
}

std::string SignedQuery(const std::string& xml,
                        const std::string& relay = "r&/") {
  return SignRedirect(RedirectKind::kRequest, xml, relay,
                      World::Get().idp.key());
}

v1::AccessFault CodeOf(const std::string& query) {
  const auto read = ReadRedirect(query);
  if (const Fault* fault = std::get_if<Fault>(&read)) return fault->code;
  const auto fault =
      VerifyRedirect(std::get<RedirectMessage>(read), Keys(), World::Get().now);
  return fault ? fault->code : v1::ACCESS_FAULT_UNSPECIFIED;
}

TEST(RedirectBinding, RoundTrip) {
  const std::string query = SignedQuery("<x>æ+/=</x>");
  const auto read = ReadRedirect(query);
  ASSERT_TRUE(std::holds_alternative<RedirectMessage>(read));
  const auto& message = std::get<RedirectMessage>(read);
  EXPECT_EQ(message.xml, "<x>æ+/=</x>");
  EXPECT_EQ(message.relay_state, "r&/");
  EXPECT_EQ(message.kind, RedirectKind::kRequest);
  EXPECT_EQ(CodeOf(query), v1::ACCESS_FAULT_UNSPECIFIED);
  EXPECT_EQ(CodeOf(SignedQuery("<x/>", "")), v1::ACCESS_FAULT_UNSPECIFIED);
  // A small letter in an escape is another octet under the signature.
  EXPECT_EQ(WithQuery("https://a/b?c=d", "e=f"), "https://a/b?c=d&e=f");
}

TEST(RedirectBinding, WhatWasTouchedIsRefused) {
  const std::string query = SignedQuery("<x/>");
  EXPECT_EQ(
      CodeOf(absl::StrReplaceAll(query, {{"RelayState=r", "RelayState=s"}})),
      v1::ACCESS_FAULT_SIGNATURE_INVALID);
  EXPECT_EQ(CodeOf(query + "&RelayState=other"),
            v1::ACCESS_FAULT_TOKEN_MALFORMED);
  EXPECT_EQ(CodeOf(query + "&SAMLResponse=x"),
            v1::ACCESS_FAULT_TOKEN_MALFORMED);
  EXPECT_EQ(CodeOf(query.substr(0, query.find("&Signature="))),
            v1::ACCESS_FAULT_SIGNATURE_MISSING);
  EXPECT_EQ(CodeOf(absl::StrReplaceAll(query, {{"rsa-sha256", "rsa-sha1"}})),
            v1::ACCESS_FAULT_ALGORITHM_REFUSED);
  EXPECT_EQ(CodeOf(SignRedirect(RedirectKind::kRequest, "<x/>", "",
                                World::Get().stranger.key())),
            v1::ACCESS_FAULT_SIGNATURE_INVALID);
  EXPECT_EQ(CodeOf(SignedQuery(std::string(70'000, 'a'))),
            v1::ACCESS_FAULT_TOKEN_MALFORMED);
  EXPECT_EQ(CodeOf(std::string(20'000, 'a')), v1::ACCESS_FAULT_TOKEN_TOO_LARGE);
  EXPECT_EQ(CodeOf("SAMLRequest=%%%&SigAlg=a&Signature=b"),
            v1::ACCESS_FAULT_TOKEN_MALFORMED);
}

std::string LogoutXml(const char* issuer, const char* destination,
                      const char* instant) {
  return std::string(
             "<samlp:LogoutRequest "
             "xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
             "xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_1\" "
             "Version=\"2.0\" IssueInstant=\"") +
         instant + "\" Destination=\"" + destination + "\"><Issuer>" + issuer +
         "</Issuer><NameID>n</NameID><samlp:SessionIndex>i</samlp:SessionIndex>"
         "</samlp:LogoutRequest>";
}

TEST(LogoutMessageTest, ItMustBeForUsAndOfNow) {
  constexpr char kNow[] = "2030-03-17T17:46:40Z";
  const LogoutExpectation expected{"idp", kSlo};
  const auto code = [&](const std::string& xml) {
    const auto read = ReadLogoutRequest(xml, expected, World::Get().now);
    const Fault* fault = std::get_if<Fault>(&read);
    return fault == nullptr ? v1::ACCESS_FAULT_UNSPECIFIED : fault->code;
  };
  EXPECT_EQ(code(LogoutXml("idp", kSlo, kNow)), v1::ACCESS_FAULT_UNSPECIFIED);
  EXPECT_EQ(code(LogoutXml("other", kSlo, kNow)),
            v1::ACCESS_FAULT_ISSUER_UNKNOWN);
  EXPECT_EQ(code(LogoutXml("idp", "https://other/", kNow)),
            v1::ACCESS_FAULT_DESTINATION_WRONG);
  EXPECT_EQ(code(LogoutXml("idp", kSlo, "2030-03-17T16:46:40Z")),
            v1::ACCESS_FAULT_TOKEN_EXPIRED);
  EXPECT_EQ(code(LogoutXml("idp", kSlo, "2030-03-17T18:46:40Z")),
            v1::ACCESS_FAULT_TOKEN_NOT_YET_VALID);
  EXPECT_EQ(code("<x/>"), v1::ACCESS_FAULT_TOKEN_MALFORMED);
}

}  // namespace
}  // namespace trivsel::validator::token
