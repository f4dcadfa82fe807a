#include "deploy/sandbox/idp/mint/login_answer.h"

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

constexpr char kModel[] = "https://data.gov.dk/model/core/";
constexpr char kUri[] = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";

std::string SubjectXml(const LoginForm& form) {
  return absl::StrCat(
      "<Subject><NameID Format=\"", form.name_id_format, "\">",
      XmlText(form.name_id), "</NameID><SubjectConfirmation Method=\"",
      form.method, "\"><SubjectConfirmationData InResponseTo=\"",
      XmlText(form.in_response_to), "\" NotOnOrAfter=\"", form.not_on_or_after,
      "\" Recipient=\"", XmlText(form.recipient),
      "\"></SubjectConfirmationData></SubjectConfirmation></Subject>");
}

std::string StatementsXml(const LoginForm& form) {
  std::string xml = absl::StrCat(
      "<AuthnStatement AuthnInstant=\"", form.issue_instant,
      "\" SessionIndex=\"", form.session_index,
      "\"><AuthnContext><AuthnContextClassRef>", XmlText(form.class_ref),
      "</AuthnContextClassRef><AuthenticatingAuthority>https://"
      "idp.kommune.sandbox.trivsel.localhost</AuthenticatingAuthority>"
      "</AuthnContext></AuthnStatement><AttributeStatement>");
  for (const auto& [name, value] : form.attributes) {
    absl::StrAppend(&xml, "<Attribute Name=\"", XmlText(name),
                    "\" NameFormat=\"", kUri, "\"><AttributeValue>",
                    XmlText(value), "</AttributeValue></Attribute>");
  }
  return xml + "</AttributeStatement>";
}

}  // namespace

LoginForm FormOf(const LoginOrder& order) {
  const LoginUser& user = order.user;
  LoginForm form;
  form.id = "_" + NewUuid();
  form.response_id = "_" + NewUuid();
  form.session_index = "_" + NewUuid();
  form.issuer = form.envelope_issuer = order.issuer;
  form.issue_instant = form.not_before = XmlTime(order.now);
  form.name_id = absl::StrCat("C = DK, O = ", user.cvr, ", CN = ", user.name,
                              ", Serial = ", user.key);
  form.name_id_format =
      "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
  form.method = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
  form.recipient = form.destination = order.acs_url;
  form.in_response_to = form.envelope_in_response_to = order.request_id;
  form.not_on_or_after = XmlTime(order.now + absl::Minutes(5));
  form.audience = order.audience;
  form.class_ref =
      absl::StrCat("https://data.gov.dk/concept/core/nsis/loa/", user.level);
  form.status = "urn:oasis:names:tc:SAML:2.0:status:Success";
  form.attributes = {
      {"https://data.gov.dk/concept/core/nsis/loa", user.level},
      {absl::StrCat(kModel, "specVersion"), "OIO-SAML-3.0"},
      {"dk:gov:saml:attribute:KombitSpecVer", "2.0"},
      {absl::StrCat(kModel, "eid/professional/cvr"), user.cvr},
      {absl::StrCat(kModel, "eid/professional/orgName"), user.organisation},
      {absl::StrCat(kModel, "eid/email"), user.email},
      {absl::StrCat(kModel, "eid/privilegesIntermediate"),
       Base64(LoginPrivilegesXml(user.groups))},
  };
  return form;
}

std::string LoginPrivilegesXml(const std::vector<PrivilegeGroup>& groups) {
  return Replaced(PrivilegesXml(groups),
                  "http://itst.dk/oiosaml/basic_privilege_profile",
                  "http://digst.dk/oiosaml/basic_privilege_profile");
}

std::string LoginAssertionXml(const LoginForm& form) {
  return absl::StrCat(
      "<Assertion xmlns=\"", kSamlNamespace, "\" ID=\"", form.id,
      "\" IssueInstant=\"", form.issue_instant, "\" Version=\"2.0\"><Issuer>",
      XmlText(form.issuer), "</Issuer>", kSignaturePlace, SubjectXml(form),
      "<Conditions NotBefore=\"", form.not_before, "\" NotOnOrAfter=\"",
      form.not_on_or_after, "\"><AudienceRestriction><Audience>",
      XmlText(form.audience), "</Audience></AudienceRestriction></Conditions>",
      StatementsXml(form), "</Assertion>");
}

std::string LoginResponseXml(const LoginForm& form, std::string_view content) {
  return absl::StrCat(
      "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
      "ID=\"",
      form.response_id, "\" Version=\"2.0\" IssueInstant=\"",
      form.issue_instant, "\" Destination=\"", XmlText(form.destination),
      "\" InResponseTo=\"", XmlText(form.envelope_in_response_to),
      "\"><Issuer xmlns=\"", kSamlNamespace, "\">",
      XmlText(form.envelope_issuer),
      "</Issuer><samlp:Status><samlp:StatusCode Value=\"", form.status,
      "\"/></samlp:Status>", std::string(content), "</samlp:Response>");
}

}  // namespace trivsel::sandbox::mint
