#include "validator/token/xml_signature.h"

#include <libxml/valid.h>
#include <xmlsec/crypto.h>
#include <xmlsec/keyinfo.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/instant.h"
#include "validator/token/openssl_scope.h"
#include "validator/token/xml_element.h"
#include "validator/token/xml_libraries.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr int kMinRsaBits = 2048;

struct XmlsecFree {
  void operator()(xmlSecDSigCtx* context) const {
    xmlSecDSigCtxDestroy(context);
  }
};
using ContextPtr = std::unique_ptr<xmlSecDSigCtx, XmlsecFree>;

enum class Outcome { kGenuine, kOtherKey, kChanged, kNotCanonical };

// False if the library has no such transform, or no memory.
bool AllowOnly(xmlSecDSigCtx* context) {
  context->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
  for (const xmlSecTransformId id :
       {xmlSecTransformEnvelopedId, xmlSecTransformExclC14NId,
        xmlSecTransformSha256Id, xmlSecTransformSha384Id,
        xmlSecTransformSha512Id}) {
    if (xmlSecDSigCtxEnableReferenceTransform(context, id) < 0) return false;
  }
  for (const xmlSecTransformId id :
       {xmlSecTransformExclC14NId, xmlSecTransformRsaSha256Id,
        xmlSecTransformRsaSha384Id, xmlSecTransformRsaSha512Id}) {
    if (xmlSecDSigCtxEnableSignatureTransform(context, id) < 0) return false;
  }
  const void* const x509 = xmlSecKeyDataX509Id;
  return xmlSecPtrListAdd(&context->keyInfoReadCtx.enabledKeyData,
                          const_cast<void*>(x509)) >= 0;
}

// The key is given, so that KeyInfo is not read.
bool SetKey(xmlSecDSigCtx* context, EVP_PKEY* key) {
  context->signKey = xmlSecKeyCreate();
  if (context->signKey == nullptr || EVP_PKEY_up_ref(key) != 1) return false;
  const xmlSecKeyDataPtr data = xmlSecOpenSSLEvpKeyAdopt(key);
  if (data == nullptr) {
    EVP_PKEY_free(key);
    return false;
  }
  if (xmlSecKeySetValue(context->signKey, data) >= 0) return true;
  xmlSecKeyDataDestroy(data);
  return false;
}

// The reference of the signature that was verified; null unless there was
// exactly one.
const xmlSecDSigReferenceCtx* TheReference(xmlSecDSigCtx* context) {
  if (xmlSecPtrListGetSize(&context->signedInfoReferences) != 1) return nullptr;
  return static_cast<xmlSecDSigReferenceCtx*>(
      xmlSecPtrListGetItem(&context->signedInfoReferences, 0));
}

Outcome VerifyWith(const XmlSignature& signature, EVP_PKEY* key) {
  const ErrorQueueScope errors;
  const QuietXml quiet;
  const ContextPtr context(xmlSecDSigCtxCreate(nullptr));
  if (context == nullptr || !AllowOnly(context.get()) ||
      !SetKey(context.get(), key)) {
    return Outcome::kOtherKey;
  }
  const int result =
      xmlSecDSigCtxVerify(context.get(), const_cast<xmlNode*>(signature.node));
  if (quiet.canonicalization_failed()) return Outcome::kNotCanonical;
  const xmlSecDSigReferenceCtx* reference = TheReference(context.get());
  if (reference == nullptr || reference->status != xmlSecDSigStatusSucceeded) {
    return Outcome::kChanged;
  }
  return result == 0 && context->status == xmlSecDSigStatusSucceeded
             ? Outcome::kGenuine
             : Outcome::kOtherKey;
}

bool IsStrongRsa(const PublicKey& key) {
  return EVP_PKEY_get_base_id(key.key()) == EVP_PKEY_RSA &&
         EVP_PKEY_get_bits(key.key()) >= kMinRsaBits;
}

Fault NotValidNow(const PublicKey& key, absl::Time now) {
  return Fault{v1::ACCESS_FAULT_KEY_NOT_VALID_NOW, ShowInstant(now),
               absl::StrCat(ShowInstant(key.not_before()), " - ",
                            ShowInstant(key.not_after()))};
}

