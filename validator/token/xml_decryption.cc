#include "validator/token/xml_decryption.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <array>
#include <optional>
#include <string_view>

#include "validator/token/base64.h"
#include "validator/token/openssl_scope.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr std::string_view kXenc = "http://www.w3.org/2001/04/xmlenc#";
constexpr std::string_view kXenc11 = "http://www.w3.org/2009/xmlenc11#";
constexpr std::string_view kOaep = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
constexpr std::string_view kMgf1Sha256 =
    "http://www.w3.org/2009/xmlenc11#mgf1sha256";
constexpr std::string_view kSha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
constexpr std::string_view kAes256Gcm =
    "http://www.w3.org/2009/xmlenc11#aes256-gcm";
constexpr std::string_view kElement =
    "http://www.w3.org/2001/04/xmlenc#Element";
constexpr size_t kKeyBytes = 32, kIvBytes = 12, kTagBytes = 16;

struct CipherFree {
  void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
};

const unsigned char* Bytes(std::string_view octets) {
  return reinterpret_cast<const unsigned char*>(octets.data());
}

Fault Refused(std::string_view expected, std::string_view found) {
  return {v1::ACCESS_FAULT_ENCRYPTION_REFUSED, std::string(expected),
          Shown(found)};
}

std::string AlgorithmOf(const xmlNode* node) {
  return AttributeOf(node, "Algorithm").value_or("-");
}

// The only child of that name; null if there is none, or another.
const xmlNode* Only(const xmlNode* parent, std::string_view space,
                    std::string_view name) {
  const auto found = ElementsOf(parent, space, name);
  return found.size() == 1 ? found[0] : nullptr;
}

// MGF1 of rsa-oaep-mgf1p is SHA-1, and so are the defaults of what is left out
// (xmlenc-core1 5.5.2): all of them must be said.
std::optional<Fault> CheckKeyMethod(const xmlNode* key) {
  const xmlNode* method = Only(key, kXenc, "EncryptionMethod");
  if (method == nullptr) return Refused(kOaep, "-");
  if (AlgorithmOf(method) != kOaep) return Refused(kOaep, AlgorithmOf(method));
  const xmlNode* digest = Only(method, kSignatureNamespace, "DigestMethod");
  if (digest == nullptr || AlgorithmOf(digest) != kSha256) {
    return Refused(kSha256, digest == nullptr ? "-" : AlgorithmOf(digest));
  }
  const xmlNode* mask = Only(method, kXenc11, "MGF");
  if (mask == nullptr || AlgorithmOf(mask) != kMgf1Sha256) {
    return Refused(kMgf1Sha256, mask == nullptr ? "-" : AlgorithmOf(mask));
  }
  if (ElementsOf(method).size() != 2) return Refused("DigestMethod, MGF", "+");
  return std::nullopt;
}

std::optional<Fault> CheckDataMethod(const xmlNode* data) {
  const xmlNode* method = Only(data, kXenc, "EncryptionMethod");
  const std::string algorithm = method == nullptr ? "-" : AlgorithmOf(method);
  if (algorithm != kAes256Gcm || FirstElement(method) != nullptr) {
    return Refused(kAes256Gcm, algorithm);
  }
  const std::string type = AttributeOf(data, "Type").value_or("-");
  return type == kElement ? std::nullopt
                          : std::optional<Fault>(Refused(kElement, type));
}

// The octets of CipherData/CipherValue; nothing if they are elsewhere.
std::optional<std::string> CipherOf(const xmlNode* encrypted) {
  const xmlNode* data = Only(encrypted, kXenc, "CipherData");
  const xmlNode* value =
      data == nullptr ? nullptr : Only(data, kXenc, "CipherValue");
  return value == nullptr ? std::nullopt
                          : DecodeBase64(TextOf(value).value_or(""));
}

