// Our SAML metadata. Written in exclusive canonical form from the start, so
// that its digest is that of the text as it stands.
#include <openssl/evp.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/login/saml_messages.h"
#include "gateway/login/secrets.h"
#include "validator/token/openssl_scope.h"

namespace trivsel::gateway::login {
namespace {

namespace token = validator::token;

constexpr char kDsig[] = "http://www.w3.org/2000/09/xmldsig#";
constexpr char kExcC14n[] = "http://www.w3.org/2001/10/xml-exc-c14n#";

std::string Base64(std::string_view octets) {
  return absl::Base64Escape(absl::string_view(octets.data(), octets.size()));
}

std::string KeyInfo(const OwnKey& own) {
  return absl::StrCat("<ds:KeyInfo xmlns:ds=\"", kDsig,
                      "\"><ds:X509Data><ds:X509Certificate>",
                      Base64(own.certificate.certificate_der()),
                      "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>");
}

std::string KeyDescriptors(const std::vector<OwnKey>& own) {
  std::string xml;
  for (const OwnKey& one : own) {
    absl::StrAppend(&xml, "<KeyDescriptor use=\"signing\">", KeyInfo(one),
                    "</KeyDescriptor>");
  }
  // One alone: an IdP encrypts to the first that it finds, and the newest is
  // the one that will last.
  absl::StrAppend(&xml, "<KeyDescriptor use=\"encryption\">",
                  KeyInfo(own.front()),
                  "<EncryptionMethod "
                  "Algorithm=\"http://www.w3.org/2009/xmlenc11#rsa-oaep\">"
                  "</EncryptionMethod><EncryptionMethod "
                  "Algorithm=\"http://www.w3.org/2009/xmlenc11#aes256-gcm\">"
                  "</EncryptionMethod></KeyDescriptor>");
  return xml;
}

std::string RsaSha256(EVP_PKEY* key, const std::string& text) {
  const token::ErrorQueueScope errors;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto* octets = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = static_cast<size_t>(EVP_PKEY_get_size(key));
  std::string signature(size, '\0');
  const bool well =
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) ==
          1 &&
      EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     octets, text.size()) == 1;
  signature.resize(well ? size : 0);
  return signature;
}

std::string Method(const char* element, const char* algorithm) {
  return absl::StrCat("<ds:", element, " Algorithm=\"", algorithm,
                      "\"></ds:", element, ">");
}

// Over an element in canonical form.
std::string SignatureOf(const std::string& element, const std::string& id,
                        const OwnKey& signer) {
  const std::string info = absl::StrCat(
      Method("CanonicalizationMethod", kExcC14n),
      Method("SignatureMethod",
             "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
      "<ds:Reference URI=\"#", id, "\"><ds:Transforms>",
      Method("Transform",
             "http://www.w3.org/2000/09/xmldsig#enveloped-signature"),
      Method("Transform", kExcC14n), "</ds:Transforms>",
      Method("DigestMethod", "http://www.w3.org/2001/04/xmlenc#sha256"),
      "<ds:DigestValue>", Base64(HashOf(element)),
      "</ds:DigestValue></ds:Reference></ds:SignedInfo>");
  const std::string signature =
      RsaSha256(signer.key.get(),
                absl::StrCat("<ds:SignedInfo xmlns:ds=\"", kDsig, "\">", info));
  if (signature.empty()) return "";
  return absl::StrCat(
      "<ds:Signature xmlns:ds=\"", kDsig, "\"><ds:SignedInfo>", info,
      "<ds:SignatureValue>", Base64(signature), "</ds:SignatureValue>",
      "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>",
      Base64(signer.certificate.certificate_der()),
      "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>");
}

}  // namespace

std::string SignedMetadata(const SpMetadata& metadata,
                           const std::vector<OwnKey>& own) {
  if (own.empty()) return "";
  const std::string id = NewMessageId();
  const std::string start = absl::StrCat(
      "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" ID=\"",
      id, "\" entityID=\"", XmlText(metadata.entity_id), "\" validUntil=\"",
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", metadata.valid_until,
                       absl::UTCTimeZone()),
      "\">");
  const std::string rest = absl::StrCat(
      "<SPSSODescriptor AuthnRequestsSigned=\"true\" "
      "WantAssertionsSigned=\"true\" "
      "protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">",
      KeyDescriptors(own),
      "<SingleLogoutService "
      "Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" "
      "Location=\"",
      XmlText(metadata.slo_url),
      "\"></SingleLogoutService><NameIDFormat>urn:oasis:names:tc:SAML:2.0:"
      "nameid-format:persistent</NameIDFormat><AssertionConsumerService "
      "Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"",
      XmlText(metadata.acs_url),
      "\" index=\"0\" isDefault=\"true\"></AssertionConsumerService>"
      "</SPSSODescriptor></EntityDescriptor>");
  const std::string signature =
      SignatureOf(absl::StrCat(start, rest), id, own.front());
  return signature.empty() ? "" : absl::StrCat(start, signature, rest);
}

}  // namespace trivsel::gateway::login
