// Assertions that must be accepted, and what libxml2 and xmlsec1 must leave
// alone.
#include "validator/token/saml.h"

#include <gtest/gtest.h>
#include <libxml/globals.h>
#include <libxml/parser.h>
#include <libxml/xmlIO.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/validator/token/mint.h"
#include "tests/validator/token/negative_case.h"
#include "validator/token/instant.h"

namespace trivsel::validator::token::testing {
namespace {

Claims Verified(const std::string& xml, const Trust& trust = TheTrust()) {
  const auto claims = VerifyAssertion(xml, trust, Peer(), Now());
  if (const auto fault = FaultOf(claims)) {
    ADD_FAILURE() << EnglishSentence(*fault);
    return {};
  }
  return std::get<Claims>(claims);
}

std::string Signed(std::string_view from, std::string_view to) {
  return SignXml(With(AssertionTemplate(), from, to), Sts());
}

TEST(Assertion, TheFactsSampleIsAccepted) {
  const Claims claims = Verified(GoodAssertion());
  EXPECT_EQ(claims.issuer, kIssuer);
  EXPECT_EQ(claims.subject, "CN=Fagsystem, O=Leverandør A/S, C=DK");
  EXPECT_EQ(claims.id, "_74512376-ce6e-44e7-955d-cae513404411");
  EXPECT_EQ(claims.audiences, std::vector<std::string>{kService});
  EXPECT_EQ(claims.recipient, kService);
  EXPECT_EQ(claims.cvr, kCvr);
  EXPECT_EQ(claims.confirmation, Peer());
  EXPECT_EQ(claims.issued_at, Now());
  EXPECT_EQ(claims.not_before, Now());
  EXPECT_EQ(claims.not_after, Now() + absl::Hours(8));
  ASSERT_EQ(claims.privileges.size(), 1u);
  EXPECT_EQ(claims.privileges[0].role, kRole);
  EXPECT_FALSE(CheckReporter(claims, TheTrust()).has_value());
}

TEST(Assertion, AcceptsWhatMayDiffer) {
  // Other prefixes, indentation, a stronger digest, a list of prefixes.
  Verified(Signed("<Subject>", "\n  <Subject>\n"));
  Verified(Signed("xmlenc#sha256", "xmlenc#sha512"));
  Verified(Signed("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-sha512"));
  Verified(Signed(
      R"(<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)",
      R"(<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><i:InclusiveNamespaces xmlns:i="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="a"/></Transform>)"));
  Verified("\xEF\xBB\xBF" + GoodAssertion());
  Verified(" \n" + GoodAssertion() + "\n");
  // Character references and the five entities of XML itself.
  EXPECT_EQ(
      Verified(Signed("CN=Fagsystem,", "CN=&#70;agsystem &amp; Co,")).subject,
      "CN=Fagsystem & Co, O=Leverandør A/S, C=DK");
  // No Recipient, and a key without a prefix of its own.
  Verified(Signed(absl::StrCat(" Recipient=\"", kService, "\""), ""));
  Verified(
      Signed("<X509Data xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"
             "<X509Certificate>" +
                 Vendor().CertificateBase64(),
             "<X509Data><X509Certificate>" + Vendor().CertificateBase64()));
}

TEST(Assertion, PrefixesOfTheAssertionAreItsOwn) {
  std::string xml = absl::StrReplaceAll(
      AssertionTemplate(), {{"<Signature ", "<Signature "},
                            {"<Assertion xmlns=", "<s:Assertion xmlns:s="}});
  for (const char* name :
       {"Issuer", "Subject", "NameID", "SubjectConfirmation",
        "SubjectConfirmationData", "Conditions", "AudienceRestriction",
        "Audience", "AttributeStatement", "Attribute", "AttributeValue",
        "AuthnStatement", "AuthnContext", "AuthnContextClassRef",
        "Assertion"}) {
    xml = absl::StrReplaceAll(
        xml, {{absl::StrCat("</", name, ">"), absl::StrCat("</s:", name, ">")},
              {absl::StrCat("<", name, ">"), absl::StrCat("<s:", name, ">")},
              {absl::StrCat("<", name, " "), absl::StrCat("<s:", name, " ")}});
  }
  Verified(SignXml(xml, Sts()));
}

TEST(Assertion, TheKeyIsTheIssuersWhateverKeyInfoSays) {
  // No KeyInfo; one with a certificate that nobody knows around a known key.
  const std::string info = absl::StrCat(
      "<KeyInfo><X509Data><X509Certificate>", Sts().CertificateBase64(),
      "</X509Certificate></X509Data></KeyInfo>");
  Verified(Signed(info, ""));
  const Identity renewed = NewIdentity(Sts().key, {"STS, renewed"});
  Verified(SignXml(AssertionTemplate(renewed), Sts()));
  // A bare key on the list.
  Trust trust = TheTrust();
  trust.issuers[1].keys = {*PublicKey::FromKeyDer(Sts().Public().key_der())};
  Verified(GoodAssertion(), trust);
}

TEST(Assertion, WeakOrOtherKeysAreRefused) {
  for (const Identity& weak :
       {NewIdentity(NewRsaKey(1024)), NewIdentity(NewEcKey())}) {
    Trust trust = TheTrust();
    trust.issuers[1].keys = {weak.Public()};
    const auto fault = FaultOf(VerifyAssertion(
        SignXml(AssertionTemplate(weak), Sts()), trust, Peer(), Now()));
    ASSERT_TRUE(fault.has_value());
    EXPECT_EQ(FaultName(fault->code), "ALGORITHM_REFUSED");
  }
}

TEST(Assertion, TheShorterOfTwoTimesCounts) {
  const Claims claims =
      Verified(Signed("<Conditions NotBefore=\"2026-03-02T08:00:00.000Z\" "
                      "NotOnOrAfter=\"2026-03-02T16:",
                      "<Conditions NotBefore=\"2026-03-02T08:01:00.000Z\" "
                      "NotOnOrAfter=\"2026-03-02T12:"));
  EXPECT_EQ(claims.not_before, Now() + absl::Minutes(1));
  EXPECT_EQ(claims.not_after, Now() + absl::Hours(4));
}

TEST(Assertion, ReadingLooksAtNoSignature) {
  const std::string xml = GoodAssertion();
  const size_t begin = xml.find("<Signature ");
  const size_t end = xml.find("</Signature>") + 12;
  const auto claims =
      ReadAssertionClaims(xml.substr(0, begin) + xml.substr(end));
  ASSERT_FALSE(FaultOf(claims).has_value());
  EXPECT_EQ(std::get<Claims>(claims).cvr, kCvr);
}

TEST(Assertion, ThreadsDoNotDisturbEachOther) {
  const std::string good = GoodAssertion();
  const std::string bad = With(good, ">11111111<", ">22222222<");
  const Trust trust = TheTrust();
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        if (FaultOf(VerifyAssertion(good, trust, Peer(), Now()))) ++wrong;
        if (!FaultOf(VerifyAssertion(bad, trust, Peer(), Now()))) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

// What others in the process have set stays as they set it.
TEST(Assertion, LeavesTheLibrariesAsTheyWere) {
  static int told = 0;
  const auto handler =
      +[](void* count, xmlErrorPtr) { ++*static_cast<int*>(count); };
  xmlSetStructuredErrorFunc(&told, handler);
  (void)VerifyAssertion(GoodAssertion(), TheTrust(), Peer(), Now());
  (void)VerifyAssertion("<a", TheTrust(), Peer(), Now());
  EXPECT_EQ(told, 0);
  EXPECT_EQ(xmlStructuredErrorContext, &told);
  EXPECT_EQ(xmlReadMemory("<a", 2, nullptr, nullptr, 0), nullptr);
  EXPECT_GT(told, 0);
  xmlSetStructuredErrorFunc(nullptr, nullptr);
  // But for this: no file is opened by any XML from here on.
  EXPECT_EQ(xmlGetExternalEntityLoader()("/etc/passwd", nullptr, nullptr),
            nullptr);
}

TEST(Instant, OnlyXsDateTimeWithAZone) {
  EXPECT_EQ(ReadInstant("2026-03-02T08:00:00Z"), Now());
  EXPECT_EQ(ReadInstant("2026-03-02T09:00:00.000+01:00"), Now());
  EXPECT_EQ(ReadInstant("2026-03-02T08:00:00.5Z"),
            Now() + absl::Milliseconds(500));
  for (const char* bad :
       {"", "infinite-future", "2026-03-02", "2026-03-02T08:00:00",
        "2026-03-02T08:00:00z", " 2026-03-02T08:00:00Z",
        "2026-03-02T08:00:00Z ", "2026-13-02T08:00:00Z", "2026-03-02T25:00:00Z",
        "2026-03-02T08:00:00ZZ"}) {
    EXPECT_EQ(ReadInstant(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(ShowInstant(Now()), "2026-03-02T08:00:00Z");
  EXPECT_EQ(ShowInstant(absl::InfiniteFuture()), "-");
}

}  // namespace
}  // namespace trivsel::validator::token::testing
