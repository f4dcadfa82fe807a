#include "validator/token/signature_shape.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "validator/token/base64.h"
#include "validator/token/xml_element.h"

namespace trivsel::validator::token {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr std::string_view kExclusive =
    "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view kEnveloped =
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view kSignaturePrefix =
    "http://www.w3.org/2001/04/xmldsig-more#";
constexpr std::array<std::string_view, 3> kSignatureMethods = {
    "rsa-sha256", "rsa-sha384", "rsa-sha512"};
constexpr std::array<std::string_view, 3> kDigestMethods = {
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512"};
// A signature with more is nobody's.
constexpr size_t kMaxCertificates = 8;

using Elements = std::vector<const xmlNode*>;

Fault Refused(v1::AccessFault code, std::string_view expected,
              std::string_view found) {
  return Fault{code, Shown(expected), Shown(found)};
}

Fault Content(std::string_view expected, std::string_view found) {
  return Refused(v1::ACCESS_FAULT_SIGNATURE_CONTENT, expected, found);
}

bool IsDs(const xmlNode* node, std::string_view name) {
  return Is(node, kSignatureNamespace, name);
}

std::string AlgorithmOf(const xmlNode* method) {
  return AttributeOf(method, "Algorithm").value_or("");
}

// An NCName of ASCII: what STSs write, and what no XPointer can be made of.
bool IsPlainId(std::string_view id) {
  constexpr std::string_view kLetters =
      "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return !id.empty() && id.size() <= 256 &&
         kLetters.find(id[0]) != kLetters.npos &&
         id.find_first_not_of(
             "_abcdefghijklmnopqrstuvwxyz"
             "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") == id.npos;
}

// No children but, where `prefixes`, an InclusiveNamespaces.
bool IsPlainMethod(const xmlNode* method, bool prefixes) {
  const Elements children = ElementsOf(method);
  if (!HasOnlyElements(method)) return false;
  if (children.empty()) return true;
  return prefixes && children.size() == 1 &&
         Is(children[0], kExclusive, "InclusiveNamespaces") &&
         FirstElement(children[0]) == nullptr;
}

std::optional<Fault> CheckTransforms(const xmlNode* transforms) {
  const auto refused = [](std::string_view found) {
    return Refused(v1::ACCESS_FAULT_TRANSFORM_REFUSED,
                   "enveloped-signature, xml-exc-c14n#", found);
  };
  const Elements steps = ElementsOf(transforms);
  if (steps.size() != 2 || !HasOnlyElements(transforms)) {
    return refused(std::to_string(steps.size()));
  }
  for (size_t i = 0; i < 2; ++i) {
    const std::string algorithm = AlgorithmOf(steps[i]);
    if (!IsDs(steps[i], "Transform") ||
        algorithm != (i == 0 ? kEnveloped : kExclusive) ||
        !IsPlainMethod(steps[i], i == 1)) {
      return refused(algorithm);
    }
  }
  return std::nullopt;
}

std::optional<Fault> CheckReference(const xmlNode* reference,
                                    std::string_view id) {
  const auto uri = AttributeOf(reference, "URI");
  if (!uri.has_value() || *uri != "#" + std::string(id)) {
    return Refused(v1::ACCESS_FAULT_REFERENCE_REFUSED, "#" + std::string(id),
                   uri.value_or("-"));
  }
  const Elements parts = ElementsOf(reference);
  if (parts.empty() || !IsDs(parts[0], "Transforms")) {
    return Refused(v1::ACCESS_FAULT_TRANSFORM_REFUSED,
                   "enveloped-signature, xml-exc-c14n#", "0");
  }
  if (auto fault = CheckTransforms(parts[0])) return fault;
  if (parts.size() != 3 || !IsDs(parts[1], "DigestMethod") ||
      !IsDs(parts[2], "DigestValue") || !HasOnlyElements(reference) ||
      !TextOf(parts[2]).has_value()) {
    return Content("Transforms, DigestMethod, DigestValue", "Reference");
  }
  const std::string digest = AlgorithmOf(parts[1]);
  for (const std::string_view known : kDigestMethods) {
    if (digest == known && IsPlainMethod(parts[1], false)) return std::nullopt;
  }
  return Refused(v1::ACCESS_FAULT_ALGORITHM_REFUSED, "sha256, sha384, sha512",
                 digest);
}

std::optional<Fault> CheckSignatureMethod(const xmlNode* method,
                                          std::string* algorithm) {
  const std::string name = AlgorithmOf(method);
  for (const std::string_view known : kSignatureMethods) {
    if (name == std::string(kSignaturePrefix).append(known) &&
        IsPlainMethod(method, false)) {
      *algorithm = std::string(known);
      return std::nullopt;
    }
  }
  return Refused(v1::ACCESS_FAULT_ALGORITHM_REFUSED,
                 "rsa-sha256, rsa-sha384, rsa-sha512", name);
}

std::optional<Fault> CheckSignedInfo(const xmlNode* info, std::string_view id,
                                     std::string* algorithm) {
  const Elements parts = ElementsOf(info);
  if (parts.size() < 2 || !IsDs(parts[0], "CanonicalizationMethod") ||
      !IsDs(parts[1], "SignatureMethod") || !HasOnlyElements(info)) {
    return Content("CanonicalizationMethod, SignatureMethod, Reference",
                   "SignedInfo");
  }
  const std::string canonical = AlgorithmOf(parts[0]);
  if (canonical != kExclusive || !IsPlainMethod(parts[0], true)) {
    return Refused(v1::ACCESS_FAULT_TRANSFORM_REFUSED, kExclusive, canonical);
  }
  if (auto fault = CheckSignatureMethod(parts[1], algorithm)) return fault;
  if (parts.size() != 3 || !IsDs(parts[2], "Reference")) {
    return Refused(v1::ACCESS_FAULT_REFERENCE_REFUSED, "1 Reference",
                   std::to_string(parts.size() - 2));
  }
  return CheckReference(parts[2], id);
}

// Certificates that cannot be read are no hint.
std::vector<std::string> CertificatesOf(const xmlNode* key_info) {
  std::vector<std::string> certificates;
  for (const xmlNode* data :
       ElementsOf(key_info, kSignatureNamespace, "X509Data")) {
    for (const xmlNode* node :
         ElementsOf(data, kSignatureNamespace, "X509Certificate")) {
      auto der = DecodeBase64(TextOf(node).value_or(""));
      if (der.has_value() && !der->empty() &&
          certificates.size() < kMaxCertificates) {
        certificates.push_back(*std::move(der));
      }
    }
  }
  return certificates;
}

std::optional<Fault> CheckPlace(const xmlNode* root,
                                const DocumentSurvey& survey) {
  if (survey.id_repeated) return Fault{v1::ACCESS_FAULT_ID_REPEATED};
  if (survey.signatures.empty()) {
    return Fault{v1::ACCESS_FAULT_SIGNATURE_MISSING};
  }
  if (survey.signatures.size() > 1) {
    return Refused(v1::ACCESS_FAULT_SIGNATURE_COUNT, "1",
                   std::to_string(survey.signatures.size()));
  }
  const xmlNode* parent = survey.signatures[0]->parent;
  if (parent != root) {
    return Refused(v1::ACCESS_FAULT_SIGNATURE_PLACE, LocalName(root),
                   LocalName(parent));
  }
  if (survey.relative_namespace) {
    return Refused(v1::ACCESS_FAULT_CANONICALIZATION_FAILED, "xmlns: URI", "");
  }
  return std::nullopt;
}

}  // namespace

OrFault<XmlSignature> ReadXmlSignature(const xmlNode* root,
                                       const DocumentSurvey& survey) {
  if (auto fault = CheckPlace(root, survey)) return *std::move(fault);
  XmlSignature signature;
  signature.node = survey.signatures[0];
  signature.element = root;
  const std::string id = AttributeOf(root, "ID").value_or("");
  if (!IsPlainId(id)) {
    return Refused(v1::ACCESS_FAULT_REFERENCE_REFUSED, "ID: NCName", id);
  }
  const Elements parts = ElementsOf(signature.node);
  const bool form =
      parts.size() >= 2 && parts.size() <= 3 && IsDs(parts[0], "SignedInfo") &&
      IsDs(parts[1], "SignatureValue") &&
      (parts.size() == 2 || IsDs(parts[2], "KeyInfo")) &&
      HasOnlyElements(signature.node) && TextOf(parts[1]).has_value();
  if (!form) {
    return Content("SignedInfo, SignatureValue, KeyInfo",
                   parts.empty() ? "" : LocalName(parts.back()));
  }
  if (auto fault = CheckSignedInfo(parts[0], id, &signature.algorithm)) {
    return *std::move(fault);
  }
  if (parts.size() == 3) signature.certificates = CertificatesOf(parts[2]);
  return signature;
}

}  // namespace trivsel::validator::token
