#include "validator/token/saml.h"

#include <utility>

#include "validator/token/assertion_reader.h"
#include "validator/token/document_survey.h"
#include "validator/token/hostile_xml.h"
#include "validator/token/signature_shape.h"
#include "validator/token/xml_signature.h"

namespace trivsel::validator::token {

OrFault<Claims> ReadAssertionClaims(std::string_view xml) {
  auto parsed = ParseHostileXml(xml, kMaxAssertionBytes);
  if (Fault* fault = std::get_if<Fault>(&parsed)) return std::move(*fault);
  const xmlNode* root =
      xmlDocGetRootElement(std::get<XmlDocument>(parsed).get());
  if (auto fault = CheckOneAssertion(root, SurveyDocument(root))) {
    return *std::move(fault);
  }
  return ReadClaimsOf(root).Take();
}

OrFault<Claims> VerifyAssertion(std::string_view xml, const Trust& trust,
                                const Sha256& peer, absl::Time now) {
  auto parsed = ParseHostileXml(xml, kMaxAssertionBytes);
  if (Fault* fault = std::get_if<Fault>(&parsed)) return std::move(*fault);
  xmlDoc* document = std::get<XmlDocument>(parsed).get();
  // The assertion is this very node from here on: it is what is verified, and
  // what is read.
  const xmlNode* assertion = xmlDocGetRootElement(document);
  const DocumentSurvey survey = SurveyDocument(assertion);
  if (auto fault = CheckOneAssertion(assertion, survey)) {
    return *std::move(fault);
  }
  auto signature = ReadXmlSignature(assertion, survey);
  if (Fault* fault = std::get_if<Fault>(&signature)) return std::move(*fault);
  auto name = IssuerOf(assertion);
  if (Fault* fault = std::get_if<Fault>(&name)) return std::move(*fault);
  auto issuer = FindIssuer(trust, std::get<std::string>(name));
  if (Fault* fault = std::get_if<Fault>(&issuer)) return std::move(*fault);
  if (auto fault =
          VerifyXmlSignature(document, std::get<XmlSignature>(signature),
                             std::get<const Issuer*>(issuer)->keys, now)) {
    return *std::move(fault);
  }
  OrFault<Claims> claims = ReadClaimsOf(assertion).Take();
  if (const Claims* read = std::get_if<Claims>(&claims)) {
    if (auto fault = CheckClaims(*read, trust, peer, now)) {
      return *std::move(fault);
    }
  }
  return claims;
}

}  // namespace trivsel::validator::token