// One document, one signature, and the keys that may have made it.
class Verification {
 public:
  Verification(const XmlSignature& signature, absl::Time now)
      : signature_(signature), now_(now) {}

  std::optional<Fault> With(const std::vector<PublicKey>& keys) {
    std::vector<const PublicKey*> named, all;
    for (const PublicKey& key : keys) {
      all.push_back(&key);
      if (IsNamed(key)) named.push_back(&key);
    }
    return named.empty() ? TryAll(all) : TryNamed(named);
  }

 private:
  bool IsNamed(const PublicKey& key) const {
    const auto& named = signature_.certificates;
    return key.has_certificate() &&
           std::find(named.begin(), named.end(), key.certificate_der()) !=
               named.end();
  }

  std::optional<Fault> TryNamed(const std::vector<const PublicKey*>& keys) {
    for (const PublicKey* key : keys) {
      if (!key->ValidAt(now_)) continue;
      if (!IsStrongRsa(*key)) {
        return Fault{v1::ACCESS_FAULT_ALGORITHM_REFUSED, "RSA >= 2048 bit"};
      }
      if (Fits(*key)) return std::nullopt;
      return fault_;
    }
    return NotValidNow(*keys.back(), now_);
  }

  std::optional<Fault> TryAll(const std::vector<const PublicKey*>& keys) {
    for (const bool valid : {true, false}) {
      for (const PublicKey* key : keys) {
        if (key->ValidAt(now_) != valid || !IsStrongRsa(*key)) continue;
        if (Fits(*key)) {
          return valid ? std::nullopt
                       : std::optional<Fault>(NotValidNow(*key, now_));
        }
        if (hopeless_) return fault_;
      }
    }
    if (signature_.certificates.empty()) {
      return Fault{v1::ACCESS_FAULT_SIGNATURE_INVALID};
    }
    return Fault{v1::ACCESS_FAULT_KEY_UNKNOWN, Known(keys),
                 "SHA-256 " + Hex(Digest(signature_.certificates.front()))};
  }

  // Otherwise fault_ says why not, and hopeless_ that no key will do.
  bool Fits(const PublicKey& key) {
    const Outcome outcome = VerifyWith(signature_, key.key());
    fault_.code = outcome == Outcome::kNotCanonical
                      ? v1::ACCESS_FAULT_CANONICALIZATION_FAILED
                      : v1::ACCESS_FAULT_SIGNATURE_INVALID;
    hopeless_ =
        outcome == Outcome::kNotCanonical || outcome == Outcome::kChanged;
    return outcome == Outcome::kGenuine;
  }

  // As many as there is room for.
  static std::string Known(const std::vector<const PublicKey*>& keys) {
    constexpr size_t kMost = 120;
    std::string known;
    for (const PublicKey* key : keys) {
      if (!key->has_certificate() || known.size() > kMost) continue;
      known.append(known.empty() ? "SHA-256 " : ", ")
          .append(Hex(key->certificate_thumbprint()));
    }
    return known;
  }

  const XmlSignature& signature_;
  const absl::Time now_;
  Fault fault_;
  bool hopeless_ = false;
};

// The element's ID is the only one that a reference can name.
bool RegisterId(xmlDoc* document, const xmlNode* element) {
  const xmlAttr* id = FindAttribute(element, "ID");
  const std::string value = ValueOf(id);
  const auto* name = reinterpret_cast<const xmlChar*>(value.c_str());
  const QuietXml quiet;
  if (xmlGetID(document, name) == nullptr) {
    xmlAddID(nullptr, document, name, const_cast<xmlAttr*>(id));
  }
  return xmlGetID(document, name) == id;
}

}  // namespace

std::optional<Fault> VerifyXmlSignature(xmlDoc* document,
                                        const XmlSignature& signature,
                                        const std::vector<PublicKey>& keys,
                                        absl::Time now) {
  StartXmlLibraries();
  if (!RegisterId(document, signature.element)) {
    return Fault{v1::ACCESS_FAULT_ID_REPEATED};
  }
  return Verification(signature, now).With(keys);
}

}  // namespace trivsel::validator::token
