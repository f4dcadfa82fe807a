#include "deploy/sandbox/sts/mint/key_pair.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <ctime>
#include <utility>

#include "deploy/sandbox/sts/mint/encoding.h"
#include "deploy/sandbox/sts/mint/must.h"

namespace trivsel::sandbox::mint {
namespace {

using BioPointer = std::unique_ptr<BIO, decltype(&BIO_free)>;

BioPointer Reading(std::string_view text) {
  return BioPointer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())),
                    BIO_free);
}

template <typename Write>
std::string Written(const Write& write) {
  BioPointer bio(BIO_new(BIO_s_mem()), BIO_free);
  Must(bio != nullptr && write(bio.get()) == 1, "writing a key");
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

template <typename T, typename Encode>
std::string Der(T* object, const Encode& encode) {
  unsigned char* octets = nullptr;
  const int size = encode(object, &octets);
  Must(size > 0, "DER");
  std::string der(reinterpret_cast<char*>(octets), static_cast<size_t>(size));
  OPENSSL_free(octets);
  return der;
}

std::shared_ptr<EVP_PKEY> Owned(EVP_PKEY* key) {
  Must(key != nullptr, "making a key");
  return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

struct Scheme {
  const EVP_MD* digest;
  int padding;  // 0: not RSA
  int salt;
};

Scheme SchemeOf(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::kPs256:
      return {EVP_sha256(), RSA_PKCS1_PSS_PADDING, 32};
    case SignatureKind::kPs256EmptySalt:
      return {EVP_sha256(), RSA_PKCS1_PSS_PADDING, 0};
    case SignatureKind::kPs512:
      return {EVP_sha512(), RSA_PKCS1_PSS_PADDING, 64};
    case SignatureKind::kRs256:
      return {EVP_sha256(), RSA_PKCS1_PADDING, 0};
    case SignatureKind::kRs512:
      return {EVP_sha512(), RSA_PKCS1_PADDING, 0};
    case SignatureKind::kRsSha1:
      return {EVP_sha1(), RSA_PKCS1_PADDING, 0};
    case SignatureKind::kEs256:
      break;
  }
  return {EVP_sha256(), 0, 0};
}

// r and s, 32 octets each, of the DER form.
std::string SideBySide(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())),
      ECDSA_SIG_free);
  Must(signature != nullptr, "d2i_ECDSA_SIG");
  std::string both(64, '\0');
  auto* out = reinterpret_cast<unsigned char*>(both.data());
  Must(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, 32) == 32 &&
           BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + 32, 32) == 32,
       "BN_bn2binpad");
  return both;
}

std::shared_ptr<X509> ReadX509(std::string_view pem) {
  const BioPointer bio = Reading(pem);
  X509* read = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr);
  if (read == nullptr) return nullptr;
  return std::shared_ptr<X509>(read, X509_free);
}

}  // namespace

KeyPair KeyPair::NewRsa(int bits) {
  return KeyPair(Owned(EVP_RSA_gen(static_cast<unsigned int>(bits))));
}

KeyPair KeyPair::NewP256() { return KeyPair(Owned(EVP_EC_gen("P-256"))); }

absl::StatusOr<KeyPair> KeyPair::FromPem(std::string_view key,
                                         std::string_view certificate) {
  const BioPointer bio = Reading(key);
  // A callback of ours: OpenSSL's own would ask at the terminal.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  EVP_PKEY* read =
      PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr);
  if (read == nullptr) {
    return absl::InvalidArgumentError("not a PEM private key");
  }
  KeyPair pair(Owned(read));
  pair.certificate_ = ReadX509(certificate);
  if (pair.certificate_ == nullptr) {
    return absl::InvalidArgumentError("not a PEM certificate");
  }
  if (X509_check_private_key(pair.certificate(), pair.key()) != 1) {
    return absl::InvalidArgumentError("the key is not the certificate's");
  }
  return pair;
}

KeyPair KeyPair::WithCertificate(std::shared_ptr<X509> certificate) const {
  KeyPair pair = *this;
  pair.certificate_ = std::move(certificate);
  return pair;
}

std::string KeyPair::key_pem() const {
  return Written([this](BIO* bio) {
    return PEM_write_bio_PKCS8PrivateKey(bio, key(), nullptr, nullptr, 0,
                                         nullptr, nullptr);
  });
}

std::string KeyPair::public_key_pem() const {
  return Written([this](BIO* bio) { return PEM_write_bio_PUBKEY(bio, key()); });
}

std::string KeyPair::public_key_der() const { return Der(key(), i2d_PUBKEY); }

std::string KeyPair::certificate_pem() const {
  return Written(
      [this](BIO* bio) { return PEM_write_bio_X509(bio, certificate()); });
}

std::string KeyPair::certificate_der() const {
  return Der(certificate(), i2d_X509);
}

std::string KeyPair::x5t() const { return Base64Url(Sha1(certificate_der())); }

std::string KeyPair::x5t_s256() const {
  return Base64Url(Sha256(certificate_der()));
}

std::string KeyPair::key_id() const {
  return Base64Url(Sha256(public_key_der()));
}

absl::Time KeyPair::not_after() const {
  std::tm until{};
  Must(ASN1_TIME_to_tm(X509_get0_notAfter(certificate()), &until) == 1,
       "ASN1_TIME_to_tm");
  return absl::FromTM(until, absl::UTCTimeZone());
}

std::string KeyPair::Sign(SignatureKind kind, std::string_view octets) const {
  const Scheme scheme = SchemeOf(kind);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* details = nullptr;
  Must(EVP_DigestSignInit(context.get(), &details, scheme.digest, nullptr,
                          key()) == 1,
       "EVP_DigestSignInit");
  if (scheme.padding != 0) {
    Must(EVP_PKEY_CTX_set_rsa_padding(details, scheme.padding) == 1,
         "the padding");
  }
  if (scheme.padding == RSA_PKCS1_PSS_PADDING) {
    Must(EVP_PKEY_CTX_set_rsa_pss_saltlen(details, scheme.salt) == 1,
         "the salt");
  }
  const auto* data = reinterpret_cast<const unsigned char*>(octets.data());
  size_t size = 0;
  Must(EVP_DigestSign(context.get(), nullptr, &size, data, octets.size()) == 1,
       "EVP_DigestSign");
  std::string signature(size, '\0');
  Must(EVP_DigestSign(context.get(),
                      reinterpret_cast<unsigned char*>(signature.data()), &size,
                      data, octets.size()) == 1,
       "EVP_DigestSign");
  signature.resize(size);
  return kind == SignatureKind::kEs256 ? SideBySide(signature) : signature;
}

absl::StatusOr<std::string> CertificateDerOfPem(std::string_view pem) {
  const std::shared_ptr<X509> certificate = ReadX509(pem);
  if (certificate == nullptr) {
    return absl::InvalidArgumentError("not a PEM certificate");
  }
  return Der(certificate.get(), i2d_X509);
}

std::string SubjectOfDer(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
  if (certificate == nullptr) return "";
  return Written([&](BIO* bio) {
    return X509_NAME_print_ex(bio, X509_get_subject_name(certificate.get()), 0,
                              XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0
               ? 1
               : 0;
  });
}

std::string HmacSha256(std::string_view secret, std::string_view octets) {
  std::string mac(32, '\0');
  unsigned int size = 32;
  Must(
      HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
           reinterpret_cast<unsigned char*>(mac.data()), &size) != nullptr,
      "HMAC");
  return mac;
}

}  // namespace trivsel::sandbox::mint
