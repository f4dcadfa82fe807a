#include "validator/token/explain.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/assertion_reader.h"
#include "validator/token/base64.h"
#include "validator/token/claim_checks.h"
#include "validator/token/hostile_xml.h"
#include "validator/token/jwt_parts.h"
#include "validator/token/saml.h"
#include "validator/token/signature_shape.h"
#include "validator/token/token_text.h"
#include "validator/token/xml_element.h"
#include "validator/token/xml_signature.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

class Explainer {
 public:
  explicit Explainer(const ExplainContext& context) : context_(context) {}

  Explanation Explain(const TokenText& token) {
    explanation_.kind = token.kind;
    if (token.kind == TokenKind::kJwt) {
      ExplainJwt(token.text);
    } else if (token.kind == TokenKind::kSamlAssertion) {
      ExplainAssertion(token.text);
    } else {
      Add(Fault{v1::ACCESS_FAULT_TOKEN_MALFORMED, "JWT, SAML", ""});
    }
    return std::move(explanation_);
  }

 private:
  void Add(std::optional<Fault> fault) {
    if (fault.has_value()) explanation_.faults.push_back(*std::move(fault));
  }

  // The value; null, and the fault is kept, if there is none.
  template <typename T>
  T* Take(OrFault<T>* value) {
    if (Fault* fault = std::get_if<Fault>(value)) Add(std::move(*fault));
    return std::get_if<T>(value);
  }

  void ExplainJwt(std::string_view text) {
    auto split = SplitJws(text);
    const Jws* jws = Take(&split);
    if (jws == nullptr) return;
    explanation_.algorithm = Shown(jws->algorithm, 32);
    explanation_.key_id =
        Shown(jws->key_id.empty() ? jws->x5t : jws->key_id, 64);
    const bool algorithm = jws->algorithm == "PS256";
    if (!algorithm) {
      Add(Fault{v1::ACCESS_FAULT_ALGORITHM_REFUSED, "PS256",
                explanation_.algorithm});
    }
    JsonDocument payload;
    if (auto fault = ReadPayload(jws->payload, &payload)) {
      Add(std::move(fault));
      return;
    }
    auto name = IssuerOf(payload);
    if (const auto* issuer = std::get_if<std::string_view>(&name)) {
      if (const Issuer* known = Find(*issuer); known != nullptr && algorithm) {
        explanation_.signature_checked = true;
        Add(CheckJwtSignature(*jws, *known, context_.now));
      }
    }
    ExplainClaims(ReadClaimsOf(payload));
  }

  void ExplainAssertion(std::string_view xml) {
    auto parsed = ParseHostileXml(xml, kMaxAssertionBytes);
    XmlDocument* document = Take(&parsed);
    if (document == nullptr) return;
    const xmlNode* root = xmlDocGetRootElement(document->get());
    const DocumentSurvey survey = SurveyDocument(root);
    if (auto fault = CheckOneAssertion(root, survey)) {
      Add(std::move(fault));
      return;
    }
    auto read = ReadXmlSignature(root, survey);
    const XmlSignature* signature = Take(&read);
    if (signature != nullptr) {
      explanation_.algorithm = signature->algorithm;
      explanation_.key_id = KeyId(*signature);
    }
    auto name = IssuerOf(root);
    if (const auto* issuer = std::get_if<std::string>(&name)) {
      const Issuer* known = Find(*issuer);
      if (known != nullptr && signature != nullptr) {
        explanation_.signature_checked = true;
        Add(VerifyXmlSignature(document->get(), *signature, known->keys,
                               context_.now));
      }
    }
    ExplainClaims(ReadClaimsOf(root));
  }

  // The SHA-1 thumbprint of KeyInfo's certificate.
  static std::string KeyId(const XmlSignature& signature) {
    if (signature.certificates.empty()) return {};
    const auto key =
        PublicKey::FromCertificateDer(signature.certificates.front());
    return key.ok() ? Base64Url(key->certificate_sha1()) : std::string();
  }

  // Null, with a fault, if there is trust and it has no such issuer.
  const Issuer* Find(std::string_view entity_id) {
    if (!context_.trust.has_value()) return nullptr;
    auto found = FindIssuer(*context_.trust, entity_id);
    const Issuer** issuer = Take(&found);
    return issuer == nullptr ? nullptr : *issuer;
  }

  void ExplainClaims(ReadClaims read) {
    // Without trust the usual limits of time are still known.
    const Trust trust = context_.trust.value_or(Trust());
    const Claims& claims = read.claims;
    const bool complete = read.faults.empty();
    for (Fault& fault : read.faults) Add(std::move(fault));
    if (read.has_times) {
      Add(CheckTimes(claims, trust, context_.now));
      Add(CheckLifetime(claims, trust));
    }
    if (context_.trust.has_value()) {
      if (read.has_audience) Add(CheckAudience(claims, trust));
      Add(CheckRecipient(claims, trust));
    }
    if (read.has_cvr) Add(CheckCvr(claims));
    if (context_.peer.has_value() && read.has_confirmation) {
      Add(CheckConfirmation(claims, *context_.peer));
    }
    if (context_.trust.has_value() && read.has_cvr && read.has_privileges) {
      Add(CheckReporter(claims, trust));
    }
    if (complete) explanation_.claims = std::move(read.claims);
  }

  const ExplainContext& context_;
  Explanation explanation_;
};

}  // namespace

Explanation Explain(std::string_view text, const ExplainContext& context) {
  auto token = FindToken(text);
  if (Fault* fault = std::get_if<Fault>(&token)) {
    Explanation explanation;
    explanation.faults.push_back(std::move(*fault));
    return explanation;
  }
  return Explainer(context).Explain(std::get<TokenText>(token));
}

}  // namespace trivsel::validator::token
