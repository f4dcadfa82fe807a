#include "tests/support/token_mint.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace trivsel::testing {
namespace {

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using CertPtr = std::unique_ptr<X509, decltype(&X509_free)>;
using DigestPtr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

void Require(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "token mint: %s\n", what);
  std::abort();
}

std::string Der(X509* cert) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(cert, &der);
  Require(size > 0, "DER");
  std::string octets(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return octets;
}

std::string Pem(X509* cert) {
  BioPtr out(BIO_new(BIO_s_mem()), BIO_free);
  Require(PEM_write_bio_X509(out.get(), cert) == 1, "PEM");
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<size_t>(size)};
}

template <typename Octets>
std::string Base64Url(const Octets& octets) {
  return absl::WebSafeBase64Escape(absl::string_view(
      reinterpret_cast<const char*>(octets.data()), octets.size()));
}

std::string Sha(const EVP_MD* md, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  Require(EVP_Digest(text.data(), text.size(), digest.data(), &size, md,
                     nullptr) == 1,
          "digest");
  return {reinterpret_cast<char*>(digest.data()), size};
}

CertPtr SelfSigned(EVP_PKEY* key, const std::string& name,
                   absl::Time not_before, absl::Time not_after) {
  CertPtr cert(X509_new(), X509_free);
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  ASN1_TIME_set(X509_getm_notBefore(cert.get()), absl::ToTimeT(not_before));
  ASN1_TIME_set(X509_getm_notAfter(cert.get()), absl::ToTimeT(not_after));
  X509_set_pubkey(cert.get(), key);
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(cert.get()), "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(cert.get(), X509_get_subject_name(cert.get()));
  Require(X509_sign(cert.get(), key, EVP_sha256()) > 0, "sign certificate");
  return cert;
}

std::string Privileges(const TokenDraft& draft) {
  return absl::Base64Escape(
      absl::StrCat(R"({"privilegegroups":[{"privilege":")", draft.role,
                   R"(","scope":"urn:dk:gov:saml:cvrNumberIdentifier:)",
                   draft.scope_cvr, R"(","constraints":[]}]})"));
}

}  // namespace

std::array<uint8_t, 32> ThumbprintOf(const std::string& cert_pem) {
  BioPtr in(BIO_new_mem_buf(cert_pem.data(), static_cast<int>(cert_pem.size())),
            BIO_free);
  CertPtr cert(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr),
               X509_free);
  Require(cert != nullptr, "no certificate");
  const std::string digest = Sha(EVP_sha256(), Der(cert.get()));
  std::array<uint8_t, 32> thumbprint{};
  std::copy(digest.begin(), digest.end(), thumbprint.begin());
  return thumbprint;
}

TokenMint::TokenMint(const std::string& name, absl::Time not_before,
                     absl::Time not_after)
    : key_(EVP_RSA_gen(2048), EVP_PKEY_free) {
  Require(key_ != nullptr, "key");
  const CertPtr cert = SelfSigned(key_.get(), name, not_before, not_after);
  cert_pem_ = Pem(cert.get());
  cert_der_ = Der(cert.get());
}

TokenMint::~TokenMint() = default;

std::string TokenMint::Sign(const std::string& text, bool pss) const {
  const DigestPtr context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* options = nullptr;
  Require(EVP_DigestSignInit(context.get(), &options, EVP_sha256(), nullptr,
                             key_.get()) == 1,
          "sign");
  if (pss) {
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, 32);
  }
  std::string signature(512, '\0');
  size_t size = signature.size();
  Require(EVP_DigestSign(
              context.get(), reinterpret_cast<unsigned char*>(signature.data()),
              &size, reinterpret_cast<const unsigned char*>(text.data()),
              text.size()) == 1,
          "sign");
  signature.resize(size);
  return signature;
}

std::string TokenMint::Jwt(const TokenDraft& draft) const {
  const std::string thumbprint = Base64Url(Sha(EVP_sha1(), cert_der_));
  const std::string header =
      absl::StrCat(R"({"alg":")", draft.algorithm, R"(","kid":")", thumbprint,
                   R"(","x5t":")", thumbprint, R"(","typ":"JWT"})");
  const std::string payload = absl::StrCat(
      R"({"cvr":")", draft.cvr, R"(","spec_ver":"1.0","priv":")",
      Privileges(draft), R"(","jti":"7c0e1f7e-0000-4000-8000-000000000001")",
      R"(,"sub":")", draft.audience, R"(","cnf":{"x5t#S256":")",
      Base64Url(draft.peer), R"("},"nbf":)",
      absl::ToUnixSeconds(draft.not_before), R"(,"exp":)",
      absl::ToUnixSeconds(draft.expires), R"(,"iat":)",
      absl::ToUnixSeconds(draft.issued), R"(,"iss":")", draft.issuer,
      R"(","aud":")", draft.audience, R"("})");
  const std::string text =
      absl::StrCat(Base64Url(header), ".", Base64Url(payload));
  if (draft.algorithm == "none") return text + ".";
  return absl::StrCat(text, ".", Base64Url(Sign(text, true)));
}

// Written as its exclusive canonical form right away, so that what is signed
// is what stands there.
std::string TokenMint::Metadata(
    const std::string& entity_id,
    const std::vector<const TokenMint*>& keys) const {
  constexpr char kDs[] = R"( xmlns:ds="http://www.w3.org/2000/09/xmldsig#")";
  const std::string begin = absl::StrCat(
      R"(<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata")",
      R"( ID="_metadata" entityID=")", entity_id, R"(">)");
  std::string rest =
      R"(<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">)";
  for (const TokenMint* key : keys) {
    absl::StrAppend(&rest, R"(<md:KeyDescriptor use="signing"><ds:KeyInfo)",
                    kDs, "><ds:X509Data><ds:X509Certificate>",
                    absl::Base64Escape(key->cert_der_),
                    "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
                    "</md:KeyDescriptor>");
  }
  rest +=
      R"(<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://sts.example.dk/sso"></md:SingleSignOnService></md:IDPSSODescriptor></md:EntityDescriptor>)";
  const std::string digest =
      absl::Base64Escape(Sha(EVP_sha256(), begin + rest));
  const std::string signed_info = absl::StrCat(
      "<ds:SignedInfo", kDs,
      R"(><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>)",
      R"(<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>)",
      R"(<ds:Reference URI="#_metadata"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>)",
      R"(<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>)",
      R"(<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>)",
      digest, "</ds:DigestValue></ds:Reference></ds:SignedInfo>");
  return absl::StrCat(begin, "<ds:Signature", kDs, ">", signed_info,
                      "<ds:SignatureValue>",
                      absl::Base64Escape(Sign(signed_info, false)),
                      "</ds:SignatureValue></ds:Signature>", rest);
}

}  // namespace trivsel::testing
