// What the mint makes is what STS2 makes, as others see it.
#include <gtest/gtest.h>
#include <openssl/x509v3.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/certificate_authority.h"
#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/jwt.h"
#include "tests/deploy/sandbox/sts/second_opinion.h"

namespace trivsel::sandbox::mint {
namespace {

using nlohmann::json;

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);
const Validity kValid = {kNow - absl::Hours(1), kNow + absl::Hours(1)};

struct World {
  CertificateAuthority authority = CertificateAuthority::New(kNow);
  KeyPair sts = authority.Issue(StsSubject(1), kValid);
  KeyPair client = authority.Issue(
      {.common_name = "Fagsystem æøå", .cvr = "12345678"}, kValid);
  TokenRequest request =
      ReporterRequest("11111111", client.certificate_der(), kNow);
};

World& TheWorld() {
  static auto* const world = new World();
  return *world;
}

std::string Subject(X509* certificate) {
  char line[512];
  X509_NAME_oneline(X509_get_subject_name(certificate), line, sizeof(line));
  return line;
}

TEST(Mint, CertificatesAreLikeOces3) {
  const World& world = TheWorld();
  X509* const leaf = world.client.certificate();
  EXPECT_EQ(X509_verify(leaf, world.authority.pair().key()), 1);
  EXPECT_EQ(X509_get_signature_nid(leaf), NID_rsassaPss);
  EXPECT_EQ(X509_get_signature_nid(world.authority.pair().certificate()),
            NID_rsassaPss);
  EXPECT_EQ(EVP_PKEY_get_id(X509_get0_pubkey(leaf)), EVP_PKEY_RSA);
  EXPECT_EQ(X509_get_ext_by_NID(leaf, NID_ext_key_usage, -1), -1);
  EXPECT_EQ(X509_get_key_usage(leaf),
            static_cast<uint32_t>(KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT));
  const X509_NAME* name = X509_get_subject_name(leaf);
  std::vector<int> order;
  for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
    order.push_back(
        OBJ_obj2nid(X509_NAME_ENTRY_get_object(X509_NAME_get_entry(name, i))));
  }
  EXPECT_EQ(order, (std::vector<int>{
                       NID_commonName, NID_serialNumber, NID_organizationName,
                       NID_organizationIdentifier, NID_countryName}));
  EXPECT_NE(Subject(leaf).find("/serialNumber=UI:DK-O:G:"), std::string::npos);
  EXPECT_NE(Subject(leaf).find("NTRDK-12345678"), std::string::npos);
  EXPECT_EQ(KeyPair::NewRsa(3072).public_key_der().size(), 422u);
}

TEST(Mint, AKeyPairComesBackFromPem) {
  const KeyPair& pair = TheWorld().client;
  const auto again = KeyPair::FromPem(pair.key_pem(), pair.certificate_pem());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->certificate_der(), pair.certificate_der());
  EXPECT_EQ(again->not_after(), kValid.until);
  EXPECT_FALSE(
      KeyPair::FromPem(pair.key_pem(), TheWorld().sts.certificate_pem()).ok());
  EXPECT_FALSE(KeyPair::FromPem("", pair.certificate_pem()).ok());
  EXPECT_FALSE(KeyPair::FromPem(pair.key_pem(), "hello").ok());
}

