#include "tests/deploy/sandbox/sts/second_opinion.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/valid.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"

namespace trivsel::sandbox {
namespace {

const xmlChar* Xml(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}

bool StartOnce() {
  static const bool started = [] {
    xmlInitParser();
    return xmlSecInit() == 0 && xmlSecCryptoAppInit(nullptr) == 0 &&
           xmlSecCryptoInit() == 0;
  }();
  return started;
}

void RegisterIds(xmlDocPtr document, xmlNodePtr node) {
  for (; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    if (xmlAttrPtr id = xmlHasProp(node, Xml("ID"))) {
      xmlChar* value = xmlNodeListGetString(document, id->children, 1);
      if (value != nullptr) xmlAddID(nullptr, document, value, id);
      xmlFree(value);
    }
    RegisterIds(document, node->children);
  }
}

std::vector<std::string> Parts(std::string_view jws) {
  return absl::StrSplit(absl::string_view(jws.data(), jws.size()), '.');
}

}  // namespace

bool XmlsecAccepts(const std::string& xml, const mint::KeyPair& signer) {
  if (!StartOnce()) return false;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "token.xml",
                    nullptr, XML_PARSE_NONET | XML_PARSE_HUGE),
      xmlFreeDoc);
  if (document == nullptr) return false;
  xmlNodePtr root = xmlDocGetRootElement(document.get());
  RegisterIds(document.get(), root);
  xmlNodePtr signature =
      xmlSecFindNode(root, xmlSecNodeSignature, xmlSecDSigNs);
  if (signature == nullptr) return false;
  const std::unique_ptr<xmlSecDSigCtx, decltype(&xmlSecDSigCtxDestroy)> context(
      xmlSecDSigCtxCreate(nullptr), xmlSecDSigCtxDestroy);
  const std::string pem = signer.public_key_pem();
  context->signKey = xmlSecCryptoAppKeyLoadMemory(
      reinterpret_cast<const xmlSecByte*>(pem.data()),
      static_cast<xmlSecSize>(pem.size()), xmlSecKeyDataFormatPem, nullptr,
      nullptr, nullptr);
  return context->signKey != nullptr &&
         xmlSecDSigCtxVerify(context.get(), signature) == 0 &&
         context->status == xmlSecDSigStatusSucceeded;
}

bool OpensslAcceptsJws(std::string_view jws, const mint::KeyPair& signer,
                       bool pss) {
  const std::vector<std::string> parts = Parts(jws);
  std::string signature;
  if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[2], &signature)) {
    return false;
  }
  const std::string input = parts[0] + "." + parts[1];
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* details = nullptr;
  if (EVP_DigestVerifyInit(context.get(), &details, EVP_sha256(), nullptr,
                           signer.key()) != 1) {
    return false;
  }
  if (pss &&
      (EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) != 1 ||
       EVP_PKEY_CTX_set_rsa_pss_saltlen(details, 32) != 1)) {
    return false;
  }
  return EVP_DigestVerify(
             context.get(),
             reinterpret_cast<const unsigned char*>(signature.data()),
             signature.size(),
             reinterpret_cast<const unsigned char*>(input.data()),
             input.size()) == 1;
}

std::string JwsPart(std::string_view jws, int index) {
  const std::vector<std::string> parts = Parts(jws);
  std::string decoded;
  if (parts.size() != 3 || !absl::WebSafeBase64Unescape(
                               parts[static_cast<size_t>(index)], &decoded)) {
    return "";
  }
  return decoded;
}

}  // namespace trivsel::sandbox
