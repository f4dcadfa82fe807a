#include "validator/token/metadata.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/document_survey.h"
#include "validator/token/hostile_xml.h"
#include "validator/token/instant.h"
#include "validator/token/signature_shape.h"
#include "validator/token/xml_element.h"
#include "validator/token/xml_signature.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr size_t kMaxKeys = 64;
constexpr size_t kMaxLocationBytes = 500;
constexpr std::string_view kRedirect =
    "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

// Nullopt where there is none; a fault where it cannot be read.
OrFault<std::optional<absl::Time>> ValidUntil(const xmlNode* node) {
  const auto text = AttributeOf(node, "validUntil");
  if (!text.has_value()) return std::optional<absl::Time>();
  const auto time = ReadInstant(*text);
  if (time.has_value()) return time;
  return Fault{v1::ACCESS_FAULT_CLAIM_INVALID, "validUntil: xs:dateTime",
               Shown(*text)};
}

// Certificates of one KeyDescriptor.
std::optional<Fault> AddKeys(const xmlNode* descriptor,
                             std::vector<PublicKey>* keys) {
  for (const xmlNode* info :
       ElementsOf(descriptor, kSignatureNamespace, "KeyInfo")) {
    for (const xmlNode* data :
         ElementsOf(info, kSignatureNamespace, "X509Data")) {
      for (const xmlNode* node :
           ElementsOf(data, kSignatureNamespace, "X509Certificate")) {
        const auto der = DecodeBase64(TextOf(node).value_or(""));
        auto key = PublicKey::FromCertificateDer(der.value_or(""));
        if (!key.ok() || keys->size() >= kMaxKeys) {
          return Fault{v1::ACCESS_FAULT_CLAIM_INVALID,
                       "X509Certificate: base64(DER)", ""};
        }
        const bool again = std::any_of(
            keys->begin(), keys->end(), [&key](const PublicKey& other) {
              return other.certificate_thumbprint() ==
                     key->certificate_thumbprint();
            });
        if (!again) keys->push_back(*std::move(key));
      }
    }
  }
  return std::nullopt;
}

// The first HTTP-Redirect endpoint of that name.
const xmlNode* RedirectOf(const xmlNode* role, std::string_view name) {
  for (const xmlNode* one : ElementsOf(role, kMetadataNamespace, name)) {
    if (AttributeOf(one, "Binding") == kRedirect) return one;
  }
  return nullptr;
}

std::string LocationOf(const xmlNode* endpoint, std::string_view attribute) {
  std::string location = AttributeOf(endpoint, attribute).value_or("");
  const bool good = location.starts_with("https://") &&
                    location.size() <= kMaxLocationBytes &&
                    std::all_of(location.begin(), location.end(), [](char c) {
                      return c > ' ' && c < '\x7f' && c != '"' && c != '#' &&
                             c != '<' && c != '>' && c != '\\';
                    });
  return good ? location : std::string();
}

RedirectEndpoints ReadEndpoints(const xmlNode* entity) {
  RedirectEndpoints endpoints;
  const auto roles = ElementsOf(entity, kMetadataNamespace, "IDPSSODescriptor");
  if (roles.size() != 1) return endpoints;
  if (const xmlNode* one = RedirectOf(roles[0], "SingleSignOnService")) {
    endpoints.sign_on = LocationOf(one, "Location");
  }
  if (const xmlNode* one = RedirectOf(roles[0], "SingleLogoutService")) {
    endpoints.logout = LocationOf(one, "Location");
    endpoints.logout_response = LocationOf(one, "ResponseLocation");
    if (endpoints.logout_response.empty()) {
      endpoints.logout_response = endpoints.logout;
    }
  }
  return endpoints;
}

// All roles of the entity: which of them issues tokens has another name at
// each product.
std::optional<Fault> ReadRoles(const xmlNode* entity, absl::Time now,
                               std::vector<PublicKey>* keys) {
  for (const xmlNode* role : ElementsOf(entity)) {
    auto until = ValidUntil(role);
    if (Fault* fault = std::get_if<Fault>(&until)) return std::move(*fault);
    const auto& end = std::get<std::optional<absl::Time>>(until);
    if (end.has_value() && *end <= now) continue;
    for (const xmlNode* descriptor :
         ElementsOf(role, kMetadataNamespace, "KeyDescriptor")) {
      const auto use = AttributeOf(descriptor, "use");
      if (use.has_value() && *use != "signing") continue;
      if (auto fault = AddKeys(descriptor, keys)) return fault;
    }
  }
  if (!keys->empty()) return std::nullopt;
  return Fault{v1::ACCESS_FAULT_CLAIM_MISSING, "KeyDescriptor use=signing", ""};
}

OrFault<IssuerMetadata> ReadEntity(const xmlNode* entity,
                                   std::string_view entity_id, absl::Time now) {
  IssuerMetadata metadata;
  metadata.entity_id = AttributeOf(entity, "entityID").value_or("");
  if (metadata.entity_id != entity_id) {
    return Fault{v1::ACCESS_FAULT_ISSUER_UNKNOWN, Shown(entity_id),
                 Shown(metadata.entity_id)};
  }
  auto until = ValidUntil(entity);
  if (Fault* fault = std::get_if<Fault>(&until)) return std::move(*fault);
  metadata.valid_until = std::get<std::optional<absl::Time>>(until);
  if (metadata.valid_until.has_value() && *metadata.valid_until <= now) {
    return Fault{v1::ACCESS_FAULT_TOKEN_EXPIRED,
                 absl::StrCat("> ", ShowInstant(now)),
                 ShowInstant(*metadata.valid_until)};
  }
  if (auto fault = ReadRoles(entity, now, &metadata.signing_keys)) {
    return *std::move(fault);
  }
  metadata.endpoints = ReadEndpoints(entity);
  return metadata;
}

}  // namespace

OrFault<IssuerMetadata> ReadMetadata(std::string_view xml,
                                     std::string_view entity_id,
                                     const std::vector<PublicKey>& signers,
                                     absl::Time now) {
  auto parsed = ParseHostileXml(xml, kMaxMetadataBytes);
  if (Fault* fault = std::get_if<Fault>(&parsed)) return std::move(*fault);
  xmlDoc* document = std::get<XmlDocument>(parsed).get();
  const xmlNode* entity = xmlDocGetRootElement(document);
  if (!Is(entity, kMetadataNamespace, "EntityDescriptor")) {
    return Fault{v1::ACCESS_FAULT_TOKEN_MALFORMED, "EntityDescriptor",
                 Shown(LocalName(entity), 64)};
  }
  auto signature = ReadXmlSignature(entity, SurveyDocument(entity));
  if (Fault* fault = std::get_if<Fault>(&signature)) return std::move(*fault);
  if (auto fault = VerifyXmlSignature(
          document, std::get<XmlSignature>(signature), signers, now)) {
    return *std::move(fault);
  }
  return ReadEntity(entity, entity_id, now);
}

}  // namespace trivsel::validator::token
