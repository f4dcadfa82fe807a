#include "validator/token/certificate.h"

#include <openssl/asn1.h>
#include <openssl/sha.h>

#include <ctime>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "validator/token/openssl_scope.h"

namespace trivsel::validator::token {
namespace {

constexpr char kSerialNumber[] = "2.5.4.5";
constexpr char kOrganizationIdentifier[] = "2.5.4.97";

absl::string_view Abseil(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

std::string_view Octets(const Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

const unsigned char* Bytes(std::string_view octets) {
  return reinterpret_cast<const unsigned char*>(octets.data());
}

absl::Time ToTime(const ASN1_TIME* time, absl::Time otherwise) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return otherwise;
  return absl::FromTM(parts, absl::UTCTimeZone());
}

std::string NameText(const X509_NAME* name) {
  const OpensslPtr<BIO> out(BIO_new(BIO_s_mem()));
  // RFC 2253 leaves letters of UTF-8 as they are.
  X509_NAME_print_ex(out.get(), name, 0,
                     XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return size > 0 ? std::string(text, static_cast<size_t>(size))
                  : std::string();
}

// The value of the only attribute of the kind, wherever it stands: the order
// within a name is not told by the profile.
std::string AttributeText(const X509_NAME* name, const char* oid) {
  ASN1_OBJECT* object = OBJ_txt2obj(oid, 1);
  const int at = X509_NAME_get_index_by_OBJ(name, object, -1);
  const bool again =
      at >= 0 && X509_NAME_get_index_by_OBJ(name, object, at) >= 0;
  ASN1_OBJECT_free(object);
  if (at < 0 || again) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(
      &text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  const OpensslPtr<unsigned char> owner(text);
  if (size <= 0) return {};
  return std::string(reinterpret_cast<char*>(text), static_cast<size_t>(size));
}

// The eight digits after the prefix; empty if there are others.
std::string CvrAfter(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return {};
  text.remove_prefix(prefix.size());
  const size_t digits = text.find_first_not_of("0123456789");
  const size_t count = digits == text.npos ? text.size() : digits;
  return count == 8 ? std::string(text.substr(0, 8)) : std::string();
}

std::string HolderCvr(const X509_NAME* name, std::string_view serial) {
  const std::string organization = AttributeText(name, kOrganizationIdentifier);
  std::string cvr = CvrAfter(organization, "NTRDK-");
  return cvr.empty() ? CvrAfter(serial, "CVR:") : cvr;
}

std::string HolderId(std::string_view serial) {
  return serial.starts_with("UI:DK-O:G:") ? std::string(serial) : std::string();
}

std::string KeyDer(const X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  const OpensslPtr<unsigned char> owner(der);
  if (size <= 0) return {};
  return std::string(reinterpret_cast<char*>(der), static_cast<size_t>(size));
}

std::shared_ptr<EVP_PKEY> Share(EVP_PKEY* key) {
  return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

std::string Sha1(std::string_view octets) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(Bytes(octets), octets.size(), digest);
  return std::string(reinterpret_cast<char*>(digest), sizeof(digest));
}

}  // namespace

absl::StatusOr<PublicKey> PublicKey::FromCertificateDer(std::string_view der) {
  const ErrorQueueScope errors;
  const unsigned char* at = Bytes(der);
  const OpensslPtr<X509> certificate(
      d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (certificate == nullptr || at != Bytes(der) + der.size()) {
    return absl::InvalidArgumentError(
        "ikke et certifikat i DER-form / not a certificate in DER form");
  }
  PublicKey key;
  key.key_ = Share(X509_get_pubkey(certificate.get()));
  if (key.key_ == nullptr) {
    return absl::InvalidArgumentError(
        "certifikatets nøgle er af en ukendt slags / the certificate's key is "
        "of an unknown kind");
  }
  key.certificate_der_ = std::string(der);
  key.certificate_sha256_ = Digest(der);
  key.certificate_sha1_ = Sha1(der);
  key.key_der_ = KeyDer(certificate.get());
  key.key_sha256_ = Digest(key.key_der_);
  const X509_NAME* subject = X509_get_subject_name(certificate.get());
  const std::string serial = AttributeText(subject, kSerialNumber);
  key.subject_ = NameText(subject);
  key.issuer_ = NameText(X509_get_issuer_name(certificate.get()));
  key.holder_cvr_ = HolderCvr(subject, serial);
  key.holder_id_ = HolderId(serial);
  // A time that cannot be read makes a certificate that is never valid.
  key.not_before_ =
      ToTime(X509_get0_notBefore(certificate.get()), absl::InfiniteFuture());
  key.not_after_ =
      ToTime(X509_get0_notAfter(certificate.get()), absl::InfinitePast());
  return key;
}

absl::StatusOr<PublicKey> PublicKey::FromKeyDer(std::string_view der) {
  const ErrorQueueScope errors;
  const unsigned char* at = Bytes(der);
  PublicKey key;
  key.key_ = Share(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (key.key_ == nullptr || at != Bytes(der) + der.size()) {
    return absl::InvalidArgumentError(
        "ikke en offentlig nøgle i DER-form (SubjectPublicKeyInfo) / not a "
        "public key in DER form (SubjectPublicKeyInfo)");
  }
  key.key_der_ = std::string(der);
  key.key_sha256_ = Digest(der);
  return key;
}

std::string Hex(const Sha256& digest) {
  return absl::BytesToHexString(Abseil(Octets(digest)));
}

std::string Base64Url(std::string_view octets) {
  return absl::WebSafeBase64Escape(Abseil(octets));
}

std::string Base64Url(const Sha256& digest) {
  return Base64Url(Octets(digest));
}

Sha256 Digest(std::string_view octets) {
  Sha256 digest;
  SHA256(Bytes(octets), octets.size(), digest.data());
  return digest;
}

}  // namespace trivsel::validator::token
