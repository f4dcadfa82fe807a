// trivsel token inspect on a SAML assertion in STS2's dialect.
#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "tests/client-sdk/access/access_scene.h"
#include "tests/client-sdk/token_mint.h"

namespace trivsel::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPrivileges[] =
    R"(<?xml version="1.0" encoding="UTF-8"?><bpp:PrivilegeList )"
    R"(xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile">)"
    R"(<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:11111111">)"
    R"(<Privilege>http://example.dk/roles/servicesystemrole/reporter/1)"
    R"(</Privilege></PrivilegeGroup></bpp:PrivilegeList>)";

// Without a signature.
constexpr char kAssertion[] =
    R"(<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" )"
    R"(IssueInstant="2026-07-10T06:00:00.000Z" Version="2.0">)"
    R"(<Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">)"
    R"(https://sts.example.dk/runtime</Issuer><Subject>)"
    R"(<NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:)"
    R"(X509SubjectName">CN=vendor,O=Fag,C=DK</NameID>)"
    R"(<SubjectConfirmation )"
    R"(Method="urn:oasis:names:tc:SAML:2.0:cm:holder-of-key">)"
    R"(<SubjectConfirmationData )"
    R"(xmlns:a="http://www.w3.org/2001/XMLSchema-instance" )"
    R"(a:type="KeyInfoConfirmationDataType" )"
    R"(NotBefore="2026-07-10T06:00:00.000Z" )"
    R"(NotOnOrAfter="2026-07-10T14:00:00.000Z" )"
    R"(Recipient="http://example.dk/service/trivsel/1">)"
    R"(<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>)"
    R"(<X509Certificate>CERTIFICATE</X509Certificate></X509Data></KeyInfo>)"
    R"(</SubjectConfirmationData></SubjectConfirmation></Subject>)"
    R"(<Conditions NotBefore="2026-07-10T06:00:00.000Z" )"
    R"(NotOnOrAfter="2026-07-10T14:00:00.000Z"><AudienceRestriction>)"
    R"(<Audience>http://example.dk/service/trivsel/1</Audience>)"
    R"(</AudienceRestriction></Conditions><AttributeStatement>)"
    R"(<Attribute Name="dk:gov:saml:attribute:CvrNumberIdentifier" )"
    R"(NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">)"
    R"(<AttributeValue>11111111</AttributeValue></Attribute>)"
    R"(<Attribute Name="dk:gov:saml:attribute:Privileges_intermediate" )"
    R"(NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">)"
    R"(<AttributeValue>PRIVILEGES</AttributeValue></Attribute>)"
    R"(</AttributeStatement>)"
    R"(<AuthnStatement AuthnInstant="2026-07-10T06:00:00.000Z">)"
    R"(<AuthnContext><AuthnContextClassRef>)"
    R"(urn:oasis:names:tc:SAML:2.0:ac:classes:X509</AuthnContextClassRef>)"
    R"(</AuthnContext></AuthnStatement></Assertion>)";

class AssertionInspectTest : public AccessScene {
 protected:
  std::string Assertion() const {
    std::string certificate;
    std::istringstream pem(vendor_.cert_pem);
    for (std::string line; std::getline(pem, line);) {
      if (line.rfind("-----", 0) != 0) certificate += line;
    }
    return absl::StrReplaceAll(
        kAssertion, {{"CERTIFICATE", certificate},
                     {"PRIVILEGES", absl::Base64Escape(kPrivileges)}});
  }
  nlohmann::json Inspect(const std::string& text) const {
    Write("assertion.xml", text);
    const auto ran =
        Run({"token", "inspect", "--output=json", "--cert", vendor_.cert_file,
             "--at", "2026-07-10T10:48:00Z", "assertion.xml"});
    EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
    EXPECT_THAT(ran.out, Not(HasSubstr(absl::Base64Escape(kPrivileges))));
    return Lines(ran.out)[0];
  }
};

TEST_F(AssertionInspectTest, TellsWhatItSaysAndThatNobodySignedIt) {
  const std::string assertion = Assertion();
  for (const std::string& text :
       {assertion, absl::Base64Escape(assertion),
        "{\"RequestedSecurityToken\":{\"Assertion\":\"" +
            absl::Base64Escape(assertion) + "\"}}"}) {
    const nlohmann::json json = Inspect(text);
    EXPECT_EQ(json["kind"], "SAML");
    EXPECT_EQ(json["issuer"], "https://sts.example.dk/runtime") << json;
    EXPECT_EQ(json["recipient"], "http://example.dk/service/trivsel/1");
    EXPECT_EQ(json["municipality"], "11111111");
    EXPECT_EQ(json["expires_in_seconds"], 3 * 3600 + 12 * 60);
    EXPECT_EQ(json["certificate_sha256"], client::Sha256Hex(vendor_.cert_pem));
    EXPECT_EQ(json["roles"][0]["municipality"], "11111111");
    EXPECT_EQ(json["signature"], "bad");
    ASSERT_EQ(json["faults"].size(), 1u) << json;
    EXPECT_EQ(json["faults"][0]["code"], "SIGNATURE_MISSING");
  }
}

TEST_F(AssertionInspectTest, HostileXmlIsAFaultAndNothingMore) {
  EXPECT_EQ(Inspect("<!DOCTYPE a [<!ENTITY b 'c'>]>" +
                    Assertion())["faults"][0]["code"],
            "XML_DOCTYPE");
  EXPECT_EQ(Inspect("<Assertion")["faults"][0]["code"], "XML_MALFORMED");
}

}  // namespace
}  // namespace trivsel::cli