TEST(Mint, TheJwtIsInTheDialectOfSts2) {
  const World& world = TheWorld();
  const std::string token = MintJwt(world.request, world.sts);
  EXPECT_TRUE(OpensslAcceptsJws(token, world.sts, true));
  EXPECT_FALSE(OpensslAcceptsJws(token, world.client, true));
  EXPECT_FALSE(OpensslAcceptsJws(token, world.sts, false));

  const json header = json::parse(JwsPart(token, 0));
  EXPECT_EQ(header, (json{{"alg", "PS256"},
                          {"kid", world.sts.x5t()},
                          {"x5t", world.sts.x5t()},
                          {"typ", "JWT"}}));
  EXPECT_EQ(world.sts.x5t().size(), 27u);  // of 20 octets
  const json claims = json::parse(JwsPart(token, 1));
  EXPECT_EQ(claims["cvr"], "11111111");
  EXPECT_EQ(claims["spec_ver"], "1.0");
  EXPECT_EQ(claims["sub"], kSandboxService);
  EXPECT_EQ(claims["aud"], kSandboxService);
  EXPECT_EQ(claims["iss"], kSandboxIssuer);
  EXPECT_EQ(claims["cnf"]["x5t#S256"], world.client.x5t_s256());
  EXPECT_EQ(claims["iat"], 1'780'000'000);
  EXPECT_EQ(claims["nbf"], claims["iat"]);
  EXPECT_EQ(claims["exp"].get<int64_t>() - claims["iat"].get<int64_t>(), 28800);
  std::string privileges;
  ASSERT_TRUE(
      absl::Base64Unescape(claims["priv"].get<std::string>(), &privileges));
  EXPECT_EQ(json::parse(privileges),
            (json{{"privilegegroups",
                   {{{"privilege", kSandboxRole},
                     {"scope", "urn:dk:gov:saml:cvrNumberIdentifier:11111111"},
                     {"constraints", json::array()}}}}}));
  EXPECT_NE(JwsPart(MintJwt(world.request, world.sts), 1), JwsPart(token, 1))
      << "each has its own jti";
}

TEST(Mint, Xmlsec1TakesTheAssertionAndNoOther) {
  const World& world = TheWorld();
  const std::string good = MintAssertion(world.request, world.sts);
  EXPECT_TRUE(XmlsecAccepts(good, world.sts));
  EXPECT_FALSE(XmlsecAccepts(good, world.client));
  EXPECT_FALSE(
      XmlsecAccepts(Replaced(good, ">11111111<", ">22222222<"), world.sts));
  SignatureForm sha512;
  sha512.method = kRsaSha512;
  sha512.digest = kSha512Uri;
  EXPECT_TRUE(XmlsecAccepts(
      SignAssertion(FormOf(world.request), world.sts, sha512), world.sts));
}

TEST(Mint, TheAssertionSaysWhatSts2Says) {
  const World& world = TheWorld();
  const AssertionForm form = FormOf(world.request);
  const std::string xml = SignAssertion(form, world.sts);
  for (const std::string& piece :
       {absl::StrCat("ID=\"", form.id, "\" IssueInstant=\"", XmlTime(kNow),
                     "\" Version=\"2.0\"><Issuer "),
        absl::StrCat("</Issuer><Signature xmlns=\"", kDsig, "\">"),
        absl::StrCat("Method=\"", kHolderOfKey, "\""),
        absl::StrCat("Recipient=\"", kSandboxService, "\""),
        absl::StrCat("<Audience>", kSandboxService, "</Audience>"),
        absl::StrCat("<X509Certificate>",
                     Base64(world.client.certificate_der())),
        absl::StrCat("NotOnOrAfter=\"", XmlTime(kNow + absl::Hours(8)), "\""),
        absl::StrCat("Name=\"", kCvrAttribute,
                     "\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:"
                     "attrname-format:basic\"><AttributeValue>11111111<"),
        absl::StrCat("<AttributeValue>",
                     Base64(PrivilegesXml(world.request.privileges)), "<")}) {
    EXPECT_NE(xml.find(piece), std::string::npos) << piece;
  }
  EXPECT_NE(form.name_id.find("CN=Fagsystem æøå"), std::string::npos)
      << form.name_id;
}

TEST(Mint, MetadataNamesEachCertificateAndIsSigned) {
  const World& world = TheWorld();
  MetadataRequest request;
  request.signing_certificates = {world.sts.certificate_der(),
                                  world.client.certificate_der()};
  request.valid_until = kNow + absl::Hours(24);
  const std::string xml = MintMetadata(request, world.sts);
  EXPECT_TRUE(XmlsecAccepts(xml, world.sts));
  EXPECT_FALSE(XmlsecAccepts(Replaced(xml, "use=\"signing\"", "use=\"other\""),
                             world.sts));
  for (const KeyPair* pair : {&world.sts, &world.client}) {
    EXPECT_NE(xml.find(absl::StrCat("<KeyDescriptor use=\"signing\"><KeyInfo "
                                    "xmlns=\"",
                                    kDsig, "\"><X509Data><X509Certificate>",
                                    Base64(pair->certificate_der()))),
              std::string::npos);
  }
}

TEST(Mint, ClientAssertionsNameTheirKeyByItsDigest) {
  const World& world = TheWorld();
  const ClientAssertionRequest request = {
      .client_id = "fagsystem", .audience = "https://gw/token", .now = kNow};
  const std::string rs256 = MintClientAssertion(request, world.client);
  EXPECT_TRUE(OpensslAcceptsJws(rs256, world.client, false));
  EXPECT_EQ(json::parse(JwsPart(rs256, 0)),
            (json{{"alg", "RS256"},
                  {"kid", Base64Url(Sha256(world.client.public_key_der()))}}));
  const json claims = json::parse(JwsPart(rs256, 1));
  EXPECT_EQ(claims["iss"], "fagsystem");
  EXPECT_EQ(claims["sub"], "fagsystem");
  EXPECT_EQ(claims["aud"], "https://gw/token");
  EXPECT_EQ(claims["exp"].get<int64_t>() - claims["iat"].get<int64_t>(), 10);
  const std::string ps256 =
      MintClientAssertion(request, world.client, SignatureKind::kPs256);
  EXPECT_TRUE(OpensslAcceptsJws(ps256, world.client, true));
  EXPECT_EQ(json::parse(JwsPart(ps256, 0))["alg"], "PS256");
}

}  // namespace
}  // namespace trivsel::sandbox::mint
