#include "deploy/sandbox/sts/mint/xml_signature.h"

#include <openssl/evp.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::mint {
namespace {

std::string Named(const char* element, std::string_view algorithm) {
  return absl::StrCat("<", element, " Algorithm=\"", XmlText(algorithm),
                      "\"></", element, ">");
}

const EVP_MD* DigestKind(const std::string& uri) {
  if (uri == kSha1Uri) return EVP_sha1();
  return uri == kSha512Uri ? EVP_sha512() : EVP_sha256();
}

std::string SignatureValue(const SignatureForm& form, const KeyPair& signer,
                           const std::string& signed_info) {
  if (form.method == kHmacSha256) return HmacSha256(form.secret, signed_info);
  SignatureKind kind = SignatureKind::kRs256;
  if (form.method == kRsaSha1) kind = SignatureKind::kRsSha1;
  if (form.method == kRsaSha512) kind = SignatureKind::kRs512;
  if (form.method == kEcdsaSha256) kind = SignatureKind::kEs256;
  return signer.Sign(kind, signed_info);
}

}  // namespace

SignatureForm::SignatureForm()
    : transforms({Transform(kEnveloped), Transform(kExcC14n)}) {}

std::string Transform(std::string_view algorithm, std::string_view content) {
  return absl::StrCat("<Transform Algorithm=\"", XmlText(algorithm), "\">",
                      std::string(content), "</Transform>");
}

std::string CertificateKeyInfo(std::string_view certificate_der) {
  return absl::StrCat("<KeyInfo xmlns=\"", kDsig,
                      "\"><X509Data><X509Certificate>", Base64(certificate_der),
                      "</X509Certificate></X509Data></KeyInfo>");
}

std::string Reference(const SignatureForm& form, std::string_view uri,
                      std::string_view octets) {
  const std::string transforms =
      form.transforms.empty()
          ? ""
          : absl::StrCat("<Transforms>", absl::StrJoin(form.transforms, ""),
                         "</Transforms>");
  return absl::StrCat("<Reference URI=\"", XmlText(uri), "\">", transforms,
                      Named("DigestMethod", form.digest), "<DigestValue>",
                      Base64(DigestOf(DigestKind(form.digest), octets)),
                      "</DigestValue></Reference>");
}

std::string Signature(std::string_view element, std::string_view id,
                      const KeyPair& signer, const SignatureForm& form) {
  const std::string uri = form.uri.value_or("#" + std::string(id));
  const std::string content = absl::StrCat(
      Named("CanonicalizationMethod", form.canonicalization),
      Named("SignatureMethod", form.method), Reference(form, uri, element),
      form.more_references, "</SignedInfo>");
  // Canonical form declares the namespace on SignedInfo, the document above it.
  const std::string value = SignatureValue(
      form, signer,
      absl::StrCat("<SignedInfo xmlns=\"", kDsig, "\">", content));
  const std::string key_info =
      form.key_info.has_value()
          ? *form.key_info
          : (signer.certificate() == nullptr
                 ? ""
                 : CertificateKeyInfo(signer.certificate_der()));
  return absl::StrCat("<Signature xmlns=\"", kDsig, "\"><SignedInfo>", content,
                      "<SignatureValue>", Base64(value), "</SignatureValue>",
                      key_info, form.more_content, "</Signature>");
}

std::string Unsigned(std::string_view text) {
  return Replaced(text, kSignaturePlace, "");
}

std::string Enveloped(std::string_view text, std::string_view id,
                      const KeyPair& signer, const SignatureForm& form) {
  return Replaced(text, kSignaturePlace,
                  Signature(Unsigned(text), id, signer, form));
}

}  // namespace trivsel::sandbox::mint
