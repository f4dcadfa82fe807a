// Signed metadata: the keys that an issuer announces.
#include "validator/token/metadata.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"

namespace trivsel::validator::token::testing {
namespace {

const std::vector<PublicKey>& Signers() {
  static const auto* signers =
      new std::vector<PublicKey>{OldSts().Public(), Sts().Public()};
  return *signers;
}

OrFault<IssuerMetadata> Read(const std::string& xml) {
  return ReadMetadata(xml, kIssuer, Signers(), Now());
}

std::string Template() { return MetadataTemplate(Sts(), Stranger()); }

std::string Signed(std::string_view from, std::string_view to) {
  return SignXml(With(Template(), from, to), Sts());
}

std::string CodeOf(const std::string& xml) {
  const auto fault = FaultOf(Read(xml));
  return fault.has_value() ? FaultName(fault->code) : "";
}

TEST(Metadata, AnnouncesKeys) {
  const auto read = Read(SignXml(Template(), Sts()));
  const auto* metadata = std::get_if<IssuerMetadata>(&read);
  ASSERT_NE(metadata, nullptr) << EnglishSentence(*FaultOf(read));
  EXPECT_EQ(metadata->entity_id, kIssuer);
  EXPECT_EQ(metadata->valid_until, Now() + absl::Hours(24 * 30));
  ASSERT_EQ(metadata->signing_keys.size(), 1u);
  EXPECT_EQ(metadata->signing_keys[0].certificate_der(),
            Stranger().certificate_der);
}

TEST(Metadata, ReadsEveryRoleAndOnlySigningKeys) {
  const auto descriptor = [](const char* use, const Identity& identity) {
    return absl::StrCat(
        "<KeyDescriptor", use,
        "><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data>"
        "<X509Certificate>",
        identity.CertificateBase64(),
        "</X509Certificate></X509Data></KeyInfo></KeyDescriptor>");
  };
  const auto read = Read(Signed(
      "</EntityDescriptor>",
      absl::StrCat(
          "<RoleDescriptor protocolSupportEnumeration=\"x\">",
          descriptor(" use=\"encryption\"", Vendor()), descriptor("", OldSts()),
          descriptor(" use=\"signing\"", Stranger()),
          "</RoleDescriptor><SPSSODescriptor validUntil=\"2026-03-01T00:00:00Z"
          "\">",
          descriptor("", Vendor()), "</SPSSODescriptor></EntityDescriptor>")));
  const auto* metadata = std::get_if<IssuerMetadata>(&read);
  ASSERT_NE(metadata, nullptr) << EnglishSentence(*FaultOf(read));
  ASSERT_EQ(metadata->signing_keys.size(), 2u);
  EXPECT_EQ(metadata->signing_keys[0].certificate_der(),
            Stranger().certificate_der);
  EXPECT_EQ(metadata->signing_keys[1].certificate_der(),
            OldSts().certificate_der);
}

TEST(Metadata, NeedNotEnd) {
  const auto read =
      Read(Signed(" validUntil=\"2026-04-01T08:00:00.000Z\"", ""));
  const auto* metadata = std::get_if<IssuerMetadata>(&read);
  ASSERT_NE(metadata, nullptr) << EnglishSentence(*FaultOf(read));
  EXPECT_EQ(metadata->valid_until, std::nullopt);
}

TEST(Metadata, IsRefusedForAReason) {
  const std::string good = SignXml(Template(), Sts());
  EXPECT_EQ(CodeOf(good + "<!-- -->"), "XML_COMMENT");
  EXPECT_EQ(CodeOf(GoodAssertion()), "TOKEN_MALFORMED");
  EXPECT_EQ(CodeOf(std::string(1024 * 1024 + 1, ' ')), "TOKEN_TOO_LARGE");
  EXPECT_EQ(CodeOf(Signed(kIssuer, "https://x.example")), "ISSUER_UNKNOWN");
  EXPECT_EQ(CodeOf(Signed("validUntil=\"2026-04", "validUntil=\"2026-02")),
            "TOKEN_EXPIRED");
  EXPECT_EQ(CodeOf(Signed("validUntil=\"2026-04", "validUntil=\"x2026-02")),
            "CLAIM_INVALID");
  EXPECT_EQ(CodeOf(Signed("use=\"signing\"", "use=\"encryption\"")),
            "CLAIM_MISSING");
  EXPECT_EQ(CodeOf(Signed(Stranger().CertificateBase64(), "AAAA")),
            "CLAIM_INVALID");
  EXPECT_EQ(CodeOf(With(good, Stranger().CertificateBase64(),
                        Vendor().CertificateBase64())),
            "SIGNATURE_INVALID");
  EXPECT_EQ(
      CodeOf(SignXml(MetadataTemplate(Stranger(), Stranger()), Stranger())),
      "KEY_UNKNOWN");
  EXPECT_EQ(CodeOf(SignXml(MetadataTemplate(OldSts(), Stranger()), OldSts())),
            "KEY_NOT_VALID_NOW");
  EXPECT_EQ(CodeOf("<EntityDescriptor "
                   "xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"/>"),
            "SIGNATURE_MISSING");
}

}  // namespace
}  // namespace trivsel::validator::token::testing
