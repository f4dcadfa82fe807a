#include "gateway/access/fingerprint.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

#include "absl/strings/escaping.h"

namespace trivsel::gateway::access {
namespace {

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;

absl::Time ToTime(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

std::string Subject(const X509* certificate) {
  BioPtr out(BIO_new(BIO_s_mem()), BIO_free);
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0,
                     XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

}  // namespace

absl::StatusOr<CertificateFacts> ReadCertificate(std::string_view pem) {
  BioPtr in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
            BIO_free);
  X509Ptr certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr),
                      X509_free);
  if (certificate == nullptr) {
    return absl::InvalidArgumentError("not a certificate in PEM form");
  }
  CertificateFacts facts;
  unsigned size = 0;
  if (X509_digest(certificate.get(), EVP_sha256(), facts.fingerprint.data(),
                  &size) != 1) {
    return absl::InternalError("the certificate cannot be hashed");
  }
  facts.subject = Subject(certificate.get());
  facts.not_before = ToTime(X509_get0_notBefore(certificate.get()));
  facts.not_after = ToTime(X509_get0_notAfter(certificate.get()));
  return facts;
}

std::string ToHex(const Fingerprint& fingerprint) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(fingerprint.data()), fingerprint.size()));
}

}  // namespace trivsel::gateway::access