// The content key; one at random if it cannot be had, so that both ways go on
// alike.
std::string Unwrap(EVP_PKEY* key, std::string_view wrapped) {
  std::string content(kKeyBytes, '\0');
  RAND_bytes(reinterpret_cast<unsigned char*>(content.data()), kKeyBytes);
  const OpensslPtr<EVP_PKEY_CTX> context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (context == nullptr || EVP_PKEY_decrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) !=
          1 ||
      EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) != 1 ||
      EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) != 1) {
    return content;
  }
  std::string out(static_cast<size_t>(EVP_PKEY_get_size(key)), '\0');
  size_t size = out.size();
  const bool well =
      EVP_PKEY_decrypt(context.get(),
                       reinterpret_cast<unsigned char*>(out.data()), &size,
                       Bytes(wrapped), wrapped.size()) == 1 &&
      size == kKeyBytes;
  if (well) content.assign(out, 0, kKeyBytes);
  OPENSSL_cleanse(out.data(), out.size());
  return content;
}

std::optional<std::string> Open(std::string_view key, std::string_view sealed) {
  if (sealed.size() < kIvBytes + kTagBytes) return std::nullopt;
  const std::string_view iv = sealed.substr(0, kIvBytes);
  const std::string_view text =
      sealed.substr(kIvBytes, sealed.size() - kIvBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  const std::unique_ptr<EVP_CIPHER_CTX, CipherFree> context(
      EVP_CIPHER_CTX_new());
  std::string plain(text.size(), '\0');
  int size = 0, rest = 0;
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  const bool well = context != nullptr &&
                    EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(),
                                       nullptr, Bytes(key), Bytes(iv)) == 1 &&
                    EVP_DecryptUpdate(context.get(), out, &size, Bytes(text),
                                      static_cast<int>(text.size())) == 1 &&
                    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG,
                                        kTagBytes, tag.data()) == 1 &&
                    EVP_DecryptFinal_ex(context.get(), out + size, &rest) == 1;
  if (!well) return std::nullopt;
  return plain;
}

// Inside KeyInfo, or beside EncryptedData (SAML errata E43: both are in use).
std::vector<const xmlNode*> KeysOf(const xmlNode* encrypted,
                                   const xmlNode* data) {
  std::vector<const xmlNode*> keys =
      ElementsOf(encrypted, kXenc, "EncryptedKey");
  for (const xmlNode* info : ElementsOf(data, kSignatureNamespace, "KeyInfo")) {
    for (const xmlNode* key : ElementsOf(info, kXenc, "EncryptedKey")) {
      keys.push_back(key);
    }
  }
  return keys;
}

}  // namespace

OrFault<std::string> DecryptElement(const xmlNode* encrypted,
                                    const std::vector<PrivateKey>& keys) {
  const xmlNode* data = Only(encrypted, kXenc, "EncryptedData");
  if (data == nullptr) {
    return Fault{v1::ACCESS_FAULT_ASSERTION_COUNT, "1 EncryptedData", ""};
  }
  const auto wrapped = KeysOf(encrypted, data);
  if (wrapped.size() != 1) {
    return Fault{v1::ACCESS_FAULT_ASSERTION_COUNT, "1 EncryptedKey",
                 std::to_string(wrapped.size())};
  }
  if (auto fault = CheckDataMethod(data)) return *std::move(fault);
  if (auto fault = CheckKeyMethod(wrapped[0])) return *std::move(fault);
  const auto sealed_key = CipherOf(wrapped[0]);
  const auto sealed = CipherOf(data);
  if (sealed_key.has_value() && sealed.has_value()) {
    const ErrorQueueScope errors;
    for (const PrivateKey& key : keys) {
      if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) continue;
      std::string content = Unwrap(key.get(), *sealed_key);
      auto plain = Open(content, *sealed);
      OPENSSL_cleanse(content.data(), content.size());
      if (plain.has_value()) return *std::move(plain);
    }
  }
  return Fault{v1::ACCESS_FAULT_DECRYPTION_FAILED};
}

}  // namespace trivsel::validator::token
