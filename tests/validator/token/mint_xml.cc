// Assertions and metadata of the mint, signed with xmlsec1.
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <openssl/evp.h>
#include <xmlsec/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/validator/token/mint.h"
#include "validator/token/xml_libraries.h"

namespace trivsel::validator::token::testing {
namespace {

[[noreturn]] void Fail(const char* what) {
  std::fprintf(stderr, "mint: %s\n", what);
  std::abort();
}

// $ID and $CERT are filled in.
constexpr char kSignature[] =
    R"(<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>)"
    R"(<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)"
    R"(<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>)"
    R"(<Reference URI="#$ID"><Transforms>)"
    R"(<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>)"
    R"(<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms>)"
    R"(<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>)"
    R"(<DigestValue></DigestValue></Reference></SignedInfo>)"
    R"(<SignatureValue></SignatureValue>)"
    R"(<KeyInfo><X509Data><X509Certificate>$CERT</X509Certificate></X509Data></KeyInfo>)"
    R"(</Signature>)";

constexpr char kAssertion[] =
    R"(<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="$ID" IssueInstant="$FROM" Version="2.0">)"
    R"(<Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">$ISSUER</Issuer>$SIGNATURE)"
    R"(<Subject><NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName">CN=Fagsystem, O=Leverandør A/S, C=DK</NameID>)"
    R"(<SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:holder-of-key">)"
    R"(<SubjectConfirmationData a:type="KeyInfoConfirmationDataType" NotBefore="$FROM" NotOnOrAfter="$UNTIL" Recipient="$SERVICE" xmlns:a="http://www.w3.org/2001/XMLSchema-instance">)"
    R"(<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><X509Data xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Certificate>$HOLDER</X509Certificate></X509Data></ds:KeyInfo>)"
    R"(</SubjectConfirmationData></SubjectConfirmation></Subject>)"
    R"(<Conditions NotBefore="$FROM" NotOnOrAfter="$UNTIL"><AudienceRestriction><Audience>$SERVICE</Audience></AudienceRestriction></Conditions>)"
    R"(<AttributeStatement>)"
    R"(<Attribute Name="dk:gov:saml:attribute:CvrNumberIdentifier" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><AttributeValue>$CVR</AttributeValue></Attribute>)"
    R"(<Attribute Name="dk:gov:saml:attribute:AssuranceLevel" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><AttributeValue>3</AttributeValue></Attribute>)"
    R"(<Attribute Name="dk:gov:saml:attribute:SpecVer" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><AttributeValue>DK-SAML-2.0</AttributeValue></Attribute>)"
    R"(<Attribute Name="dk:gov:saml:attribute:KombitSpecVer" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><AttributeValue>1.0</AttributeValue></Attribute>)"
    R"(<Attribute Name="dk:gov:saml:attribute:Privileges_intermediate" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><AttributeValue>$BPP</AttributeValue></Attribute>)"
    R"(</AttributeStatement>)"
    R"(<AuthnStatement AuthnInstant="$FROM"><AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:X509</AuthnContextClassRef></AuthnContext></AuthnStatement>)"
    R"(</Assertion>)";

constexpr char kMetadata[] =
    R"(<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" ID="$ID" entityID="$ISSUER" validUntil="$UNTIL">$SIGNATURE)"
    R"(<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">)"
    R"(<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>$ANNOUNCED</X509Certificate></X509Data></KeyInfo></KeyDescriptor>)"
    R"(</IDPSSODescriptor></EntityDescriptor>)";

std::string Signature(const std::string& id, const Identity& signer) {
  return absl::StrReplaceAll(
      kSignature, {{"$ID", id}, {"$CERT", signer.CertificateBase64()}});
}

std::string Instant(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

void RegisterIds(xmlDoc* document, xmlNode* node) {
  for (; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    if (xmlAttr* id = xmlHasProp(node, BAD_CAST "ID")) {
      xmlChar* value = xmlNodeListGetString(document, id->children, 1);
      xmlAddID(nullptr, document, value, id);
      xmlFree(value);
    }
    RegisterIds(document, node->children);
  }
}

std::string Dump(xmlDoc* document) {
  xmlChar* text = nullptr;
  int size = 0;
  xmlDocDumpMemory(document, &text, &size);
  std::string xml(reinterpret_cast<char*>(text), static_cast<size_t>(size));
  xmlFree(text);
  return xml;
}

}  // namespace

std::string Bpp(std::string_view cvr) {
  return absl::StrReplaceAll(
      R"(<?xml version="1.0" encoding="UTF-8"?><bpp:PrivilegeList xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:$CVR"><Privilege>$ROLE</Privilege></PrivilegeGroup></bpp:PrivilegeList>)",
      {{"$CVR", absl::string_view(cvr.data(), cvr.size())}, {"$ROLE", kRole}});
}

std::string AssertionTemplate(const Identity& signer) {
  const std::string id = "_74512376-ce6e-44e7-955d-cae513404411";
  return absl::StrReplaceAll(kAssertion,
                             {{"$ID", id},
                              {"$ISSUER", kIssuer},
                              {"$SIGNATURE", Signature(id, signer)},
                              {"$FROM", Instant(Now())},
                              {"$UNTIL", Instant(Now() + absl::Hours(8))},
                              {"$SERVICE", kService},
                              {"$HOLDER", Vendor().CertificateBase64()},
                              {"$CVR", kCvr},
                              {"$BPP", absl::Base64Escape(Bpp())}});
}

std::string MetadataTemplate(const Identity& signer,
                             const Identity& announced) {
  const std::string id = "_metadata-1";
  return absl::StrReplaceAll(kMetadata,
                             {{"$ID", id},
                              {"$ISSUER", kIssuer},
                              {"$SIGNATURE", Signature(id, signer)},
                              {"$UNTIL", Instant(Now() + absl::Hours(24 * 30))},
                              {"$ANNOUNCED", announced.CertificateBase64()}});
}

std::string SignXml(std::string_view xml, const Identity& signer) {
  StartXmlLibraries();
  xmlDoc* document = xmlReadMemory(xml.data(), static_cast<int>(xml.size()),
                                   nullptr, nullptr, XML_PARSE_NONET);
  if (document == nullptr) Fail("not XML");
  xmlNode* root = xmlDocGetRootElement(document);
  RegisterIds(document, root);
  xmlNode* signature = xmlSecFindNode(root, xmlSecNodeSignature, xmlSecDSigNs);
  if (signature == nullptr) Fail("no Signature");
  xmlSecDSigCtx* context = xmlSecDSigCtxCreate(nullptr);
  context->signKey = xmlSecKeyCreate();
  EVP_PKEY_up_ref(signer.key.get());
  xmlSecKeySetValue(context->signKey,
                    xmlSecOpenSSLEvpKeyAdopt(signer.key.get()));
  if (xmlSecDSigCtxSign(context, signature) < 0) Fail("xmlSecDSigCtxSign");
  xmlSecDSigCtxDestroy(context);
  std::string text = Dump(document);
  xmlFreeDoc(document);
  return text;
}

std::string GoodAssertion() { return SignXml(AssertionTemplate(), Sts()); }

}  // namespace trivsel::validator::token::testing
