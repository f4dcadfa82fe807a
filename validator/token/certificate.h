// Certificates and public keys as vendors send them.
#ifndef TRIVSEL_VALIDATOR_TOKEN_CERTIFICATE_H_
#define TRIVSEL_VALIDATOR_TOKEN_CERTIFICATE_H_

#include <openssl/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace trivsel::validator::token {

using Sha256 = std::array<uint8_t, 32>;

// A public key, alone or with the certificate around it. Copyable; copies
// share. Immutable, hence thread safe.
class PublicKey {
 public:
  // Of DER octets: a certificate, or a SubjectPublicKeyInfo. INVALID_ARGUMENT
  // otherwise.
  static absl::StatusOr<PublicKey> FromCertificateDer(std::string_view der);
  static absl::StatusOr<PublicKey> FromKeyDer(std::string_view der);

  bool has_certificate() const { return !certificate_der_.empty(); }
  // DER of the certificate; empty for a bare key.
  const std::string& certificate_der() const { return certificate_der_; }
  // DER of the SubjectPublicKeyInfo.
  const std::string& key_der() const { return key_der_; }
  // SHA-256 of the certificate's DER ("x5t#S256" is its base64url); zeros for
  // a bare key.
  const Sha256& certificate_thumbprint() const { return certificate_sha256_; }
  // SHA-256 of key_der ("kid" of client assertions is its base64url).
  const Sha256& key_thumbprint() const { return key_sha256_; }
  // SHA-1 of the certificate's DER, 20 octets ("x5t"); empty for a bare key.
  const std::string& certificate_sha1() const { return certificate_sha1_; }
  // RFC 2253, of the certificate.
  const std::string& subject() const { return subject_; }
  const std::string& issuer() const { return issuer_; }
  // organizationIdentifier without "NTRDK-", or the OCES2 "CVR:" of the
  // serialNumber: the holder's CVR number; empty if there is none.
  const std::string& holder_cvr() const { return holder_cvr_; }
  // "UI:DK-O:G:<uuid>"; empty if there is none.
  const std::string& holder_id() const { return holder_id_; }
  // InfinitePast/InfiniteFuture for a bare key.
  absl::Time not_before() const { return not_before_; }
  absl::Time not_after() const { return not_after_; }
  bool ValidAt(absl::Time now) const {
    return now >= not_before_ && now < not_after_;
  }
  // Never null. Owned by this object and its copies.
  EVP_PKEY* key() const { return key_.get(); }

 private:
  PublicKey() = default;
  std::string certificate_der_, key_der_, certificate_sha1_;
  Sha256 certificate_sha256_{}, key_sha256_{};
  std::string subject_, issuer_, holder_cvr_, holder_id_;
  absl::Time not_before_ = absl::InfinitePast();
  absl::Time not_after_ = absl::InfiniteFuture();
  std::shared_ptr<EVP_PKEY> key_;
};

// All certificates and public keys of a file's octets, in order: PEM (with
// "Bag Attributes" and other text between), DER, with a byte order mark, or
// in UTF-16 of either order; CERTIFICATE, TRUSTED CERTIFICATE, PUBLIC KEY and
// RSA PUBLIC KEY blocks. INVALID_ARGUMENT, saying in Danish and English what
// is wrong, if there is none, or if there is a private key in it (nobody
// should have sent that). At most 1 MiB.
absl::StatusOr<std::vector<PublicKey>> ReadPublicKeys(std::string_view octets);

// 64 lower-case hexadecimal digits.
std::string Hex(const Sha256& digest);
// base64url without padding.
std::string Base64Url(std::string_view octets);
std::string Base64Url(const Sha256& digest);
// SHA-256 of the octets.
Sha256 Digest(std::string_view octets);

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_CERTIFICATE_H_
