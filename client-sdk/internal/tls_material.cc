#include "client-sdk/internal/tls_material.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <utility>

#include "client-sdk/internal/danish_status.h"

namespace trivsel::client::internal {
namespace {

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using CertificatePtr = std::unique_ptr<X509, decltype(&X509_free)>;
using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

absl::Status Bad(const std::string& danish, const std::string& english) {
  return DanishStatus(absl::StatusCode::kInvalidArgument, danish, english);
}

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().find("-----BEGIN ") == std::string::npos) {
    return Bad("kan ikke læse en PEM-fil: " + path,
               "cannot read a PEM file: " + path);
  }
  return text.str();
}

BioPtr Source(const std::string& pem) {
  return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                BIO_free);
}

// Without this OpenSSL asks on the terminal.
int NoPassword(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

absl::Status CheckPair(const TlsFiles& files, const TlsMaterial& material) {
  const CertificatePtr certificate(
      PEM_read_bio_X509(Source(material.certificate_chain).get(), nullptr,
                        nullptr, nullptr),
      X509_free);
  bool encrypted = false;
  const KeyPtr key(PEM_read_bio_PrivateKey(Source(material.key).get(), nullptr,
                                           NoPassword, &encrypted),
                   EVP_PKEY_free);
  const bool match = certificate != nullptr && key != nullptr &&
                     X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (match) return absl::OkStatus();
  if (certificate == nullptr) {
    return Bad("der er intet certifikat i " + files.certificate,
               "there is no certificate in " + files.certificate);
  }
  if (encrypted) {
    return Bad(
        "nøglen i " + files.key + " er krypteret; gem den uden adgangskode",
        "the key in " + files.key + " is encrypted; save it without password");
  }
  if (key == nullptr) {
    return Bad("der er ingen privat nøgle i " + files.key,
               "there is no private key in " + files.key);
  }
  return Bad("nøglen i " + files.key + " hører ikke til certifikatet i " +
                 files.certificate,
             "the key in " + files.key + " is not that of the certificate in " +
                 files.certificate);
}

}  // namespace

absl::StatusOr<TlsMaterial> ReadTlsFiles(const TlsFiles& files) {
  if (files.certificate.empty() != files.key.empty()) {
    return Bad("et klientcertifikat og dets nøgle hører sammen: giv begge",
               "a client certificate and its key go together");
  }
  TlsMaterial material;
  const std::pair<const std::string*, std::string*> parts[] = {
      {&files.certificate, &material.certificate_chain},
      {&files.key, &material.key},
      {&files.ca, &material.roots}};
  for (const auto& [path, text] : parts) {
    if (path->empty()) continue;
    auto read = ReadPem(*path);
    if (!read.ok()) return read.status();
    *text = *std::move(read);
  }
  if (files.certificate.empty()) return material;
  const absl::Status pair = CheckPair(files, material);
  if (!pair.ok()) return pair;
  return material;
}

TlsStamps StampsOf(const TlsFiles& files) {
  const auto stamp = [](const std::string& path) {
    return path.empty() ? FileStamp() : StampOf(path);
  };
  return {stamp(files.certificate), stamp(files.key), stamp(files.ca)};
}

}  // namespace trivsel::client::internal
