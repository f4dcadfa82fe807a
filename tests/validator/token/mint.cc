#include "tests/validator/token/mint.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace trivsel::validator::token::testing {
namespace {

void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "mint: %s\n", what);
  std::abort();
}

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) {
  Require(key != nullptr, "no key");
  return {key, EVP_PKEY_free};
}

void AddName(X509_NAME* name, const char* field, const std::string& value) {
  if (value.empty()) return;
  Require(X509_NAME_add_entry_by_txt(
              name, field, MBSTRING_UTF8,
              reinterpret_cast<const unsigned char*>(value.data()),
              static_cast<int>(value.size()), -1, 0) == 1,
          field);
}

std::string Der(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  Require(size > 0, "DER");
  std::string octets(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return octets;
}

std::string Lines(const std::string& base64) {
  std::string lines;
  for (size_t i = 0; i < base64.size(); i += 64) {
    lines.append(base64.substr(i, 64)).append("\n");
  }
  return lines;
}

}  // namespace

absl::Time Now() {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 2, 8, 0, 0),
                         absl::UTCTimeZone());
}

PublicKey Identity::Public() const {
  auto key = PublicKey::FromCertificateDer(certificate_der);
  Require(key.ok(), "a certificate of ours");
  return *std::move(key);
}

std::string Identity::CertificateBase64() const {
  return absl::Base64Escape(certificate_der);
}

std::string Identity::Pem() const {
  return absl::StrCat("-----BEGIN CERTIFICATE-----\n",
                      Lines(CertificateBase64()),
                      "-----END CERTIFICATE-----\n");
}

std::shared_ptr<EVP_PKEY> NewRsaKey(int bits) {
  return Own(
      EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<size_t>(bits)));
}

std::shared_ptr<EVP_PKEY> NewEcKey() {
  return Own(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
}

Identity NewIdentity(std::shared_ptr<EVP_PKEY> key, const Subject& subject,
                     absl::Time not_before, absl::Duration validity) {
  static long serial = 1000;
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  ASN1_TIME_set(X509_getm_notBefore(certificate), absl::ToTimeT(not_before));
  ASN1_TIME_set(X509_getm_notAfter(certificate),
                absl::ToTimeT(not_before + validity));
  X509_NAME* name = X509_get_subject_name(certificate);
  AddName(name, "C", "DK");
  AddName(name, "organizationIdentifier", subject.organization_identifier);
  AddName(name, "serialNumber", subject.serial_number);
  AddName(name, "CN", subject.common_name);
  X509_set_issuer_name(certificate, name);
  X509_set_pubkey(certificate, key.get());
  Require(X509_sign(certificate, key.get(), EVP_sha256()) > 0, "X509_sign");
  Identity identity{std::move(key), Der(certificate)};
  X509_free(certificate);
  return identity;
}

const Identity& Sts() {
  static const auto* made = new Identity(NewIdentity(NewRsaKey(2048)));
  return *made;
}

const Identity& Stranger() {
  static const auto* made =
      new Identity(NewIdentity(NewRsaKey(2048), {"Stranger"}));
  return *made;
}

const Identity& Vendor() {
  static const auto* made = new Identity(NewIdentity(
      NewRsaKey(2048), {"Fagsystem Ærø", "NTRDK-26911745",
                        "UI:DK-O:G:9dfe296a-ace4-43de-aa87-42d78eb9d4a2"}));
  return *made;
}

const Identity& OldSts() {
  static const auto* made = new Identity(
      NewIdentity(NewRsaKey(2048), {"Old STS"}, Now() - absl::Hours(24 * 400),
                  absl::Hours(24 * 365)));
  return *made;
}

Trust TheTrust() {
  Trust trust;
  trust.issuers = {{"https://another.example.dk", {Stranger().Public()}},
                   {kIssuer, {OldSts().Public(), Sts().Public()}}};
  trust.retired_issuers = {"https://saml.adgangsstyring."};
  trust.service_entity_ids = {"http://other.example.dk/service/1", kService};
  trust.reporter_roles = {kRole};
  return trust;
}

Sha256 Peer() { return Digest(Vendor().certificate_der); }

std::string With(std::string_view text, std::string_view from,
                 std::string_view to) {
  const size_t at = text.find(from);
  Require(at != text.npos, std::string(from).c_str());
  Require(text.find(from, at + 1) == text.npos, std::string(from).c_str());
  std::string changed(text);
  changed.replace(at, from.size(), to);
  return changed;
}

}  // namespace trivsel::validator::token::testing
