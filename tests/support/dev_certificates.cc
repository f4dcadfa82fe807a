#include "tests/support/dev_certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace trivsel::testing {
namespace {

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using CertPtr = std::unique_ptr<X509, decltype(&X509_free)>;
using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;

void Require(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "dev certificates: %s\n", what);
  abort();
}

std::string Text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string CertPem(X509* cert) {
  BioPtr out(BIO_new(BIO_s_mem()), BIO_free);
  Require(PEM_write_bio_X509(out.get(), cert) == 1, "write certificate");
  return Text(out.get());
}

std::string KeyPem(EVP_PKEY* key) {
  BioPtr out(BIO_new(BIO_s_mem()), BIO_free);
  Require(PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr,
                                   nullptr) == 1,
          "write key");
  return Text(out.get());
}

void AddExtension(X509* cert, X509* issuer, int id, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
  Require(extension != nullptr, "extension");
  X509_add_ext(cert, extension, -1);
  X509_EXTENSION_free(extension);
}

void SetName(X509* cert, const std::string& common_name) {
  X509_NAME* name = X509_get_subject_name(cert);
  X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
}

CertPtr Draft(EVP_PKEY* key, const std::string& name, absl::Time not_after) {
  static long serial = 1;
  CertPtr cert(X509_new(), X509_free);
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), serial++);
  // Back by more than tests set clocks back; and an expired one must have been
  // valid once.
  ASN1_TIME_set(
      X509_getm_notBefore(cert.get()),
      absl::ToTimeT(std::min(absl::Now(), not_after) - absl::Hours(30)));
  ASN1_TIME_set(X509_getm_notAfter(cert.get()), absl::ToTimeT(not_after));
  X509_set_pubkey(cert.get(), key);
  SetName(cert.get(), name);
  return cert;
}

CertifiedKey Save(const std::string& folder, const std::string& name,
                  X509* cert, EVP_PKEY* key) {
  CertifiedKey saved{CertPem(cert), KeyPem(key), folder + "/" + name + ".pem",
                     folder + "/" + name + ".key"};
  std::ofstream(saved.cert_file) << saved.cert_pem;
  std::ofstream(saved.key_file) << saved.key_pem;
  return saved;
}

}  // namespace

struct DevCertificates::Authority {
  KeyPtr key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  CertPtr cert{nullptr, X509_free};

  CertPtr Issue(EVP_PKEY* subject_key, const std::string& name, const char* use,
                const char* alternative_names, absl::Time not_after) {
    CertPtr made = Draft(subject_key, name, not_after);
    X509_set_issuer_name(made.get(), X509_get_subject_name(cert.get()));
    AddExtension(made.get(), cert.get(), NID_basic_constraints, "CA:FALSE");
    AddExtension(made.get(), cert.get(), NID_ext_key_usage, use);
    if (alternative_names != nullptr) {
      AddExtension(made.get(), cert.get(), NID_subject_alt_name,
                   alternative_names);
    }
    Require(X509_sign(made.get(), key.get(), EVP_sha256()) > 0, "sign");
    return made;
  }
};

DevCertificates::DevCertificates(const std::string& name)
    : authority_(std::make_unique<Authority>()) {
  std::string folder =
      std::filesystem::temp_directory_path() / "trivsel-certs-XXXXXX";
  Require(mkdtemp(folder.data()) != nullptr, "temp folder");
  folder_ = folder;
  EVP_PKEY* key = authority_->key.get();
  CertPtr cert = Draft(key, name + " CA", absl::Now() + absl::Hours(48));
  X509_set_issuer_name(cert.get(), X509_get_subject_name(cert.get()));
  AddExtension(cert.get(), cert.get(), NID_basic_constraints,
               "critical,CA:TRUE");
  AddExtension(cert.get(), cert.get(), NID_key_usage,
               "critical,keyCertSign,cRLSign");
  Require(X509_sign(cert.get(), key, EVP_sha256()) > 0, "sign CA");
  ca_ = Save(folder_, "ca", cert.get(), key);
  authority_->cert = std::move(cert);
}

DevCertificates::~DevCertificates() {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

CertifiedKey DevCertificates::Server(const std::string& name) {
  KeyPtr key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  CertPtr cert = authority_->Issue(key.get(), name, "serverAuth",
                                   "DNS:localhost,IP:127.0.0.1",
                                   absl::Now() + absl::Hours(24));
  return Save(folder_, name, cert.get(), key.get());
}

CertifiedKey DevCertificates::Client(const std::string& name,
                                     absl::Time not_after) {
  KeyPtr key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  CertPtr cert =
      authority_->Issue(key.get(), name, "clientAuth", nullptr, not_after);
  return Save(folder_, name, cert.get(), key.get());
}

}  // namespace trivsel::testing
