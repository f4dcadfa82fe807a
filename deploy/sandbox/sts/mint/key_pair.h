// A private key with its certificate, and the signatures it makes: those of
// the standards, and those that nobody should accept.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_KEY_PAIR_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_KEY_PAIR_H_

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::sandbox::mint {

enum class SignatureKind {
  kPs256,           // RSASSA-PSS, SHA-256, salt of 32 octets
  kPs256EmptySalt,  // the same with a salt that PS256 forbids (RFC 7518 3.5)
  kPs512,
  kRs256,  // RSASSA-PKCS1-v1_5
  kRs512,
  kRsSha1,
  kEs256,  // ECDSA, r and s side by side (RFC 7518 3.4)
};

// Copies share. Immutable once it has its certificate; thread safe.
class KeyPair {
 public:
  // Without a certificate yet. 2048 bits are quick enough for tests; OCES3 has
  // 3072.
  static KeyPair NewRsa(int bits = 2048);
  static KeyPair NewP256();
  // INVALID_ARGUMENT if one cannot be read or they do not belong together.
  static absl::StatusOr<KeyPair> FromPem(std::string_view key,
                                         std::string_view certificate);
  KeyPair WithCertificate(std::shared_ptr<X509> certificate) const;

  EVP_PKEY* key() const { return key_.get(); }
  X509* certificate() const { return certificate_.get(); }

  std::string key_pem() const;         // PKCS#8, in clear
  std::string public_key_pem() const;  // SubjectPublicKeyInfo
  std::string public_key_der() const;
  std::string certificate_pem() const;
  std::string certificate_der() const;
  // "x5t" and "kid" of the STS: base64url of the certificate's SHA-1.
  std::string x5t() const;
  // "x5t#S256": base64url of the certificate's SHA-256.
  std::string x5t_s256() const;
  // "kid" of client assertions: base64url of the SubjectPublicKeyInfo's
  // SHA-256.
  std::string key_id() const;
  absl::Time not_after() const;

  std::string Sign(SignatureKind kind, std::string_view octets) const;

 private:
  explicit KeyPair(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}
  std::shared_ptr<EVP_PKEY> key_;
  std::shared_ptr<X509> certificate_;
};

// The certificate of a PEM text, as DER. INVALID_ARGUMENT if there is none.
absl::StatusOr<std::string> CertificateDerOfPem(std::string_view pem);
// "SERIALNUMBER=…,O=…,C=DK" of a certificate's DER: the NameID of a SAML
// assertion (X509SubjectName); empty if it cannot be read.
std::string SubjectOfDer(std::string_view der);

// HMAC-SHA-256, for those who confuse a public key with a secret.
std::string HmacSha256(std::string_view secret, std::string_view octets);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_KEY_PAIR_H_
