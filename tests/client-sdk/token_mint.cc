#include "tests/client-sdk/token_mint.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"

namespace trivsel::client {
namespace {

void Require(bool ok) {
  if (!ok) abort();
}

std::shared_ptr<X509> ReadPem(const std::string& pem) {
  BIO* source = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  std::shared_ptr<X509> certificate(
      PEM_read_bio_X509(source, nullptr, nullptr, nullptr), X509_free);
  BIO_free(source);
  Require(certificate != nullptr);
  return certificate;
}

std::string Der(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  const std::string octets(reinterpret_cast<char*>(der),
                           static_cast<size_t>(size));
  OPENSSL_free(der);
  return octets;
}

std::string Digest(const EVP_MD* md, const std::string& text) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  Require(EVP_Digest(text.data(), text.size(),
                     reinterpret_cast<unsigned char*>(out.data()), &size, md,
                     nullptr) == 1);
  out.resize(size);
  return out;
}

std::string Url64(const std::string& octets) {
  return absl::WebSafeBase64Escape(octets);
}

std::string SignPs256(EVP_PKEY* key, const std::string& text) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* settings = nullptr;
  Require(
      EVP_DigestSignInit(context, &settings, EVP_sha256(), nullptr, key) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1 &&
      EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) == 1);
  const auto* octets = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  Require(EVP_DigestSign(context, nullptr, &size, octets, text.size()) == 1);
  std::string signature(size, '\0');
  Require(EVP_DigestSign(context,
                         reinterpret_cast<unsigned char*>(signature.data()),
                         &size, octets, text.size()) == 1);
  EVP_MD_CTX_free(context);
  return signature;
}

}  // namespace

TokenMint::TokenMint() : key_(EVP_RSA_gen(2048), EVP_PKEY_free) {
  const std::shared_ptr<X509> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 7);
  // As wide as the times that the tests judge at.
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()),
                absl::ToTimeT(absl::FromCivil(absl::CivilYear(2020),
                                              absl::UTCTimeZone())));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()),
                absl::ToTimeT(absl::Now() + absl::Hours(24 * 3000)));
  X509_set_pubkey(certificate.get(), key_.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>("ADG_TEST"),
                             -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  Require(X509_sign(certificate.get(), key_.get(), EVP_sha256()) > 0);
  kid_ = Url64(Digest(EVP_sha1(), Der(certificate.get())));
  BIO* out = BIO_new(BIO_s_mem());
  Require(PEM_write_bio_X509(out, certificate.get()) == 1);
  char* pem = nullptr;
  const long size = BIO_get_mem_data(out, &pem);
  certificate_pem_.assign(pem, static_cast<size_t>(size));
  BIO_free(out);
}

std::string TokenMint::Jwt(const MintedClaims& claims) const {
  const nlohmann::json header = {
      {"alg", "PS256"}, {"kid", kid_}, {"x5t", kid_}, {"typ", "JWT"}};
  const nlohmann::json priv = {{"privilegegroups",
                                {{{"privilege", claims.role},
                                  {"scope", claims.scope},
                                  {"constraints", nlohmann::json::array()}}}}};
  const int64_t issued = absl::ToUnixSeconds(claims.issued);
  const nlohmann::json payload = {
      {"cvr", claims.cvr},
      {"spec_ver", "1.0"},
      {"priv", absl::Base64Escape(priv.dump())},
      {"jti", "7a1c2f60-1111-4222-8333-944445555666"},
      {"sub", claims.audience},
      {"cnf", {{"x5t#S256", X5tS256(claims.client_certificate_pem)}}},
      {"nbf", issued},
      {"iat", issued},
      {"exp", issued + absl::ToInt64Seconds(claims.lifetime)},
      {"iss", claims.issuer},
      {"aud", claims.audience}};
  const std::string text = Url64(header.dump()) + "." + Url64(payload.dump());
  return text + "." + Url64(SignPs256(key_.get(), text));
}

std::string Sha256Hex(const std::string& certificate_pem) {
  return absl::BytesToHexString(
      Digest(EVP_sha256(), Der(ReadPem(certificate_pem).get())));
}

std::string X5tS256(const std::string& certificate_pem) {
  return Url64(Digest(EVP_sha256(), Der(ReadPem(certificate_pem).get())));
}

std::string JwsPart(const std::string& jws, int part) {
  size_t begin = 0;
  for (int i = 0; i < part; ++i) begin = jws.find('.', begin) + 1;
  std::string out;
  Require(absl::WebSafeBase64Unescape(
      jws.substr(begin, jws.find('.', begin) - begin), &out));
  return out;
}

bool IsSignedBy(const std::string& jws, const std::string& certificate_pem) {
  const std::string text = jws.substr(0, jws.rfind('.'));
  const std::string signature = JwsPart(jws, 2);
  const auto certificate = ReadPem(certificate_pem);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool good =
      EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr,
                           X509_get0_pubkey(certificate.get())) == 1 &&
      EVP_DigestVerify(
          context, reinterpret_cast<const unsigned char*>(signature.data()),
          signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
          text.size()) == 1;
  EVP_MD_CTX_free(context);
  return good;
}

}  // namespace trivsel::client
