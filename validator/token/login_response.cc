#include "validator/token/login_response.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/assertion_reader.h"
#include "validator/token/document_survey.h"
#include "validator/token/hostile_xml.h"
#include "validator/token/login_assertion.h"
#include "validator/token/saml.h"
#include "validator/token/signature_shape.h"
#include "validator/token/xml_decryption.h"
#include "validator/token/xml_element.h"
#include "validator/token/xml_signature.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr std::string_view kSuccess =
    "urn:oasis:names:tc:SAML:2.0:status:Success";

// The codes' last words: "Responder AuthnFailed".
std::string StatusOf(const xmlNode* status) {
  std::string words;
  const xmlNode* at = status;
  for (int depth = 0; depth < 3 && at != nullptr; ++depth) {
    const auto codes = ElementsOf(at, kProtocolNamespace, "StatusCode");
    at = codes.size() == 1 ? codes[0] : nullptr;
    if (at == nullptr) break;
    const std::string value = AttributeOf(at, "Value").value_or("");
    words.append(words.empty() ? "" : " ")
        .append(value.substr(value.rfind(':') + 1));
  }
  return Shown(words, 64);
}

std::optional<Fault> CheckStatus(const xmlNode* response) {
  const auto statuses = ElementsOf(response, kProtocolNamespace, "Status");
  if (statuses.size() != 1) {
    return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "1 Status",
                 absl::StrCat(statuses.size())};
  }
  const auto codes = ElementsOf(statuses[0], kProtocolNamespace, "StatusCode");
  if (codes.size() == 1 && AttributeOf(codes[0], "Value") == kSuccess) {
    return std::nullopt;
  }
  return Fault{v1::ACCESS_FAULT_LOGIN_REFUSED_BY_IDP, "Success",
               StatusOf(statuses[0])};
}

// What the envelope says of itself. Nobody has signed it.
std::optional<Fault> CheckAddress(const xmlNode* response,
                                  const LoginExpectation& expected) {
  const std::string destination =
      AttributeOf(response, "Destination").value_or("-");
  if (destination != expected.acs_url) {
    return Fault{v1::ACCESS_FAULT_DESTINATION_WRONG, Shown(expected.acs_url),
                 Shown(destination)};
  }
  const auto answered = AttributeOf(response, "InResponseTo");
  if (!answered.has_value() || *answered != expected.request_id) {
    return Fault{v1::ACCESS_FAULT_IN_RESPONSE_TO_WRONG, "",
                 answered.has_value() ? "" : "-"};
  }
  for (const xmlNode* issuer : ElementsOf(response, kSamlNamespace, "Issuer")) {
    const std::string name = TextOf(issuer).value_or("");
    if (name != expected.issuer.entity_id) {
      return Fault{v1::ACCESS_FAULT_ISSUER_UNKNOWN,
                   Shown(expected.issuer.entity_id), Shown(name)};
    }
  }
  return std::nullopt;
}

std::optional<Fault> CheckContent(const xmlNode* response,
                                  const DocumentSurvey& survey) {
  if (survey.assertions > 0) {
    return Fault{v1::ACCESS_FAULT_ASSERTION_NOT_ENCRYPTED,
                 "1 EncryptedAssertion",
                 absl::StrCat(survey.assertions, " Assertion")};
  }
  const auto found = ElementsOf(response, kSamlNamespace, "EncryptedAssertion");
  if (survey.encrypted_assertions != 1 || found.size() != 1) {
    return Fault{v1::ACCESS_FAULT_ASSERTION_COUNT, "1 EncryptedAssertion",
                 absl::StrCat(survey.encrypted_assertions)};
  }
  // CH2 signs the assertion. A signature out here would be over something that
  // nobody reads.
  if (!survey.signatures.empty()) {
    return Fault{v1::ACCESS_FAULT_SIGNATURE_PLACE, "Assertion",
                 Shown(LocalName(survey.signatures[0]->parent), 64)};
  }
  return std::nullopt;
}

}  // namespace

OrFault<LoginClaims> VerifyLoginAssertion(std::string_view xml,
                                          const LoginExpectation& expected,
                                          absl::Time now) {
  auto parsed = ParseHostileXml(xml, kMaxAssertionBytes);
  if (Fault* fault = std::get_if<Fault>(&parsed)) return std::move(*fault);
  xmlDoc* document = std::get<XmlDocument>(parsed).get();
  // This very node is what is verified, and what is read.
  const xmlNode* assertion = xmlDocGetRootElement(document);
  const DocumentSurvey survey = SurveyDocument(assertion);
  if (auto fault = CheckOneAssertion(assertion, survey)) {
    return *std::move(fault);
  }
  auto signature = ReadXmlSignature(assertion, survey);
  if (Fault* fault = std::get_if<Fault>(&signature)) return std::move(*fault);
  auto name = IssuerOf(assertion);
  if (Fault* fault = std::get_if<Fault>(&name)) return std::move(*fault);
  if (std::get<std::string>(name) != expected.issuer.entity_id) {
    return Fault{v1::ACCESS_FAULT_ISSUER_UNKNOWN,
                 Shown(expected.issuer.entity_id),
                 Shown(std::get<std::string>(name))};
  }
  if (auto fault =
          VerifyXmlSignature(document, std::get<XmlSignature>(signature),
                             expected.issuer.keys, now)) {
    return *std::move(fault);
  }
  return ReadLoginAssertion(assertion, expected, now);
}

OrFault<LoginClaims> VerifyLoginResponse(std::string_view xml,
                                         const LoginExpectation& expected,
                                         absl::Time now) {
  auto parsed = ParseHostileXml(xml, kMaxResponseBytes);
  if (Fault* fault = std::get_if<Fault>(&parsed)) return std::move(*fault);
  const xmlNode* response =
      xmlDocGetRootElement(std::get<XmlDocument>(parsed).get());
  if (!Is(response, kProtocolNamespace, "Response") ||
      AttributeOf(response, "Version") != "2.0") {
    return Fault{v1::ACCESS_FAULT_TOKEN_MALFORMED, "samlp:Response 2.0",
                 Shown(LocalName(response), 64)};
  }
  const DocumentSurvey survey = SurveyDocument(response);
  if (survey.id_repeated) return Fault{v1::ACCESS_FAULT_ID_REPEATED};
  if (auto fault = CheckAddress(response, expected)) return *std::move(fault);
  if (auto fault = CheckStatus(response)) return *std::move(fault);
  if (auto fault = CheckContent(response, survey)) return *std::move(fault);
  auto plain = DecryptElement(
      ElementsOf(response, kSamlNamespace, "EncryptedAssertion")[0],
      expected.keys);
  if (Fault* fault = std::get_if<Fault>(&plain)) return std::move(*fault);
  return VerifyLoginAssertion(std::get<std::string>(plain), expected, now);
}

}  // namespace trivsel::validator::token
