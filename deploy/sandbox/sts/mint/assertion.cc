#include "deploy/sandbox/sts/mint/assertion.h"

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

constexpr char kEntityFormat[] =
    "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
constexpr char kX509SubjectName[] =
    "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
constexpr char kBasic[] = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";

std::string SubjectXml(const AssertionForm& form) {
  return absl::StrCat(
      "<Subject><NameID Format=\"", kX509SubjectName, "\">",
      XmlText(form.name_id), "</NameID><SubjectConfirmation Method=\"",
      XmlText(form.method),
      "\"><SubjectConfirmationData "
      "xmlns:a=\"http://www.w3.org/2001/XMLSchema-instance\" NotBefore=\"",
      form.not_before, "\" NotOnOrAfter=\"", form.not_on_or_after,
      "\" Recipient=\"", XmlText(form.recipient),
      "\" a:type=\"KeyInfoConfirmationDataType\">", form.key_info,
      "</SubjectConfirmationData></SubjectConfirmation></Subject>");
}

std::string ConditionsXml(const AssertionForm& form) {
  return absl::StrCat(
      "<Conditions NotBefore=\"", form.not_before, "\" NotOnOrAfter=\"",
      form.not_on_or_after, "\"><AudienceRestriction><Audience>",
      XmlText(form.audience), "</Audience></AudienceRestriction></Conditions>");
}

std::string AttributesXml(const AssertionForm& form) {
  std::string xml = "<AttributeStatement>";
  for (const auto& [name, value] : form.attributes) {
    absl::StrAppend(&xml, "<Attribute Name=\"", XmlText(name),
                    "\" NameFormat=\"", kBasic, "\"><AttributeValue>",
                    XmlText(value), "</AttributeValue></Attribute>");
  }
  return xml + "</AttributeStatement>";
}

}  // namespace

AssertionForm FormOf(const TokenRequest& request) {
  AssertionForm form;
  form.id = "_" + NewUuid();
  form.issuer = request.issuer;
  form.issue_instant = XmlTime(request.now);
  form.name_id = SubjectOfDer(request.peer_der);
  form.not_before = form.issue_instant;
  form.not_on_or_after = XmlTime(request.now + request.lifetime);
  form.recipient = request.service;
  form.audience = request.service;
  form.key_info = CertificateKeyInfo(request.peer_der);
  form.attributes = {
      {kCvrAttribute, request.cvr},
      {"dk:gov:saml:attribute:AssuranceLevel", "3"},
      {"dk:gov:saml:attribute:SpecVer", "DK-SAML-2.0"},
      {"dk:gov:saml:attribute:KombitSpecVer", "1.0"},
      {kPrivilegesAttribute, Base64(PrivilegesXml(request.privileges))},
  };
  return form;
}

std::string AssertionXml(const AssertionForm& form) {
  return absl::StrCat(
      "<Assertion xmlns=\"", kSamlNamespace, "\" ID=\"", form.id,
      "\" IssueInstant=\"", form.issue_instant,
      "\" Version=\"2.0\"><Issuer Format=\"", kEntityFormat, "\">",
      XmlText(form.issuer), "</Issuer>", kSignaturePlace, SubjectXml(form),
      ConditionsXml(form), AttributesXml(form),
      "<AuthnStatement AuthnInstant=\"", form.issue_instant,
      "\"><AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:"
      "classes:X509</AuthnContextClassRef></AuthnContext></AuthnStatement>"
      "</Assertion>");
}

std::string SignAssertion(const AssertionForm& form, const KeyPair& signer,
                          const SignatureForm& signature) {
  return Enveloped(AssertionXml(form), form.id, signer, signature);
}

std::string MintAssertion(const TokenRequest& request, const KeyPair& signer) {
  return SignAssertion(FormOf(request), signer);
}

std::string MintMetadata(const MetadataRequest& request,
                         const KeyPair& signer) {
  const std::string id = "_" + NewUuid();
  std::string keys;
  for (const std::string& der : request.signing_certificates) {
    absl::StrAppend(&keys, "<KeyDescriptor use=\"signing\">",
                    CertificateKeyInfo(der), "</KeyDescriptor>");
  }
  const std::string location =
      absl::StrCat(XmlText(request.entity_id), "/saml2/issue.idp");
  return Enveloped(
      absl::StrCat(
          "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" "
          "ID=\"",
          id, "\" entityID=\"", XmlText(request.entity_id), "\" validUntil=\"",
          XmlTime(request.valid_until), "\">", kSignaturePlace,
          "<IDPSSODescriptor WantAuthnRequestsSigned=\"true\" "
          "protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:"
          "protocol\">",
          keys, "<NameIDFormat>", kX509SubjectName,
          "</NameIDFormat><SingleSignOnService "
          "Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" "
          "Location=\"",
          location,
          "\"></SingleSignOnService></IDPSSODescriptor></EntityDescriptor>"),
      id, signer);
}

}  // namespace trivsel::sandbox::mint
