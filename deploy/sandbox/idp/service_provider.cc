#include "deploy/sandbox/idp/service_provider.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/base64.h"
#include "validator/token/document_survey.h"
#include "validator/token/hostile_xml.h"
#include "validator/token/metadata.h"
#include "validator/token/xml_element.h"

namespace trivsel::sandbox::idp {
namespace {

namespace token = validator::token;
using token::PublicKey;

constexpr char kBindings[] = "urn:oasis:names:tc:SAML:2.0:bindings:";
constexpr size_t kMaxBytes = 1024 * 1024;

absl::Status Bad(const std::string& what) {
  return absl::InvalidArgumentError(what);
}

std::vector<PublicKey> KeysFor(const xmlNode* role, std::string_view use) {
  std::vector<PublicKey> keys;
  for (const xmlNode* descriptor :
       token::ElementsOf(role, token::kMetadataNamespace, "KeyDescriptor")) {
    const auto what = token::AttributeOf(descriptor, "use");
    if (what.has_value() && *what != use) continue;
    for (const xmlNode* info :
         token::ElementsOf(descriptor, token::kSignatureNamespace, "KeyInfo")) {
      for (const xmlNode* data :
           token::ElementsOf(info, token::kSignatureNamespace, "X509Data")) {
        for (const xmlNode* node : token::ElementsOf(
                 data, token::kSignatureNamespace, "X509Certificate")) {
          auto key = PublicKey::FromCertificateDer(
              token::DecodeBase64(token::TextOf(node).value_or(""))
                  .value_or(""));
          if (key.ok()) keys.push_back(*std::move(key));
        }
      }
    }
  }
  return keys;
}

std::string Location(const xmlNode* role, std::string_view service,
                     const char* binding) {
  for (const xmlNode* one :
       token::ElementsOf(role, token::kMetadataNamespace, service)) {
    if (token::AttributeOf(one, "Binding") ==
        absl::StrCat(kBindings, binding)) {
      return token::AttributeOf(one, "Location").value_or("");
    }
  }
  return "";
}

}  // namespace

absl::StatusOr<ServiceProvider> ReadServiceProvider(std::string_view xml,
                                                    absl::Time now) {
  auto parsed = token::ParseHostileXml(xml, kMaxBytes);
  if (auto* fault = std::get_if<token::Fault>(&parsed)) {
    return Bad(token::EnglishSentence(*fault));
  }
  const xmlNode* entity =
      xmlDocGetRootElement(std::get<token::XmlDocument>(parsed).get());
  const auto roles =
      token::ElementsOf(entity, token::kMetadataNamespace, "SPSSODescriptor");
  if (roles.size() != 1) return Bad("not one SPSSODescriptor");
  ServiceProvider provider;
  provider.entity_id = token::AttributeOf(entity, "entityID").value_or("");
  provider.acs_url =
      Location(roles[0], "AssertionConsumerService", "HTTP-POST");
  provider.slo_url = Location(roles[0], "SingleLogoutService", "HTTP-Redirect");
  provider.signing = KeysFor(roles[0], "signing");
  provider.encryption = KeysFor(roles[0], "encryption");
  if (provider.acs_url.empty()) return Bad("no ACS with HTTP-POST");
  if (provider.slo_url.empty()) return Bad("no SLO with HTTP-Redirect");
  if (provider.signing.empty()) return Bad("no signing certificate");
  if (provider.encryption.empty()) return Bad("no encryption certificate");
  const auto signed_ =
      token::ReadMetadata(xml, provider.entity_id, provider.signing, now);
  if (auto* fault = std::get_if<token::Fault>(&signed_)) {
    return Bad(token::EnglishSentence(*fault));
  }
  return provider;
}

absl::StatusOr<ReadRequest> ReadMessage(std::string_view xml) {
  auto parsed = token::ParseHostileXml(xml, kMaxBytes);
  if (auto* fault = std::get_if<token::Fault>(&parsed)) {
    return Bad(token::EnglishSentence(*fault));
  }
  const xmlNode* root =
      xmlDocGetRootElement(std::get<token::XmlDocument>(parsed).get());
  if (token::NamespaceOf(root) != token::kProtocolNamespace) {
    return Bad("not a SAML message");
  }
  const auto attribute = [root](const char* name) {
    return token::AttributeOf(root, name).value_or("");
  };
  ReadRequest read;
  read.name = std::string(token::LocalName(root));
  read.id = attribute("ID");
  read.destination = attribute("Destination");
  read.acs_url = attribute("AssertionConsumerServiceURL");
  for (const xmlNode* child : token::ElementsOf(root)) {
    if (token::Is(child, token::kSamlNamespace, "Issuer")) {
      read.issuer = token::TextOf(child).value_or("");
    }
    if (token::Is(child, token::kSamlNamespace, "NameID")) {
      read.name_id = token::TextOf(child).value_or("");
    }
    if (token::Is(child, token::kProtocolNamespace, "SessionIndex")) {
      read.session_indexes.push_back(token::TextOf(child).value_or(""));
    }
    if (!token::Is(child, token::kProtocolNamespace, "RequestedAuthnContext")) {
      continue;
    }
    for (const xmlNode* level : token::ElementsOf(child, token::kSamlNamespace,
                                                  "AuthnContextClassRef")) {
      read.minimum = token::TextOf(level).value_or("");
    }
  }
  return read;
}

}  // namespace trivsel::sandbox::idp
