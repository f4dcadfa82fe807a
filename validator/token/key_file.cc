// ReadPublicKeys: files of certificates and keys, in all the forms in which
// they lie in the register of the gateway before this one.
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "validator/token/access_fault.h"
#include "validator/token/certificate.h"
#include "validator/token/openssl_scope.h"
#include "validator/token/pem_text.h"

namespace trivsel::validator::token {
namespace {

constexpr size_t kMaxFileBytes = 1024 * 1024;

const unsigned char* Bytes(std::string_view octets) {
  return reinterpret_cast<const unsigned char*>(octets.data());
}

absl::Status PrivateKeyFound() {
  return absl::InvalidArgumentError(
      "filen indeholder en privat nøgle, som aldrig må sendes til nogen: lav "
      "en ny nøgle, og send kun certifikatet / the file holds a private key, "
      "which must never be sent to anyone: make a new key and send only the "
      "certificate");
}

absl::Status NothingFound(std::string_view also) {
  std::string seen;
  if (!also.empty()) {
    seen = absl::StrCat(" (fundet / found: ", Shown(also, 64), ")");
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "hverken certifikat eller offentlig nøgle i filen, som skal være PEM "
      "eller DER / neither a certificate nor a public key in the file, which "
      "must be PEM or DER",
      seen));
}

// The octets of the certificate that `der` begins with; 0 if it does not.
size_t CertificateSize(std::string_view der) {
  const ErrorQueueScope errors;
  const unsigned char* at = Bytes(der);
  const OpensslPtr<X509> certificate(
      d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return certificate == nullptr ? 0 : static_cast<size_t>(at - Bytes(der));
}

// A certificate with OpenSSL's trust settings after it.
absl::StatusOr<PublicKey> FromTrusted(std::string_view der) {
  const ErrorQueueScope errors;
  const unsigned char* at = Bytes(der);
  const OpensslPtr<X509> whole(
      d2i_X509_AUX(nullptr, &at, static_cast<long>(der.size())));
  if (whole == nullptr || at != Bytes(der) + der.size()) {
    return absl::InvalidArgumentError(
        "ikke et certifikat med tillidsoplysninger / not a certificate with "
        "trust settings");
  }
  return PublicKey::FromCertificateDer(der.substr(0, CertificateSize(der)));
}

// PKCS#1, without the frame that says that it is RSA.
absl::StatusOr<PublicKey> FromRsaKey(std::string_view der) {
  const ErrorQueueScope errors;
  const unsigned char* at = Bytes(der);
  const OpensslPtr<EVP_PKEY> key(
      d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, static_cast<long>(der.size())));
  unsigned char* info = nullptr;
  const int size = key == nullptr || at != Bytes(der) + der.size()
                       ? 0
                       : i2d_PUBKEY(key.get(), &info);
  const OpensslPtr<unsigned char> owner(info);
  if (size <= 0) {
    return absl::InvalidArgumentError(
        "ikke en RSA-nøgle (PKCS#1) / not an RSA key (PKCS#1)");
  }
  return PublicKey::FromKeyDer(
      {reinterpret_cast<char*>(info), static_cast<size_t>(size)});
}

bool IsCertificate(std::string_view label) {
  return label == "CERTIFICATE" || label == "X509 CERTIFICATE";
}

bool IsTaken(std::string_view label) {
  return IsCertificate(label) || label == "TRUSTED CERTIFICATE" ||
         label == "PUBLIC KEY" || label == "RSA PUBLIC KEY";
}

absl::StatusOr<PublicKey> FromBlock(const PemBlock& block) {
  if (!block.readable) {
    return absl::InvalidArgumentError(
        "base64 kan ikke læses / the base64 cannot be read");
  }
  if (IsCertificate(block.label)) {
    return PublicKey::FromCertificateDer(block.der);
  }
  if (block.label == "TRUSTED CERTIFICATE") return FromTrusted(block.der);
  if (block.label == "RSA PUBLIC KEY") return FromRsaKey(block.der);
  return PublicKey::FromKeyDer(block.der);
}

absl::StatusOr<std::vector<PublicKey>> FromBlocks(
    const std::vector<PemBlock>& blocks) {
  for (const PemBlock& block : blocks) {
    if (block.label.find("PRIVATE KEY") != std::string::npos) {
      return PrivateKeyFound();
    }
  }
  std::vector<PublicKey> keys;
  std::string others;
  for (size_t i = 0; i < blocks.size(); ++i) {
    const PemBlock& block = blocks[i];
    if (!IsTaken(block.label)) {
      others = block.label;
      continue;
    }
    auto key = FromBlock(block);
    if (!key.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("blok / block ", i + 1, " (", block.label,
                       "): ", key.status().message()));
    }
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) return NothingFound(others);
  return keys;
}

bool IsPrivateDer(std::string_view der) {
  const ErrorQueueScope errors;
  const auto size = static_cast<long>(der.size());
  const unsigned char* at = Bytes(der);
  if (const OpensslPtr<EVP_PKEY> key(d2i_AutoPrivateKey(nullptr, &at, size));
      key != nullptr) {
    return true;
  }
  at = Bytes(der);
  if (X509_SIG* const sealed = d2i_X509_SIG(nullptr, &at, size)) {
    X509_SIG_free(sealed);
    return true;  // an encrypted PKCS#8
  }
  at = Bytes(der);
  if (PKCS12* const store = d2i_PKCS12(nullptr, &at, size)) {
    PKCS12_free(store);
    return true;  // .p12, .pfx
  }
  return false;
}

// One certificate after the other, perhaps with the line end of an editor.
absl::StatusOr<std::vector<PublicKey>> FromDer(std::string_view der) {
  std::vector<PublicKey> keys;
  while (const size_t size = CertificateSize(der)) {
    auto key = PublicKey::FromCertificateDer(der.substr(0, size));
    if (!key.ok()) return key.status();
    keys.push_back(*std::move(key));
    der.remove_prefix(size);
  }
  if (keys.empty()) {
    for (auto read : {PublicKey::FromKeyDer, FromRsaKey}) {
      auto key = read(der);
      if (key.ok()) return std::vector<PublicKey>{*std::move(key)};
    }
  }
  const bool done = der.find_first_not_of("\r\n") == der.npos;
  if (!keys.empty() && done) return keys;
  if (IsPrivateDer(der)) return PrivateKeyFound();
  if (keys.empty()) return NothingFound({});
  return absl::InvalidArgumentError(
      "der står andet efter certifikatet / something else follows the "
      "certificate");
}

}  // namespace

absl::StatusOr<std::vector<PublicKey>> ReadPublicKeys(std::string_view octets) {
  if (octets.size() > kMaxFileBytes) {
    return absl::InvalidArgumentError(
        "filen er over 1 MiB / the file is larger than 1 MiB");
  }
  const std::string text = PlainText(octets);
  auto blocks = ReadPemBlocks(text);
  if (!blocks.ok()) return blocks.status();
  if (!blocks->empty()) return FromBlocks(*blocks);
  return FromDer(text);
}

}  // namespace trivsel::validator::token
